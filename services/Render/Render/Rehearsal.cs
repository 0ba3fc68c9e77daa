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
        var name = string.Create(CultureInfo.InvariantCulture, $".rehearsal-render-{Environment.ProcessId}");
        var directory = new RegionDirectory(Path.Combine(paths.RegionDirectory, name));
        directory.Ensure();
        try
        {
            await DrawAsync(directory, services).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory.DirectoryPath, recursive: true);
        }
    }

    private static async Task DrawAsync(RegionDirectory directory, IServiceProvider services)
    {
        var registry = new SceneRegistry(directory, services.GetRequiredService<IRasterizer>(), services.GetRequiredService<ILogger<SceneRegistry>>());
        var journalName = RegionName.Parse("journal");
        using var journal = RingProducer.Create(directory, journalName, new RingSpec(4096 * 8, 4096));
        using var surface = ChainWriter.Create(directory, RegionName.Parse("surface"), new ChainSpec(RegionKind.Surface, Width, Height, 4));
        WriteScene(journal, surface.Name);
        var spec = new ViewSpec("rehearsal", "rehearsal", RegionName.Parse("frames"), Width, Height, 1000, Unpaced: true, ForbidScanout: false, Visible: true);
        await registry.OpenViewAsync(spec).ConfigureAwait(false);
        await registry.OpenSceneAsync("rehearsal", journalName).ConfigureAwait(false);
        Watch(directory, spec.Region, surface);
        await registry.CloseSceneAsync("rehearsal").ConfigureAwait(false);
    }

    private static void WriteScene(RingProducer journal, RegionName surface)
    {
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        journal.TryWrite((uint)SceneRecordType.Background, payload[..SceneRecord.EncodeBackground(payload, 0xFF202020)]);
        journal.TryWrite((uint)SceneRecordType.Surface, payload[..SceneRecord.EncodeSurface(payload, new SurfaceNode(1, 0, 0, Width, Height, true, surface))]);
        journal.TryWrite((uint)SceneRecordType.Text, payload[..SceneRecord.EncodeText(payload, new TextNode(2, 10, 100, 24, 0xFFFFFFFF, "Rehearsal"))]);
    }

    private static void Watch(RegionDirectory directory, RegionName frames, ChainWriter surface)
    {
        const long patienceNs = 100_000_000;
        using var reader = ViewFrames.Open(directory, frames);
        ulong last = 0;
        for (var i = 0; i < Frames; i++)
        {
            if (!surface.TryBegin(out var slot)) return;
            surface.Publish(slot, default, []);
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
