using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>One run of a function, from the queue to its end. Thread-safe.</summary>
public sealed partial class FunctionRun : ScheduledWork
{
    private readonly RunServices _services;
    private readonly StopGroup _stops = new();
    private readonly CpuMeter _cpu = new();
    private readonly RunState _state;
    private readonly GuestLog _log;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RunResult> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _load, _wall;
    private string _note = "";

    internal FunctionRun(RunSpec spec, RunServices services)
    {
        Spec = spec;
        _services = services;
        _state = new RunState(spec);
        _log = new GuestLog(spec.Id, services.Logger, services.Time);
        Kind = spec.Call.ModulePath + "\n" + spec.Call.Export;
    }

    /// <summary>What is run.</summary>
    public RunSpec Spec { get; }

    /// <summary>Completes when it has left the queue; never if it ends before.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes with its end; never fails.</summary>
    public Task<RunResult> Ended => _ended.Task;

    /// <summary>How far it is.</summary>
    public RunProgress Progress => _state.Progress;

    internal override string Session => Spec.Call.Session;

    internal override RunPriority Priority => Spec.Priority;

    internal override long Bytes => Spec.Call.DataBytes;

    internal override string Kind { get; }

    /// <summary>Asks it to end by itself; to be followed by <see cref="Stop"/>.</summary>
    internal void AskToStop() => _state.AskToStop();

    /// <summary>Ends it wherever it is, if it has not ended.</summary>
    internal void Stop(StopReason reason) => _stops.Raise(reason);

    /// <summary>Ends it unexecuted.</summary>
    internal void EndUnstarted(StopReason reason)
    {
        _stops.Raise(reason);
        _ended.TrySetResult(Failed(FaultOf(reason), new GuestStoppedException(reason).Message));
    }

    internal override void Execute(WorkSlot slot)
    {
        _started.TrySetResult();
        RunResult result;
        try
        {
            var results = Perform(slot);
            result = new RunResult { Results = results, Data = _state.Data, Wall = _wall, Cpu = Cpu, Load = _load, Note = _note };
        }
        catch (Exception e)
        {
            result = Describe(e);
        }

        _ended.TrySetResult(result);
    }

    private TimeSpan Cpu => TimeSpan.FromTicks(_cpu.ReadNs() / TimeSpan.NanosecondsPerTick);

    private ImmutableArray<TypedValue> Perform(WorkSlot slot)
    {
        using var lease = Load();
        var plan = CallPlan.Check(Spec.Call, lease.Module);
        using var buffers = new GrantedBuffers(_services.Directory, Spec.Call, _services.Reserved);
        var setting = new CallSetting(plan, lease.Module, _state, _log, buffers, _services.Wasi, _services.Time);
        var start = MonotonicClock.NowNs;
        var watch = new Watch(this);
        _services.Watchdog.Add(watch);
        _cpu.Enter();
        try
        {
            _services.Watchdog.Arm(watch, Limit(Spec.Call.WallLimit, start), Limit(Spec.Call.CpuLimit, 0));
            return Spec.Call.Range is null ? Call(setting) : Loop(setting, slot);
        }
        finally
        {
            _cpu.Leave();
            watch.Disarm();
            _services.Watchdog.Remove(watch);
            _wall = TimeSpan.FromTicks((MonotonicClock.NowNs - start) / TimeSpan.NanosecondsPerTick);
        }
    }

    private static long Limit(TimeSpan? limit, long from) =>
        limit is { } time && time.Ticks < (WatchedCall.Never / TimeSpan.NanosecondsPerTick) - from ? from + (time.Ticks * TimeSpan.NanosecondsPerTick) : WatchedCall.Never;

    private ModuleLease Load()
    {
        var start = _services.Time.GetTimestamp();
        using var cancel = new CancellationTokenSource();
        var stop = _stops.Add();
        try
        {
            stop.Register(cancel.Cancel);
            var lease = _services.Modules.Acquire(Spec.Call.ModulePath, new ModuleLoading { Sha256 = Spec.Call.Sha256, Cancellation = cancel.Token });
            _note = lease.Description.EpochsBecause;
            return lease;
        }
        finally
        {
            stop.Unregister();
            _stops.Remove(stop);
            _load = _services.Time.GetElapsedTime(start);
        }
    }

    private ImmutableArray<TypedValue> Call(CallSetting setting)
    {
        var stop = _stops.Add();
        try
        {
            var types = setting.Plan.Signature.Results;
            var results = new WasmValue[types.Length];
            if (!TryCall(setting, stop, results)) return [];
            return [.. types.Select((type, i) => new TypedValue(type, results[i]))];
        }
        finally
        {
            _stops.Remove(stop);
        }
    }

    /// <summary>False when it ended well by proc_exit: then there are no results.</summary>
    private bool TryCall(CallSetting setting, StopSignal stop, WasmValue[] results)
    {
        try
        {
            using var instance = CallInstance.Create(setting, stop, Spec.Call.Limits);
            instance.Invoke(results);
            return true;
        }
        catch (GuestExitException e) when (e.Code == 0)
        {
            return false;
        }
    }

    private ImmutableArray<TypedValue> Loop(CallSetting setting, WorkSlot slot)
    {
        using var loop = new ParallelLoop(setting, _stops, _cpu, _state);
        loop.Run(slot);
        return [];
    }

    private RunResult Describe(Exception e)
    {
        var fault = e switch
        {
            GuestStoppedException stopped => FaultOf(stopped.Reason),
            OperationCanceledException when _stops.Reason is { } reason => FaultOf(reason),
            ModuleException => RunFault.ModuleInvalid,
            CallInvalidException => RunFault.CallInvalid,
            _ => RunFault.Trapped,
        };
        if (e is GuestException or IOException || fault != RunFault.Trapped) return Failed(fault, Explain(fault, e.Message));
        LogDefect(_services.Logger, e, Spec.Id);
        return Failed(fault, $"a defect of the engine ended it: {e.Message}");
    }

    private string Explain(RunFault fault, string message) => fault switch
    {
        RunFault.Deadline => $"it took longer than its limit of {Spec.Call.WallLimit?.TotalMilliseconds:F0} ms",
        RunFault.CpuTime => $"it used more processor time than its limit of {Spec.Call.CpuLimit?.TotalMilliseconds:F0} ms",
        RunFault.HostCalls => $"it made more calls of host functions than its limit of {Spec.Call.Limits.HostCalls}",
        RunFault.Cancelled => "it was cancelled",
        _ => message,
    };

    private RunResult Failed(RunFault fault, string detail) =>
        new() { Fault = fault, Detail = _log.Explain(detail), Wall = _wall, Cpu = Cpu, Load = _load, Note = _note };

    private static RunFault FaultOf(StopReason reason) => reason switch
    {
        StopReason.Deadline => RunFault.Deadline,
        StopReason.CpuTime => RunFault.CpuTime,
        StopReason.HostCalls => RunFault.HostCalls,
        StopReason.Shutdown => RunFault.Shutdown,
        _ => RunFault.Cancelled,
    };

    [LoggerMessage(LogLevel.Error, "run {Run} ran into a defect of the engine")]
    private static partial void LogDefect(ILogger logger, Exception exception, string run);

    private sealed class Watch(FunctionRun run) : WatchedCall
    {
        protected override int Threads => run._cpu.Threads;

        protected override long ReadCpuNs() => run._cpu.ReadNs();

        protected override void Stop(StopReason reason) => run.Stop(reason);
    }
}
