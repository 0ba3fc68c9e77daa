using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace WasmEngine.Bench.Handoff;

/// <summary>The producer process as the consumer has it: its sockets, and its end.</summary>
internal sealed class ProducerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ProducerProcess(Process process, HandoffPlace place, Socket control, Socket pixels)
    {
        _process = process;
        Place = place;
        Control = new ControlLink(control, endless: false);
        Pixels = pixels;
    }

    internal HandoffPlace Place { get; }

    internal ControlLink Control { get; }

    /// <summary>The socket through which pixels come; whoever takes it disposes it.</summary>
    internal Socket Pixels { get; }

    /// <summary>Starts the process and waits until it is ready.</summary>
    internal static async Task<ProducerProcess> StartAsync(CancellationToken cancellation)
    {
        var place = new HandoffPlace(string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}"));
        place.Create();
        Process? process = null;
        try
        {
            using var controlListener = Listen(place.ControlSocket);
            using var pixelListener = Listen(place.PixelSocket);
            process = StartProcess(place.Instance);
            var control = await AcceptAsync(controlListener, process, cancellation);
            var pixels = await AcceptAsync(pixelListener, process, cancellation);
            return new ProducerProcess(process, place, control, pixels);
        }
        catch
        {
            process?.Kill();
            process?.Dispose();
            place.Remove();
            throw;
        }
    }

    private static Process StartProcess(string instance)
    {
        // The executable beside this assembly: the process path may be "dotnet".
        var program = Path.Combine(AppContext.BaseDirectory, "wasmengine-bench");
        try
        {
            return Process.Start(new ProcessStartInfo(program, [HandoffPeer.CommandName, instance]))!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new BenchException($"{program} can't be started: {failure.Message}", failure);
        }
    }

    private static Socket Listen(string path)
    {
        File.Delete(path);
        var socket = Streams.CreateUnix();
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }

    private static async Task<Socket> AcceptAsync(Socket listener, Process process, CancellationToken cancellation)
    {
        var accepted = listener.AcceptAsync(cancellation).AsTask();
        var ended = process.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(accepted, ended) == accepted) return await accepted;
        throw new BenchException($"the producer process ended at its start with exit code {process.ExitCode}");
    }

    /// <summary>Hangs up, upon which the process ends; one that does not is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        Pixels.Dispose();
        using var patience = new CancellationTokenSource(ControlLink.Limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
        Place.Remove();
    }
}
