using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// Calls a function for all parts of a range, on several workers, each with an instance of its own over the same buffers. The
/// first failure stops all.
/// </summary>
internal sealed class ParallelLoop : IDisposable
{
    /// <summary>So long shall one call take when the engine chooses: long against what a call costs (under a microsecond), short against what a person notices.</summary>
    private const long WantedNs = 2_000_000;

    /// <summary>Units of each worker at the beginning, when the engine chooses.</summary>
    private const ulong UnitsPerWorker = 4096;

    private readonly CallSetting _setting;
    private readonly StopGroup _stops;
    private readonly CpuMeter _cpu;
    private readonly RunState _state;
    private readonly LoopRange _range;
    private readonly CountdownEvent _helpers = new(1);
    private LoopShares _shares = null!;
    private InstanceLimits _limits = null!;
    private ulong _unit;
    private uint _units;
    private int _worker;
    private Exception? _failure; // SYNC: set once by compare-and-swap; read when all workers have ended

    internal ParallelLoop(CallSetting setting, StopGroup stops, CpuMeter cpu, RunState state)
    {
        _setting = setting;
        _stops = stops;
        _cpu = cpu;
        _state = state;
        _range = setting.Plan.Spec.Range!;
    }

    /// <summary>Does it all; returns when every worker has ended.</summary>
    internal void Run(WorkSlot slot)
    {
        if (_range.Length == 0) return;
        var most = _range.Workers == 0 ? slot.Cores : Math.Min(_range.Workers, slot.Cores);
        _unit = UnitOf(_range, most);
        _units = (uint)(((_range.Length - 1) / _unit) + 1);
        var workers = (int)Math.Min((uint)most, _units);
        _shares = new LoopShares(_units, workers);
        var limits = _setting.Plan.Spec.Limits;
        _limits = limits with { HostCalls = Math.Max(1, limits.HostCalls / workers) };
        // Each helper signals once; those that there is no worker for now have their shares stolen.
        if (workers > 1) _helpers.AddCount(workers - 1);
        var helpers = slot.StartHelpers(workers - 1, Help);
        _helpers.Signal(workers - helpers);
        Work();
        _helpers.Wait();
        if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Numbers in a unit: the grain, or what cuts the range fine enough; never so few that units do not fit 32 bits.</summary>
    internal static ulong UnitOf(LoopRange range, int workers)
    {
        var unit = range.Grain == 0 ? range.Length / (UnitsPerWorker * (ulong)workers) : Math.Min(range.Grain, range.Length);
        return Math.Max(Math.Max(unit, 1), (range.Length / uint.MaxValue) + 1);
    }

    private void Help()
    {
        _cpu.Enter();
        try
        {
            Work();
        }
        finally
        {
            _cpu.Leave();
            _helpers.Signal();
        }
    }

    private void Work()
    {
        var stop = _stops.Add();
        try
        {
            // SYNC: partner is the other workers: each gets a share of its own.
            DoParts(stop, Interlocked.Increment(ref _worker) - 1);
        }
        catch (Exception e)
        {
            // SYNC: partner is the other workers: the first failure counts, the others are stopped because of it.
            Interlocked.CompareExchange(ref _failure, e, null);
            _stops.Raise(StopReason.Cancelled);
        }
        finally
        {
            _stops.Remove(stop);
        }
    }

    private void DoParts(StopSignal stop, int worker)
    {
        if (!_shares.TryTake(worker, 1, out var begin, out var count)) return; // all was done before this worker came
        using var instance = CallInstance.Create(_setting, stop, _limits);
        var results = new WasmValue[_setting.Plan.Signature.Results.Length];
        var wanted = 1u;
        do
        {
            stop.ThrowIfRaised();
            var start = MonotonicClock.NowNs;
            var numbers = Call(instance, results, begin, count);
            var took = MonotonicClock.NowNs - start;
            _state.Advance(numbers, _range.Length);
            wanted = Adapt(wanted, count, took);
        }
        while (_shares.TryTake(worker, wanted, out begin, out count));
    }

    private ulong Call(CallInstance instance, WasmValue[] results, uint begin, uint count)
    {
        var first = begin * _unit;
        var isLast = begin + count == _units; // whose end, reckoned in units, might be beyond 64 bits
        var end = isLast ? _range.Length : first + (count * _unit);
        SetRange(instance, unchecked(_range.Begin + (long)first), unchecked(_range.Begin + (long)end));
        instance.Invoke(results);
        return end - first;
    }

    private void SetRange(CallInstance instance, long begin, long end)
    {
        var isLong = _setting.Plan.IsLongRange;
        instance.Parameters[0] = isLong ? WasmValue.FromI64(begin) : WasmValue.FromI32((int)begin);
        instance.Parameters[1] = isLong ? WasmValue.FromI64(end) : WasmValue.FromI32((int)end);
    }

    private static uint Adapt(uint wanted, uint had, long tookNs)
    {
        if (tookNs < WantedNs / 2 && had >= wanted && wanted < 1u << 30) return wanted * 2;
        return tookNs > WantedNs * 2 && wanted > 1 ? wanted / 2 : wanted;
    }

    /// <summary>To be called after <see cref="Run"/> has returned.</summary>
    public void Dispose() => _helpers.Dispose();
}
