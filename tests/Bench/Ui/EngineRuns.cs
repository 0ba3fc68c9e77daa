using System.Diagnostics;
using System.Globalization;

namespace WasmEngine.Bench.Ui;

/// <summary>One run of an animated case.</summary>
/// <param name="Frames">Frames that were published.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuMs">Time of processors that all processes took; 0 where it was not measured.</param>
/// <param name="AllocatedBytes">Managed memory that the engine's thread allocated, the changes of the document included; 0 where it was not measured.</param>
internal readonly record struct UiRun(int Frames, double Seconds, double CpuMs, long AllocatedBytes);

/// <summary>The measured runs of our side.</summary>
internal static class EngineRuns
{
    internal static double FirstFrameMs(this EngineSide engine)
    {
        var start = Stopwatch.GetTimestamp();
        engine.FirstFrame();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    internal static double RelayoutMs(this EngineSide engine, int round)
    {
        var start = Stopwatch.GetTimestamp();
        var document = engine.View.Page.Document;
        document.SetAttribute(document.Root!, "style", string.Create(CultureInfo.InvariantCulture, $"font-size: {(round % 2 == 0 ? 15 : 17)}px"));
        engine.Frame(0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    internal static UiRun Animate(this EngineSide engine, string name, double seconds, StageProfile profile)
    {
        var document = engine.View.Page.Document;
        document.SetAttribute(document.Root!, "style", null);
        var cases = new UiCases(engine);
        var clock = Stopwatch.StartNew();
        var n = 0;
        for (; n < 40; n++) Step(); // layers are made, tiles drawn, code compiled
        engine.Profile = profile;
        var (start, allocated, frames) = (clock.Elapsed, GC.GetAllocatedBytesForCurrentThread(), 0);
        while (clock.Elapsed - start < TimeSpan.FromSeconds(seconds))
        {
            Step();
            frames++;
        }

        var elapsed = (clock.Elapsed - start).TotalSeconds;
        var run = new UiRun(frames, elapsed, 0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        engine.Profile = null;
        cases.Reset();
        engine.Frame(clock.Elapsed.TotalSeconds);
        return run;

        void Step()
        {
            cases.Step(name, n++);
            engine.Frame(clock.Elapsed.TotalSeconds);
        }
    }
}
