using System.Globalization;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Shows each of the hostile documents once and says what it took.</summary>
public static class HostileRun
{
    private const int StackSize = 16 << 20;

    /// <summary>Runs the documents from a number on (the seed), as many as iterations say.</summary>
    public static string Run(int iterations, int seed)
    {
        var shown = 0;
        foreach (var (name, make) in HostileDocuments.All.Skip(Math.Max(0, seed)).Take(iterations))
        {
            Console.Write($"{name,-28}");
            Exception? failure = null;
            var thread = new Thread(() =>
            {
                try
                {
                    Console.WriteLine(Show(make()));
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            }, StackSize);
            thread.Start();
            thread.Join();
            if (failure is not null) Console.WriteLine($"FAILED: {failure}");
            shown++;
        }

        return $"{shown} documents";
    }

    private static string Show(HostileDocument hostile)
    {
        using var engine = new FuzzedEngine();
        var bytes = GC.GetTotalAllocatedBytes();
        var start = Environment.CpuUsage.TotalTime;
        var document = HtmlParser.Parse(hostile.Html);
        var parsed = Environment.CpuUsage.TotalTime - start;
        using var page = new FuzzedPage(engine, document, hostile.Options, hostile.Loader);
        page.Page.Update();
        var laidOut = Environment.CpuUsage.TotalTime - start;
        page.Update(0);
        var painted = Environment.CpuUsage.TotalTime - start;
        page.Draw();
        var drawn = Environment.CpuUsage.TotalTime - start;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        var issues = document.Issues.Issues.Where(i => i.Severity == IssueSeverity.Limit).Select(i => i.Text).Distinct().Take(2);
        return string.Create(CultureInfo.InvariantCulture,
            $"parse {parsed.TotalMilliseconds,7:0} layout {(laidOut - parsed).TotalMilliseconds,7:0} paint {(painted - laidOut).TotalMilliseconds,6:0} raster {(drawn - painted).TotalMilliseconds,6:0} ms of CPU, {bytes >> 20,5} MiB, resident {Environment.WorkingSet >> 20,5}; nodes {document.NodeCount}, items {page.View.List.Items.Count}; {string.Join(" / ", issues)}");
    }
}
