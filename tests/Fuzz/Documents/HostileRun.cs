using System.Globalization;
using WasmEngine.Render.Dom;

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
        var shown = Shown.Of(hostile);
        var issues = shown.Issues.Where(i => i.Severity == IssueSeverity.Limit).Select(i => i.Text).Distinct().Take(2);
        return string.Create(CultureInfo.InvariantCulture,
            $"parse {shown.Parse,7:0} layout {shown.Layout,7:0} paint {shown.Paint,6:0} raster {shown.Raster,6:0} ms of CPU, {shown.Bytes >> 20,5} MiB, resident {Environment.WorkingSet >> 20,5}; nodes {shown.Nodes}, items {shown.Items}; {string.Join(" / ", issues)}");
    }
}

/// <summary>What showing a document came to.</summary>
/// <param name="Nodes">In its tree.</param>
/// <param name="Items">In its display list.</param>
/// <param name="Pixels">Sum over the bytes of its first frame.</param>
/// <param name="Issues">What was left out.</param>
public sealed record Shown(int Nodes, int Items, long Pixels, IReadOnlyList<Issue> Issues)
{
    /// <summary>CPU ms from source to tree.</summary>
    public double Parse { get; private init; }

    /// <summary>CPU ms for styles and layout.</summary>
    public double Layout { get; private init; }

    /// <summary>CPU ms from fragments to tiles that are to be drawn.</summary>
    public double Paint { get; private init; }

    /// <summary>CPU ms for tiles and frame.</summary>
    public double Raster { get; private init; }

    /// <summary>Bytes allocated.</summary>
    public long Bytes { get; private init; }

    /// <summary>Shows a document from source to pixels; wants a stack of 16 MiB.</summary>
    public static Shown Of(HostileDocument hostile)
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
        var pixels = page.Draw();
        var drawn = Environment.CpuUsage.TotalTime - start;
        return new Shown(document.NodeCount, page.View.List.Items.Count, pixels, document.Issues.Issues)
        {
            Parse = parsed.TotalMilliseconds,
            Layout = (laidOut - parsed).TotalMilliseconds,
            Paint = (painted - laidOut).TotalMilliseconds,
            Raster = (drawn - painted).TotalMilliseconds,
            Bytes = GC.GetTotalAllocatedBytes() - bytes,
        };
    }
}
