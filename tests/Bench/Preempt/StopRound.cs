using System.Diagnostics;
using WasmEngine.Compute.Core;
using WasmEngine.GuestTesting;

namespace WasmEngine.Bench.Preempt;

/// <summary>Stops one call of one fresh instance from another thread, as deadlines and cancellations do.</summary>
internal sealed class StopRound : IDisposable
{
    private readonly StopSignal _stop = new();
    private readonly ManualResetEventSlim _begun = new(false, spinCount: 0);
    private readonly TimeSpan _runs;
    private long _raisedAt;

    /// <param name="runs">How long the call is left alone.</param>
    private StopRound(TimeSpan runs) => _runs = runs;

    /// <summary>Milliseconds from the moment before the signal is raised to the moment after the call has ended.</summary>
    /// <exception cref="BenchException">The call ended in another way.</exception>
    internal static double Measure(IGuestModule module, string export, IWasiFactory wasi, string directory, TimeSpan runs)
    {
        using var round = new StopRound(runs);
        using var world = wasi.Create(new WasiSetup { Stop = round._stop, Directories = [new WasiDirectory(directory, "/", Writable: false)] });
        using var instance = module.InstantiateFunctions(new GuestSetup(new DeafCalls(round._begun.Set), new InstanceLimits { MemoryBytes = 4L << 30 }, round._stop, world));
        var function = instance.Find(export) ?? throw new BenchException($"the guest has no {export}");
        var raiser = new Thread(round.RaiseLater) { IsBackground = true };
        raiser.Start();
        try
        {
            function.Invoke([], []);
            throw new BenchException($"{export} ended by itself");
        }
        catch (GuestStoppedException)
        {
            var ended = Stopwatch.GetTimestamp();
            raiser.Join();
            return Stopwatch.GetElapsedTime(round._raisedAt, ended).TotalMilliseconds;
        }
        catch (GuestException e)
        {
            throw new BenchException($"{export} failed: {e.Message}", e);
        }
        finally
        {
            round._stop.Raise(StopReason.Shutdown);
            round._begun.Set();
            raiser.Join();
        }
    }

    /// <summary>The same with a thread that spins on the signal instead of a guest: what the machine's scheduling takes of it.</summary>
    internal static double MeasureControl(TimeSpan runs)
    {
        using var round = new StopRound(runs);
        var raiser = new Thread(round.RaiseLater) { IsBackground = true };
        raiser.Start();
        round._begun.Set();
        while (!round._stop.IsRaised)
        {
        }

        var ended = Stopwatch.GetTimestamp();
        raiser.Join();
        return Stopwatch.GetElapsedTime(round._raisedAt, ended).TotalMilliseconds;
    }

    private void RaiseLater()
    {
        _begun.Wait();
        _stop.Wait(_runs);
        _raisedAt = Stopwatch.GetTimestamp();
        _stop.Raise(StopReason.Deadline);
    }

    public void Dispose()
    {
        _begun.Dispose();
        _stop.Dispose();
    }
}
