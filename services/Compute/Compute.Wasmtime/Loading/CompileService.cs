using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Compiles modules in processes of their own, with limits of time and memory. So many at once as there are cores; the others
/// wait. Thread-safe.
/// </summary>
internal sealed class CompileService : IDisposable
{
    private const int MaxErrorText = 4096, MaxPatience = 4;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private readonly CompilerProcess _program;
    private readonly TimeSpan _time;
    private readonly long _memory;
    private readonly SemaphoreSlim _places;

    /// <summary>Names what to start; nothing is started yet.</summary>
    internal CompileService(CompilerProcess program, TimeSpan time, long memory, int atOnce)
    {
        _program = program;
        _time = time;
        _memory = memory;
        _places = new SemaphoreSlim(atOnce);
    }

    /// <summary>Compiles a module; blocks until it is done.</summary>
    /// <param name="module">Its bytes, checked against the limits.</param>
    /// <param name="usesEpochs">Which kind of code.</param>
    /// <param name="started">Called when it is this module's turn.</param>
    /// <param name="cancel">Gives up; the process is killed.</param>
    /// <returns>The code, for <see cref="Module.Deserialize"/>.</returns>
    /// <exception cref="WasmtimeException">It is no valid module.</exception>
    /// <exception cref="ModuleException">It took too long or too much memory.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    internal ReadOnlyMemory<byte> Compile(ReadOnlyMemory<byte> module, bool usesEpochs, Action started, CancellationToken cancel)
    {
        _places.Wait(cancel);
        try
        {
            started();
            using var limit = new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            using var process = Start();
            using var clock = Watch(process.Id, limit);
            var errors = ReadErrorsAsync(process.StandardError.BaseStream);
            try
            {
                // Killing it is what ends a wait for it: its pipes break then.
                using var killing = either.Token.Register(static p => Kill((Process)p!), process);
                return Converse(process, module, usesEpochs);
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancel);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                Kill(process);
                process.WaitForExit();
                throw limit.IsCancellationRequested ? TookTooLong() : Died(process.ExitCode, errors.GetAwaiter().GetResult());
            }
            finally
            {
                Kill(process); // it has nothing left to do
                process.WaitForExit();
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>
    /// Looks at the clock. A process that had less processor time than it was given time, because the machine is busy with other
    /// things, gets more: what is loaded should not depend on what else runs.
    /// </summary>
    private ITimer Watch(int pid, CancellationTokenSource limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        return TimeProvider.System.CreateTimer(
            _ =>
            {
                if (TimeProvider.System.GetElapsedTime(start) < MaxPatience * _time && ProcessMemory.CpuTime(pid) < _time) return;
                try
                {
                    limit.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // it has just answered
                }
            },
            null, _time, LookEvery);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_program.FileName, _program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _program.Apply(start.Environment);
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new ModuleException($"the process that compiles modules can't be started: {_program.FileName}: {e.Message}");
        }
    }

    private ReadOnlyMemory<byte> Converse(Process process, ReadOnlyMemory<byte> module, bool usesEpochs)
    {
        var input = process.StandardInput.BaseStream;
        var output = process.StandardOutput.BaseStream;
        Span<byte> header = stackalloc byte[CompileProtocol.HeaderBytes];
        // More than the clock allows on all cores: for the case that nobody looks at it.
        var cpu = (int)Math.Min(int.MaxValue, ((MaxPatience * _time.TotalSeconds) + 1) * Environment.ProcessorCount) + 1;
        new CompileProtocol.Header(usesEpochs, _memory, cpu, module.Length).Write(header);
        input.Write(header);
        input.Write(module.Span);
        input.Flush();
        while (true)
        {
            var (kind, payload) = ReadFrame(output);
            switch (kind)
            {
                case CompileProtocol.Frame.Started: continue;
                case CompileProtocol.Frame.Refused: throw new WasmtimeException(Encoding.UTF8.GetString(payload));
                case CompileProtocol.Frame.OutOfMemory: throw TookTooMuchMemory();
                case CompileProtocol.Frame.Code: return Verified(payload);
                default: throw new InvalidDataException("it answered something unknown");
            }
        }
    }

    private static (CompileProtocol.Frame Kind, byte[] Payload) ReadFrame(Stream output)
    {
        Span<byte> header = stackalloc byte[CompileProtocol.FrameBytes];
        output.ReadExactly(header);
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[1..]);
        if (length is < 0 or > CompileProtocol.MaxFrame) throw new InvalidDataException("its answer has an impossible length");
        var payload = new byte[length];
        output.ReadExactly(payload);
        return ((CompileProtocol.Frame)header[0], payload);
    }

    private static ReadOnlyMemory<byte> Verified(byte[] payload)
    {
        if (payload.Length < CompileProtocol.DigestBytes) throw new InvalidDataException("its answer is too short");
        var code = payload.AsMemory(CompileProtocol.DigestBytes);
        if (!SHA256.HashData(code.Span).AsSpan().SequenceEqual(payload.AsSpan(0, CompileProtocol.DigestBytes))) throw new InvalidDataException("the digest of its answer is wrong");
        return code;
    }

    private ModuleException TookTooLong() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"compiling took longer than {_time.TotalSeconds:0.#} s and was stopped: split the module, build it with -Os and less inlining, or raise WASMENGINE_COMPILE_SECONDS"));

    private ModuleException TookTooMuchMemory() =>
        new($"compiling needed more than {_memory >> 20} MiB and was stopped: split large functions, build with -Os and less inlining, or raise WASMENGINE_COMPILE_MEMORY_MIB");

    private ModuleException Died(int exitCode, string errors)
    {
        if (errors.Contains("memory allocation of", StringComparison.OrdinalIgnoreCase) || errors.Contains("out of memory", StringComparison.OrdinalIgnoreCase)) return TookTooMuchMemory();
        var how = exitCode > 128 ? string.Create(CultureInfo.InvariantCulture, $"signal {exitCode - 128}") : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        return new ModuleException($"the compiler died of this module ({how}): {Names.OneLine(errors.TrimStart())}");
    }

    // All of it is read, so that the process never waits for us; the beginning is kept.
    private static async Task<string> ReadErrorsAsync(Stream stream)
    {
        var text = new MemoryStream();
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
                text.Write(buffer, 0, (int)Math.Min(count, MaxErrorText - text.Length));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // what has come is all that there is
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // it has ended by itself
        }
    }

    /// <summary>Nobody may compile any more.</summary>
    public void Dispose() => _places.Dispose();
}
