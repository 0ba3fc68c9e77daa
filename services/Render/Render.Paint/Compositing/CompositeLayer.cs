using System.Numerics;

namespace WasmEngine.Render.Paint;

/// <summary>What tells layers apart: the nodes that are applied when frames are put together, rather than when tiles are drawn.</summary>
/// <param name="Space">The space that its tiles are drawn in.</param>
/// <param name="Clip">Clips its tiles on the frame.</param>
/// <param name="Effect">The group that its tiles go into.</param>
/// <param name="Surface">The element whose surface the layer is, straight from the guest's pixels; null for layers with tiles.</param>
internal readonly record struct LayerKey(TransformNode Space, ClipNode? Clip, EffectNode? Effect, Dom.Element? Surface)
{
    internal bool Is(in LayerKey other) =>
        Space == other.Space && ReferenceEquals(Clip, other.Clip) && Effect == other.Effect && Surface == other.Surface;
}

/// <summary>
/// Chunks that are drawn into tiles of their own, so that they can be moved, clipped and faded without being drawn again. Lives as long as its key is in
/// use. Belongs to the thread of its view.
/// </summary>
public sealed class CompositeLayer
{
    internal CompositeLayer(LayerKey key) => Key = key;

    internal LayerKey Key { get; }

    /// <summary>The space that its tiles are drawn in.</summary>
    public TransformNode Space => Key.Space;

    /// <summary>Clips its tiles on the frame.</summary>
    public ClipNode? Clip => Key.Clip;

    /// <summary>The group that it goes into on the frame.</summary>
    public EffectNode? Effect => Key.Effect;

    /// <summary>Runs of chunks of the current list, back to front.</summary>
    public IReadOnlyList<(int Start, int Count)> Chunks => ChunkRuns;

    internal List<(int Start, int Count)> ChunkRuns { get; } = [];

    /// <summary>Around its contents, in its space, CSS px.</summary>
    public RectF Bounds { get; internal set; }

    /// <summary>What lies in Bounds is opaque throughout.</summary>
    public bool IsOpaque { get; internal set; }

    /// <summary>Colour that tiles are cleared to; only the lowest layer's is not transparent.</summary>
    public Style.Color Clear { get; internal set; }

    /// <summary>A guest's surface, which is put on frames as it is; null for layers with tiles.</summary>
    public ImageItem? Surface { get; internal set; }

    internal LayerContents Contents { get; } = new();

    /// <summary>Its tiles.</summary>
    public TileGrid Tiles { get; } = new();

    /// <summary>Tile pixels per CSS px of its space.</summary>
    public float Scale { get; internal set; } = 1;

    /// <summary>What of its scale is left after it was made coarser to save memory, 1 for all; a power of two.</summary>
    internal float Reduction { get; set; } = 1;

    /// <summary>Maps CSS px of its space to frame pixels, this frame.</summary>
    public Matrix4x4 ToFrame { get; internal set; } = Matrix4x4.Identity;

    /// <summary>Frame pixels that it may touch, this frame.</summary>
    public RectF FrameBounds { get; internal set; }

    /// <summary>Its tiles' pixels fall on frame pixels exactly: only moved by whole pixels.</summary>
    public bool IsAligned { get; internal set; }

    /// <summary>Opacity of the groups that have this layer as their only one, so that it can be applied to the tiles.</summary>
    public float DirectOpacity { get; internal set; } = 1;

    /// <summary>The innermost group that needs a buffer on the frame; null when none does.</summary>
    public EffectNode? Group { get; internal set; }

    // What the last frame showed, for damage.
    internal RectF LastFrameBounds { get; set; }

    internal Matrix4x4 LastToFrame { get; set; }

    internal float LastOpacity { get; set; } = 1;

    internal int LastEffectVersion { get; set; }

    internal int LastOrder { get; set; } = -1;

    internal bool WasShown { get; set; }

    /// <summary>The pass that used it last.</summary>
    internal int Pass { get; set; }
}
