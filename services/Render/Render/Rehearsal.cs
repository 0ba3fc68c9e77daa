using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;
using WasmEngine.Render.Core;

namespace WasmEngine.Render;

/// <summary>
/// Draws a small scene of its own from journal to frame before the layer serves, so that code is compiled, fonts are open and
/// threads run when the first real scene comes: after a death of render that is the time until the next frame.
/// </summary>
internal static class Rehearsal
{
    private const int Width = 320, Height = 200, Frames = 40;

    internal static async Task RunAsync(InstancePaths paths, IServiceProvider services)
    {
        using var place = new RehearsalPlace(paths, "rehearsal");
        await DrawAsync(place.Directory, services).ConfigureAwait(false);
    }

    private static async Task DrawAsync(RegionDirectory directory, IServiceProvider services)
    {
        var registry = new SceneRegistry(directory, services.GetRequiredService<IRasterizer>(), services.GetRequiredService<ILogger<SceneRegistry>>(), services.GetRequiredService<IDocumentEngine>());
        var journalName = RegionName.Parse("journal");
        using var journal = RingProducer.Create(directory, journalName, new RingSpec(4096 * 8, 4096));
        using var surface = ChainWriter.Create(directory, RegionName.Parse("surface"), new ChainSpec(RegionKind.Surface, Width, Height, 4));
        WriteScene(journal, surface.Name);
        var spec = new ViewSpec("rehearsal", "rehearsal", RegionName.Parse("frames"), Width, Height, 1000, Unpaced: true, ForbidScanout: false, Visible: true);
        await registry.OpenViewAsync(spec).ConfigureAwait(false);
        await registry.OpenSceneAsync("rehearsal", journalName, WriteDocument(directory)).ConfigureAwait(false);
        Watch(directory, spec.Region, surface, journal);
        await registry.CloseSceneAsync("rehearsal").ConfigureAwait(false);
    }

    /// <summary>A bit of everything that documents are mostly made of.</summary>
    private static DocumentSource WriteDocument(RegionDirectory directory)
    {
        const string html = """
            <!doctype html><style>
            :root { --c: #456 } body { margin: 0; font: 14px sans-serif; background: linear-gradient(#fff, #ccc) } .f { display: flex; gap: 4px } .g { display: grid; grid-template-columns: 1fr auto }
            .f > p { flex: 1; border: 1px solid var(--c); border-radius: 4px; box-shadow: 0 1px 3px #0004 } table { width: 100% } .a { animation: x 1s infinite; width: 20px; height: 20px; background: red }
            @keyframes x { to { transform: rotate(90deg); opacity: .5 } } @media (min-width: 100px) { h1 { color: navy } } li:nth-child(2n) { float: left } .s { overflow: auto; height: 30px; position: relative }
            </style><h1 id=h>Heading</h1><div class=f><p>One <b>bold</b></p><p>Two <i>slanted</i></p></div><div class=g><span>a</span><span>b</span></div>
            <ul id=l><li>x<li>y</ul><table><tr><td>1<td>2</table><div class=a></div><div class=s><input value=v><button>ok</button><p>long<p>longer</div>
            <canvas data-surface=rehearsal width=40 height=20></canvas><svg width=10 height=10><circle r=5 cx=5 cy=5 /></svg>
            """;
        var file = Path.Combine(directory.DirectoryPath, "index.html");
        File.WriteAllText(file, html);
        return new DocumentSource(file, directory.DirectoryPath);
    }

    private static void Change(RingProducer journal, int frame)
    {
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        var text = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Heading {frame}"));
        journal.TryWrite((uint)SceneRecordType.Dom, payload[..DomRecord.Encode(payload, new DomRequest { Operation = DomOperation.Text, Id = "h"u8, Value = text }, 0)]);
        var row = new DomRequest { Operation = DomOperation.Html, Id = "l"u8, Value = "<li class=r>row"u8, Place = HtmlPlace.BeforeEnd };
        journal.TryWrite((uint)SceneRecordType.Dom, payload[..DomRecord.Encode(payload, row, 0)]);
        var mark = new DomRequest { Operation = DomOperation.AddClass, Id = "l"u8, Name = "f"u8 };
        journal.TryWrite((uint)SceneRecordType.Dom, payload[..DomRecord.Encode(payload, mark, 0)]);
    }

    private static void WriteScene(RingProducer journal, RegionName surface)
    {
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        journal.TryWrite((uint)SceneRecordType.Background, payload[..SceneRecord.EncodeBackground(payload, 0xFF202020)]);
        journal.TryWrite((uint)SceneRecordType.Surface, payload[..SceneRecord.EncodeSurface(payload, new SurfaceNode(1, 0, 0, Width / 2, Height, true, surface))]);
        journal.TryWrite((uint)SceneRecordType.SurfaceName, payload[..SceneRecord.EncodeSurfaceName(payload, new NamedSurface("rehearsal", true, surface))]);
        journal.TryWrite((uint)SceneRecordType.Text, payload[..SceneRecord.EncodeText(payload, new TextNode(2, 10, 100, 24, 0xFFFFFFFF, "Rehearsal"))]);
    }

    private static void Watch(RegionDirectory directory, RegionName frames, ChainWriter surface, RingProducer journal)
    {
        const long patienceNs = 100_000_000;
        using var reader = ViewFrames.Open(directory, frames);
        ulong last = 0;
        for (var i = 0; i < Frames; i++)
        {
            if (!surface.TryBegin(out var slot)) return;
            surface.Publish(slot, default, []);
            if (i % 4 == 0) Change(journal, i);
            var seen = reader.Published.Value;
            if (!reader.TryTakeLatest(last, out var frame))
            {
                reader.Published.Wait(seen, patienceNs);
                continue;
            }

            last = frame.Id;
            reader.Release(frame);
        }
    }
}
