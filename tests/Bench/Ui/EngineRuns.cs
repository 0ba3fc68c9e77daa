using System.Diagnostics;
using System.Globalization;

namespace WasmEngine.Bench.Ui;

/// <summary>One run of an animated case.</summary>
/// <param name="Frames">Frames that were published.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuMs">Time of processors that this process took, all threads.</param>
/// <param name="AllocatedBytes">Managed memory that the engine's thread allocated, the changes of the document included.</param>
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

    internal static UiRun Animate(this EngineSide engine, string name, double seconds, bool paced, StageProfile? profile)
    {
        var document = engine.View.Page.Document;
        document.SetAttribute(document.Root!, "style", null);
        var cases = new UiCases(engine);
        var clock = Stopwatch.StartNew();
        var n = 0;
        for (; n < 40; n++) Step(); // layers are made, tiles drawn, code compiled
        engine.Profile = profile;
        using var process = Process.GetCurrentProcess();
        var (cpu, start, allocated, frames) = (process.TotalProcessorTime, clock.Elapsed, GC.GetAllocatedBytesForCurrentThread(), 0);
        while (clock.Elapsed - start < TimeSpan.FromSeconds(seconds))
        {
            Step();
            frames++;
            if (paced) Wait(clock, start + TimeSpan.FromSeconds(frames / 60.0));
        }

        var elapsed = (clock.Elapsed - start).TotalSeconds;
        process.Refresh();
        var run = new UiRun(frames, elapsed, (process.TotalProcessorTime - cpu).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
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

    private static void Wait(Stopwatch clock, TimeSpan until)
    {
        using var never = new ManualResetEventSlim();
        var rest = until - clock.Elapsed;
        if (rest > TimeSpan.Zero) never.Wait(rest);
    }
}
