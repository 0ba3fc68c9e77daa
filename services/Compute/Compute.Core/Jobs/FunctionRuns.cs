using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>The runs of functions in this process: waiting, running. Thread-safe.</summary>
public sealed class FunctionRuns : IDisposable
{
    private readonly RunServices _services;
    private readonly RunScheduler _scheduler;
    private readonly ConcurrentDictionary<string, FunctionRun> _runs = new(StringComparer.Ordinal);

    /// <summary>Creates it, with its threads.</summary>
    /// <param name="modules">Loads modules.</param>
    /// <param name="directory">Where the buffers' regions are.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock of budgets and estimates.</param>
    /// <param name="logger">Takes the guests' lines.</param>
    /// <param name="wasi">Makes WASI worlds; null: guests have none.</param>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public FunctionRuns(
        ModuleCatalog modules, RegionDirectory directory, RunSchedulerOptions options, TimeProvider time, ILogger<FunctionRuns> logger, IWasiFactory? wasi = null)
    {
        _scheduler = new RunScheduler(options, time, new SystemThreads());
        _services = new RunServices(modules, directory, wasi, new CallWatchdog(), new ReservedPages(), time, logger);
    }

    /// <summary>Runs that are executed, parallel loops with each of their workers, and runs that wait.</summary>
    public (int Running, int Queued) Load => _scheduler.Load;

    /// <summary>What lanes share with runs.</summary>
    internal RunServices Services => _services;

    /// <summary>Checks a call against its module without running it. Blocks while the module is loaded.</summary>
    /// <exception cref="ModuleException">The module can't be loaded.</exception>
    /// <exception cref="CallInvalidException">The call does not fit it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public void Check(FunctionSpec call, CancellationToken cancel)
    {
        using var lease = _services.Modules.Acquire(call.ModulePath, new ModuleLoading { Sha256 = call.Sha256, Cancellation = cancel });
        CallPlan.Check(call, lease.Module);
        using var buffers = new GrantedBuffers(_services.Directory, call, _services.Reserved);
        foreach (var slice in call.Arguments.OfType<BufferArgument>()) buffers.Find(slice);
    }

    /// <summary>Queues a run.</summary>
    /// <exception cref="QueueFullException">There is no room for it.</exception>
    /// <exception cref="GuestStoppedException">The process ends.</exception>
    /// <exception cref="CallInvalidException">A run of that id has not ended.</exception>
    public FunctionRun Start(RunSpec spec)
    {
        var run = new FunctionRun(spec, _services);
        if (!_runs.TryAdd(spec.Id, run)) throw new CallInvalidException($"there is a run \"{spec.Id}\" already");
        _ = ForgetAsync(run);
        try
        {
            _scheduler.Submit(run);
            return run;
        }
        catch
        {
            run.EndUnstarted(StopReason.Cancelled);
            throw;
        }
    }

    private async Task ForgetAsync(FunctionRun run)
    {
        await run.Ended.ConfigureAwait(false);
        _runs.TryRemove(new KeyValuePair<string, FunctionRun>(run.Spec.Id, run));
    }

    /// <summary>Ends a run: a waiting one at once, a running one by itself within the grace, by force after it. Nothing happens if there is none.</summary>
    public async Task StopAsync(string id, TimeSpan grace)
    {
        if (!_runs.TryGetValue(id, out var run) || TryEndWaiting(run)) return;
        if (grace > TimeSpan.Zero)
        {
            run.AskToStop();
            using var ended = new CancellationTokenSource();
            var timer = Task.Delay(grace, _services.Time, ended.Token);
            await Task.WhenAny(run.Ended, timer).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }

        Stop(run);
    }

    private bool TryEndWaiting(FunctionRun run)
    {
        if (!_scheduler.TryWithdraw(run)) return false;
        run.EndUnstarted(StopReason.Cancelled);
        return true;
    }

    /// <summary>Ends a run at once: its caller has gone.</summary>
    public void Stop(FunctionRun run)
    {
        if (!TryEndWaiting(run)) run.Stop(StopReason.Cancelled); // has begun, or begins and sees it, or has ended
    }

    /// <summary>Takes no more, ends all that waits or runs; completes when nothing runs any more.</summary>
    /// <returns>False when something still ran after that time.</returns>
    public async Task<bool> DrainAsync(TimeSpan patience)
    {
        foreach (var work in _scheduler.BeginDrain())
        {
            if (work is FunctionRun run) run.EndUnstarted(StopReason.Shutdown);
        }

        foreach (var run in _runs.Values) run.Stop(StopReason.Shutdown);
        try
        {
            await _scheduler.WhenDrained.WaitAsync(patience, _services.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends its timers; drain it before.</summary>
    public void Dispose()
    {
        _scheduler.Dispose();
        _services.Watchdog.Dispose();
    }
}
