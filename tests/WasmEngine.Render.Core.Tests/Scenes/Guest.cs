using System.Runtime.InteropServices;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>An app as render sees it: a journal and surfaces.</summary>
internal sealed class Guest : IDisposable
{
    private readonly Sandbox _sandbox;
    private readonly string _prefix;
    private readonly byte[] _payload = new byte[SceneRecord.MaxPayload];
    private readonly List<ChainWriter> _surfaces = [];

    internal Guest(Sandbox sandbox, string app, int generation, RingSpec ring)
    {
        _sandbox = sandbox;
        _prefix = $"app.{app}.g{generation}";
        Journal = RingProducer.Create(sandbox.Regions, sandbox.Name(_prefix + ".scene"), ring);
    }

    internal RingProducer Journal { get; }

    internal ChainWriter CreateSurface(string name = "s1", int width = 64, int height = 48)
    {
        var surface = ChainWriter.Create(_sandbox.Regions, _sandbox.Name($"{_prefix}.{name}"), new ChainSpec(RegionKind.Surface, width, height, 4));
        _surfaces.Add(surface);
        return surface;
    }

    internal void Background(uint argb) => Write(SceneRecordType.Background, SceneRecord.EncodeBackground(_payload, argb));

    internal void Place(uint node, ChainWriter surface, float x = 0, float y = 0, float? width = null, float? height = null, bool opaque = true) =>
        Place(new SurfaceNode(node, x, y, width ?? surface.Spec.Width, height ?? surface.Spec.Height, opaque, surface.Name));

    internal void Place(SurfaceNode node) => Write(SceneRecordType.Surface, SceneRecord.EncodeSurface(_payload, node));

    internal void Text(uint node, string text, float x = 4, float y = 20, float size = 10, uint argb = 0xFFFFFFFF) =>
        Write(SceneRecordType.Text, SceneRecord.EncodeText(_payload, new TextNode(node, x, y, size, argb, text)));

    /// <summary>Changes the document, in as many records as that takes.</summary>
    internal void Dom(DomMutation mutation)
    {
        var request = mutation.ToRequest();
        // As compute does: all of it or nothing, since nothing is saved in between.
        var records = DomRecord.Records(request.Value.Length);
        var needed = Math.Min(Journal.Spec.DataCapacity / 2, request.Value.Length + ((records + 1) * (SceneRecord.MaxPayload / 16)) + 4096L);
        while (records > 1 && Journal.Space.Value is var space && Journal.FreeBytes < needed) Journal.Space.Wait(space, -1);
        for (var i = 0; i < records; i++) Write(SceneRecordType.Dom, DomRecord.Encode(_payload, request, i));
    }

    /// <summary>Names a surface.</summary>
    internal void Name(string name, ChainWriter? surface, bool opaque = true) =>
        Write(SceneRecordType.SurfaceName, SceneRecord.EncodeSurfaceName(_payload, new NamedSurface(name, opaque, surface?.Name)));

    internal void Remove(uint node) => Write(SceneRecordType.Remove, SceneRecord.EncodeRemove(_payload, node));

    /// <summary>Writes a record; waits for room as long as it takes.</summary>
    internal void Write(SceneRecordType type, int length)
    {
        while (true)
        {
            var space = Journal.Space.Value;
            if (Journal.TryWrite((uint)type, _payload.AsSpan(0, length))) return;
            Journal.Space.Wait(space, -1);
        }
    }

    /// <summary>Presents a frame of one colour; the first column of its id as well, so that frames differ.</summary>
    internal static ulong Present(ChainWriter surface, uint argb, params ReadOnlySpan<PixelRect> damage)
    {
        Assert.True(surface.TryBegin(out var slot));
        MemoryMarshal.Cast<byte, uint>(surface.Pixels(slot)).Fill(argb);
        return surface.Publish(slot, new FrameStamp(1, 2), damage);
    }

    /// <summary>Waits until render took the newest frame.</summary>
    internal static void UntilConsumed(ChainWriter surface)
    {
        while (surface.Consumed.Value is var seen && seen != (uint)surface.LatestFrameId) surface.Consumed.Wait(seen, -1);
    }

    public void Dispose()
    {
        foreach (var surface in _surfaces) surface.Dispose();
        Journal.Dispose();
    }
}
