using System.Runtime.InteropServices;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Hosting.Logging;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>
/// The phases of one process: load, (stand by), serve, drain. The server listens on a socket named after the pid from the
/// beginning, and that socket is renamed to the layer's name once the layer serves: nobody can connect before, a stale socket
/// is replaced in the same step, and a promoted spare has nothing left to start.
/// </summary>
internal sealed partial class LayerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10), ConnectionGrace = TimeSpan.FromMilliseconds(500);
    private readonly string _layer;
    private readonly LayerArguments _arguments;
    private readonly InstancePaths _paths;
    private readonly LayerLifecycle _lifecycle = new();
    private readonly LayerLog _log;
    private readonly List<PosixSignalRegistration> _signals = [];
    private LayerLock? _lock; // of a promoted spare
    private Task _practising = Task.CompletedTask;
    private bool _serving;

    internal LayerProcess(string layer, LayerArguments arguments, InstancePaths paths)
    {
        _layer = layer;
        _arguments = arguments;
        _paths = paths;
        _log = new LayerLog(layer, paths, arguments.Console, Environment.GetEnvironmentVariable("WASMENGINE_LOG_LEVEL"));
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT])
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        if (!arguments.Standby) _log.OpenFile();
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    internal async Task<int> RunAsync(Action<LayerBuilder> configure)
    {
        var server = LayerServer.Build(_layer, _arguments, _paths, _lifecycle, _log, configure);
        await using var app = server.App;
        var logger = app.Services.GetRequiredService<ILogger<LayerProcess>>();
        try
        {
            await LoadAsync(server).ConfigureAwait(false);
            if (!_arguments.Standby || await StandByAsync(server, logger).ConfigureAwait(false))
            {
                await ServeAsync(server, logger).ConfigureAwait(false);
                await LogStopAsync(logger).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_lifecycle.Stopping.IsCancellationRequested)
        {
            await LogStopAsync(logger).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _lifecycle.Fail(e);
        }

        await EndAsync(server, logger).ConfigureAwait(false);
        if (_lifecycle.Failure is not { } failure) return ExitCodes.Success;
        LogFatal(logger, failure);
        await Console.Error.WriteLineAsync($"wasmengine {_layer}: {failure}").ConfigureAwait(false);
        return failure is AlreadyRunningException ? ExitCodes.AlreadyRunning : ExitCodes.Fatal;
    }

    private async Task LogStopAsync(ILogger logger)
    {
        var reason = await _lifecycle.StopRequested.ConfigureAwait(false);
        LogStopping(logger, reason);
    }

    private async Task LoadAsync(LayerServer server)
    {
        var warm = Task.Run(() => RunAllAsync(server.Builder.WarmActions, server, _lifecycle.Stopping));
        File.Delete(server.BindPath); // of a dead process that had our pid
        await Task.WhenAll(server.App.StartAsync(_lifecycle.Stopping), warm).ConfigureAwait(false);
    }

    /// <summary>Waits as a spare; true when promoted.</summary>
    private async Task<bool> StandByAsync(LayerServer server, ILogger logger)
    {
        // One call through the whole stack compiles it now rather than after the promotion.
        using (var channel = LayerChannels.Create(server.BindPath))
        {
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: _lifecycle.Stopping).ConfigureAwait(false);
            foreach (var calls in server.Builder.Rehearsals) await calls(channel, _lifecycle.Stopping).ConfigureAwait(false);
        }

        RehearseLock(server.BindPath + ".lock");
        _lifecycle.Set(LayerPhase.Standby);
        using var practice = CancellationTokenSource.CreateLinkedTokenSource(_lifecycle.Stopping);
        var practising = Task.Run(() => PractiseAsync(server, logger, practice.Token));
        var isPromoted = await Task.WhenAny(_lifecycle.Promoted, _lifecycle.StopRequested).ConfigureAwait(false) == _lifecycle.Promoted;
        await practice.CancelAsync().ConfigureAwait(false); // a takeover does not wait for its end
        _practising = practising;
        if (!isPromoted) return false;
        _lock = await TakeLockAsync().ConfigureAwait(false);
        _ = Task.Run(_log.OpenFile); // what is logged until then is kept; the takeover need not wait for a file
        return true;
    }

    private static async Task PractiseAsync(LayerServer server, ILogger logger, CancellationToken cancel)
    {
        try
        {
            await RunAllAsync(server.Builder.PracticeActions, server, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // it is needed for real
        }
        catch (Exception e)
        {
            LogPractice(logger, e);
        }
    }

    private static void RehearseLock(string path)
    {
        LayerLock.TryTake(path)?.Dispose();
        LayerLock.IsHeld(path);
        File.Delete(path);
    }

    /// <summary>The predecessor is dead, so its lock is free or will be in a moment.</summary>
    private async Task<LayerLock> TakeLockAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (LayerLock.TryTake(_paths.Lock(_layer)) is { } taken) return taken;
            if (TimeProvider.System.GetElapsedTime(start) > LockPatience) throw new AlreadyRunningException(LayerHost.AlreadyRunning(_layer, _paths));
            await Task.Delay(1, _lifecycle.Stopping).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(LayerServer server, ILogger logger)
    {
        _serving = true;
        await RunAllAsync(server.Builder.ServingActions, server, _lifecycle.Stopping).ConfigureAwait(false);
        await server.Hosted.StartAsync(_lifecycle.Stopping).ConfigureAwait(false);
        File.Move(server.BindPath, _paths.Socket(_layer), overwrite: true);
        server.Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        _lifecycle.Set(LayerPhase.Serving);
        LogServing(logger, _layer, _paths.Instance, _arguments.Standby);
    }

    private async Task EndAsync(LayerServer server, ILogger logger)
    {
        _lifecycle.Set(LayerPhase.Draining);
        await _practising.ConfigureAwait(false);
        server.Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.NotServing);
        if (_serving)
        {
            foreach (var action in server.Builder.DrainActions) await TryAsync(() => action(server.App.Services, _lifecycle.Hurry)).ConfigureAwait(false);
            await TryAsync(() => server.Hosted.StopAsync(_lifecycle.Hurry)).ConfigureAwait(false);
            File.Delete(_paths.Socket(_layer)); // ours: we still hold the lock
        }

        using var grace = new CancellationTokenSource(ConnectionGrace);
        await TryAsync(() => server.App.StopAsync(grace.Token)).ConfigureAwait(false);
        File.Delete(server.BindPath);

        async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // time is up for this step; the next one still runs
            }
            catch (Exception e)
            {
                LogDrainFailure(logger, e);
            }
        }
    }

    private static async Task RunAllAsync(List<Func<IServiceProvider, CancellationToken, Task>> actions, LayerServer server, CancellationToken cancel)
    {
        foreach (var action in actions) await action(server.App.Services, cancel).ConfigureAwait(false);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // the drain ends the process
        _lifecycle.RequestStop(context.Signal.ToString());
    }

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        _log.Logger.Fatal(e.ExceptionObject as Exception, "Unhandled exception");
        _log.Dispose(); // the runtime prints it to standard error and ends the process
    }

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        foreach (var signal in _signals) signal.Dispose();
        _lock?.Dispose();
        _log.Dispose();
        _lifecycle.Dispose();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "a spare's practice failed: it takes over all the same, a little slower")]
    private static partial void LogPractice(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} of instance {Instance} serves (promoted spare: {Promoted})")]
    private static partial void LogServing(ILogger logger, string name, string instance, bool promoted);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ending because of {Reason}")]
    private static partial void LogStopping(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of the drain failed")]
    private static partial void LogDrainFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Ended by an error")]
    private static partial void LogFatal(ILogger logger, Exception exception);

    private sealed class AlreadyRunningException(string message) : Exception(message);
}
