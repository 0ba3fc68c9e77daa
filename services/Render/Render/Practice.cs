using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;
using WasmEngine.Render.Core;

namespace WasmEngine.Render;

/// <summary>
/// Shows a document of some size again and again while a spare stands by, so that the code that is hot is compiled with all optimizations when the first real document
/// comes: parsing, style, layout and the first raster take less than half of the time then. On a thread that yields to others.
/// </summary>
internal static class Practice
{
    private const int Rounds = 8, Cards = 60, Width = 1280, Height = 720, Nice = 15;
    private const long PatienceNs = 2_000_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150); // methods are compiled anew once nothing new has been called for 100 ms

    internal static async Task RunAsync(InstancePaths paths, IServiceProvider services, CancellationToken cancel)
    {
        using var place = new RehearsalPlace(paths, "practice");
        var file = Path.Combine(place.Directory.DirectoryPath, "index.html");
        await File.WriteAllTextAsync(file, MakeDocument(), cancel).ConfigureAwait(false);
        var source = new DocumentSource(file, place.Directory.DirectoryPath);
        var documents = new Yielding(services.GetRequiredService<IDocumentEngine>());
        var registry = new SceneRegistry(place.Directory, services.GetRequiredService<IRasterizer>(), services.GetRequiredService<ILogger<SceneRegistry>>(), documents);
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            await ShowAsync(registry, place.Directory, source, round).ConfigureAwait(false);
            await Task.Delay(Pause, TimeProvider.System, cancel).ConfigureAwait(false);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // it may stand by for days
    }

    private static async Task ShowAsync(SceneRegistry registry, RegionDirectory directory, DocumentSource source, int round)
    {
        var journalName = RegionName.Parse(string.Create(CultureInfo.InvariantCulture, $"journal{round}"));
        using var journal = RingProducer.Create(directory, journalName, new RingSpec(4096, 4096));
        var spec = new ViewSpec("practice", "practice", RegionName.Parse(string.Create(CultureInfo.InvariantCulture, $"frames{round}")), Width, Height, 1000, Unpaced: true, ForbidScanout: false, Visible: true);
        await registry.OpenSceneAsync(spec.AppId, journalName, source).ConfigureAwait(false);
        try
        {
            await registry.OpenViewAsync(spec).ConfigureAwait(false);
            WaitForFrame(directory, spec.Region);
        }
        finally
        {
            await registry.CloseSceneAsync(spec.AppId).ConfigureAwait(false);
        }
    }

    private static void WaitForFrame(RegionDirectory directory, RegionName frames)
    {
        using var reader = ViewFrames.Open(directory, frames);
        var seen = reader.Published.Value;
        if (!reader.TryTakeLatest(0, out var frame))
        {
            reader.Published.Wait(seen, PatienceNs);
            if (!reader.TryTakeLatest(0, out frame)) return;
        }

        reader.Release(frame);
    }

    /// <summary>Cards with a bit of everything that applications' pages are made of, each with words of its own.</summary>
    private static string MakeDocument()
    {
        var html = new StringBuilder("""
            <!doctype html><meta charset=utf-8><style>:root { --ink: #1e293b; --line: #e2e8f0 } * { box-sizing: border-box }
            body { margin: 0; background: #f1f5f9; color: var(--ink); font: 0.875rem/1.4 sans-serif } .app { display: grid; grid-template: 3.5rem auto / 13rem 1fr }
            header { grid-column: 1 / -1; display: flex; align-items: center; gap: 1rem; padding: 0 1.25rem; color: #fff; background: linear-gradient(90deg, #1e3a8a, #4f46e5 60%, #9333ea) }
            nav a { display: flex; justify-content: space-between; padding: 0.5rem; border-radius: 0.5rem; color: inherit; text-decoration: none } nav a:nth-child(2n):hover { color: #3730a3 }
            main { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.9rem; padding: 1rem } .foot > span { padding: 0.1rem 0.45rem; border-radius: 0.3rem; background: #eef2ff; font-size: 0.75rem }
            .card { display: flex; flex-direction: column; gap: 0.5rem; padding: 0.7rem; background: #fff; border: 1px solid var(--line); border-radius: 0.75rem; box-shadow: 0 1px 3px #0f172a1f, 0 6px 16px #0f172a0f }
            .head, .foot { display: flex; gap: 0.4rem } .head i { width: 2rem; height: 2rem; border-radius: 50% } h3 { margin: 0; font-size: 1rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
            .bars { display: flex; align-items: flex-end; gap: 4px; height: 2rem } .bars b { flex: 1; border-radius: 4px 4px 0 0; background: linear-gradient(#818cf8, #4338ca) } p { margin: 0; color: #64748b }
            table { width: 100%; border-collapse: collapse } td { border-bottom: 1px solid var(--line); padding: 2px 4px } li { display: inline-block } @media (max-width: 100px) { main { display: block } }
            </style><div class=app><header><b>Practice</b><input value=search></header><nav>
            """);
        for (var i = 0; i < 12; i++) html.Append(CultureInfo.InvariantCulture, $"<a href=#{i}>Entry {i}<small>{i * 37 % 100}</small></a>");
        html.Append("</nav><main>");
        for (var i = 0; i < Cards; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section class=card id=card{i}><div class=head><i style='background:hsl({i * 31 % 360} 80% 60%)'></i><div><h3>Title of number {i}</h3><p>Region {i * 7 % 50}</p></div></div><div class=bars>");
            for (var bar = 0; bar < 4; bar++) html.Append(CultureInfo.InvariantCulture, $"<b style='height:{20 + ((i + bar) * 17 % 80)}%'></b>");
            html.Append(CultureInfo.InvariantCulture, $"</div><table><tr><td>{i}<td>{i * 113 % 997}</table><div class=foot><span>tag {i}</span><span>beta</span></div></section>");
        }

        return html.Append("</main></div>").ToString();
    }

    /// <summary>Has the threads of its scenes yield to others.</summary>
    private sealed class Yielding(IDocumentEngine engine) : IDocumentEngine
    {
        public IDocumentScene Open(DocumentSource source)
        {
            ThreadNice.TrySet(ThreadClock.CurrentThreadId, Nice); // it ends with its scene
            return engine.Open(source);
        }
    }
}
