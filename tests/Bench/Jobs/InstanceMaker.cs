using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.GuestTesting;

namespace WasmEngine.Bench.Jobs;

/// <summary>Makes instances of a module in this process, one at a time, as compute does for each run.</summary>
internal sealed class InstanceMaker : IDisposable
{
    private readonly WasmtimeEngine _engine = new(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);
    private readonly IGuestModule _module;
    private readonly StopSignal _stop = new();

    /// <param name="module">A module that has <see cref="JobsGuest.Add"/>.</param>
    internal InstanceMaker(string module) => _module = _engine.Load(module);

    /// <summary>Microseconds from nothing to an instance that has done its first call, each.</summary>
    internal void Make(int count, Action<double> take)
    {
        var setup = new GuestSetup(new DeafCalls(), new InstanceLimits(), _stop);
        Span<WasmValue> results = stackalloc WasmValue[1];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var instance = _module.InstantiateFunctions(setup);
            instance.Find(JobsGuest.Add)!.Invoke([WasmValue.FromI32(i), WasmValue.FromI32(1)], results);
            take(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (results[0].I32 != i + 1) throw new BenchException($"an instance says that {i} + 1 is {results[0].I32}");
        }
    }

    public void Dispose()
    {
        _module.Dispose();
        _engine.Dispose();
        _stop.Dispose();
    }
}
