using System.Numerics;
using System.Runtime.InteropServices;

namespace WasmEngine.Render.Paint;

/// <summary>A tile that has to be drawn before the frame can be put together.</summary>
public readonly record struct TileJob(CompositeLayer Layer, Tile Tile);

/// <summary>
/// Works out frames of one view from display lists and property trees: which layers there are and where, which tiles have to be drawn, and which
/// pixels of the frame change. A frame in which only transforms, scroll offsets and opacities changed draws no tile and allocates nothing. One thread.
/// </summary>
public sealed class Compositor
{
    private const float MaxScale = 8;
    private const int KeepPasses = 120;
    private const double LeastPixels = 16 << 20;
    private const int FramesOfPixels = 32;
    private readonly Layerizer _layerizer = new();
    private readonly List<TileJob> _jobs = [];
    private readonly Dictionary<ClipNode, RectF> _clips = new(ReferenceEqualityComparer.Instance); // of this pass
    private DisplayList _list = DisplayList.Empty;
    private bool _first = true;
    private bool _resort;
    private int _pass;

    /// <summary>Frame pixels per CSS px.</summary>
    public float DevicePixelRatio { get; private set; } = 1;

    /// <summary>The current list.</summary>
    public DisplayList List => _list;

    /// <summary>Layers back to front.</summary>
    public IReadOnlyList<CompositeLayer> Layers => _layerizer.Layers;

    /// <summary>Layers back to front, without an enumerator.</summary>
    public ReadOnlySpan<CompositeLayer> LayerSpan => CollectionsMarshal.AsSpan(_layerizer.Layers);

    /// <summary>Tiles to be drawn for this frame.</summary>
    public ReadOnlySpan<TileJob> Jobs => CollectionsMarshal.AsSpan(_jobs);

    /// <summary>Pixels that this frame changes.</summary>
    public FrameDamage Damage { get; } = new(FrameDamage.OfFrame);

    /// <summary>Has layers sorted anew with the next list, though it be the same: reasons for layers have changed.</summary>
    public void InvalidateLayers() => _resort = true;

    /// <summary>Takes a new list (or the same one, which costs nothing).</summary>
    public void SetList(DisplayList list, TransformNode view)
    {
        if (ReferenceEquals(list, _list) && !_resort) return;
        _resort = false;
        _list = list;
        _layerizer.Update(list, view);
        foreach (var gone in CollectionsMarshal.AsSpan(_layerizer.Gone))
        {
            if (gone.WasShown) Damage.Add(gone.LastFrameBounds);
            gone.Tiles.Clear();
        }
    }

    /// <summary>Has everything put together anew, as after the frame's size changed.</summary>
    public void SetFrame(int width, int height, float devicePixelRatio)
    {
        var frame = new TileRect(0, 0, width, height);
        if (Damage.Frame == frame && DevicePixelRatio == devicePixelRatio) return;
        Damage.Frame = frame;
        DevicePixelRatio = devicePixelRatio;
        _first = true;
    }

    /// <summary>A guest has drawn a new picture.</summary>
    /// <param name="surface">Name of the surface.</param>
    public void DamageSurface(string surface)
    {
        foreach (var layer in LayerSpan)
        {
            if (layer.Surface is { } item && string.Equals(item.Key, surface, StringComparison.Ordinal)) Damage.Add(layer.FrameBounds);
        }
    }

    /// <summary>Works out the frame: afterwards <see cref="Jobs"/> and <see cref="Damage"/> are current.</summary>
    public void Prepare()
    {
        _pass++;
        _jobs.Clear();
        _clips.Clear();
        if (_first) Damage.AddAll();
        _first = false;
        var order = -1;
        foreach (var layer in LayerSpan)
        {
            Place(layer);
        }

        HoldPixels();
        foreach (var layer in LayerSpan)
        {
            AddDamage(layer, ref order);
            Want(layer);
        }

        SpreadBackdrops();
    }

    /// <summary>Says that the frame was shown.</summary>
    public void Shown()
    {
        Damage.Clear();
        var order = 0;
        foreach (var layer in LayerSpan)
        {
            (layer.LastFrameBounds, layer.LastToFrame, layer.LastOpacity, layer.LastOrder, layer.WasShown) = (layer.FrameBounds, layer.ToFrame, layer.DirectOpacity, order++, true);
            layer.LastEffectVersion = VersionOf(layer);
            layer.Tiles.ClearDamage();
            layer.Tiles.Trim(_pass - KeepPasses);
        }
    }

    /// <summary>Lets go of all tiles; nothing of the frame may be drawn until it was prepared anew.</summary>
    public void ReleaseTiles()
    {
        foreach (var layer in LayerSpan) layer.Tiles.Clear();
        _jobs.Clear();
    }

    // What is seen of layers may be far larger than the frame, where they are shrunk or turned into the distance, and there may be many: then they are drawn coarser.
    private void HoldPixels()
    {
        var budget = Math.Max(LeastPixels, (double)Damage.Frame.Width * Damage.Frame.Height * FramesOfPixels);
        double all = 0, unreduced = 0;
        foreach (var layer in LayerSpan)
        {
            var pixels = PixelsOf(layer);
            all += pixels;
            unreduced += pixels / layer.Reduction / layer.Reduction;
        }

        if (unreduced <= budget / 4)
        {
            foreach (var layer in LayerSpan) layer.Reduction = 1; // takes effect with the next frame
        }

        if (all <= budget) return;
        foreach (var layer in LayerSpan)
        {
            var part = Math.Max(budget / LayerSpan.Length, PixelsOf(layer) * budget / all);
            if (PixelsOf(layer) <= Math.Max(part, TileGrid.TileWidth * TileGrid.TileHeight)) continue;
            for (; PixelsOf(layer) > Math.Max(part, TileGrid.TileWidth * TileGrid.TileHeight) && layer.Scale > 1e-30f; layer.Scale /= 2) layer.Reduction /= 2; // by halves, so that a moving layer keeps one scale for a while
            layer.IsAligned = false;
            layer.Tiles.Clear();
        }
    }

    private static double PixelsOf(CompositeLayer layer)
    {
        if (layer.Surface is not null) return 0;
        var visible = VisiblePart(layer);
        if (visible.IsEmpty) return 0;
        // Whole tiles are drawn, of thin strips too.
        double columns = Math.Ceiling(visible.Width / (double)TileGrid.TileWidth), rows = Math.Ceiling(visible.Height / (double)TileGrid.TileHeight);
        return columns * rows * TileGrid.TileWidth * TileGrid.TileHeight;
    }

    private static int VersionOf(CompositeLayer layer)
    {
        var version = 0;
        for (var effect = layer.Effect; effect is not null; effect = effect.Parent) version = (version * 31) + effect.Version + 1;
        for (var clip = layer.Clip; clip is not null; clip = clip.Parent) version = (version * 31) + clip.Space.Version;
        return version;
    }

    private void Place(CompositeLayer layer)
    {
        var matrix = layer.Space.To(null) * Matrix4x4.CreateScale(DevicePixelRatio, DevicePixelRatio, 1);
        var scale = ScaleFor(layer, matrix);
        if (scale != layer.Scale)
        {
            layer.Scale = scale;
            layer.Tiles.Clear();
        }

        layer.IsAligned = matrix.M11 == scale && matrix.M22 == scale && matrix.M12 == 0 && matrix.M21 == 0 && matrix.M14 == 0 && matrix.M24 == 0;
        // Tiles on whole pixels are copied, not filtered; text in them stays as sharp as it was drawn.
        if (layer.IsAligned) (matrix.M41, matrix.M42) = (MathF.Round(matrix.M41), MathF.Round(matrix.M42));
        layer.ToFrame = matrix;
        FindGroup(layer);
        var reach = 0f;
        for (var effect = layer.Effect; effect is not null; effect = effect.Parent) reach += EffectReach.Of(effect);
        var bounds = layer.Bounds.Transform(matrix).Inflate(reach * scale / layer.Reduction);
        if (layer.Clip is { } clip) bounds = bounds.Intersect(OnFrame(clip));
        var frame = Damage.Frame;
        layer.FrameBounds = bounds.Intersect(new RectF(frame.X, frame.Y, frame.Width, frame.Height));
    }

    // What clips leave visible of the frame; layers that are nested deeply share most of their clips.
    private RectF OnFrame(ClipNode clip)
    {
        if (_clips.TryGetValue(clip, out var known)) return known;
        var own = clip.Shape.Rect.Transform(clip.Space.To(null) * Matrix4x4.CreateScale(DevicePixelRatio, DevicePixelRatio, 1));
        var bounds = clip.Parent is { } outer ? own.Intersect(OnFrame(outer)) : own;
        _clips.Add(clip, bounds);
        return bounds;
    }

    // An animated layer keeps the scale that it was drawn in, unless that gets too coarse or too fine by far.
    private static float ScaleFor(CompositeLayer layer, in Matrix4x4 matrix)
    {
        float x = MathF.Sqrt((matrix.M11 * matrix.M11) + (matrix.M12 * matrix.M12)), y = MathF.Sqrt((matrix.M21 * matrix.M21) + (matrix.M22 * matrix.M22));
        var wanted = Math.Clamp(MathF.Max(x, y), 1f / 16, MaxScale);
        if (!float.IsFinite(wanted)) wanted = 1;
        wanted *= layer.Reduction;
        var moves = (layer.Space.Reasons & (CompositingReasons.Animation | CompositingReasons.Activity)) != 0;
        if (moves && layer.WasShown && wanted / layer.Scale is > 0.4f and < 1.6f) return layer.Scale;
        return wanted;
    }

    // Groups that only fade, with this layer alone in them, need no buffer: tiles are faded one by one.
    private void FindGroup(CompositeLayer layer)
    {
        layer.DirectOpacity = 1;
        layer.Group = layer.Effect;
        while (layer.Group is { } effect && effect.Filters.Count == 0 && effect.Backdrop.Count == 0 && effect.Masks.Count == 0
            && effect.Blend == Style.BlendMode.Normal && IsAlone(layer, effect))
        {
            layer.DirectOpacity *= effect.Opacity;
            layer.Group = effect.Parent;
        }
    }

    private bool IsAlone(CompositeLayer layer, EffectNode effect)
    {
        foreach (var other in LayerSpan)
        {
            if (other == layer) continue;
            for (var at = other.Effect; at is not null; at = at.Parent)
            {
                if (at == effect) return false;
            }
        }

        return true;
    }

    private void AddDamage(CompositeLayer layer, ref int order)
    {
        var moved = !layer.WasShown || layer.ToFrame != layer.LastToFrame || layer.DirectOpacity != layer.LastOpacity || VersionOf(layer) != layer.LastEffectVersion
            || layer.FrameBounds != layer.LastFrameBounds || layer.LastOrder < order;
        order = Math.Max(order, layer.LastOrder);
        if (moved)
        {
            if (layer.WasShown) Damage.Add(layer.LastFrameBounds);
            Damage.Add(layer.FrameBounds);
            return;
        }

        var changed = layer.Tiles.Damage;
        if (changed.IsEmpty) return;
        var reach = 0f;
        for (var effect = layer.Effect; effect is not null; effect = effect.Parent) reach += EffectReach.Of(effect);
        foreach (var rect in changed.Rects)
        {
            var css = new RectF(rect.X / layer.Scale, rect.Y / layer.Scale, rect.Width / layer.Scale, rect.Height / layer.Scale);
            Damage.Add(css.Transform(layer.ToFrame).Inflate(reach * layer.Scale / layer.Reduction).Intersect(layer.FrameBounds));
        }
    }

    private void Want(CompositeLayer layer)
    {
        if (layer.Surface is not null) return;
        var pixels = TileRect.Around(new RectF(layer.Bounds.X * layer.Scale, layer.Bounds.Y * layer.Scale, layer.Bounds.Width * layer.Scale, layer.Bounds.Height * layer.Scale));
        var visible = VisiblePart(layer);
        layer.Tiles.Want(pixels, visible, _pass);
        foreach (var tile in layer.Tiles.All)
        {
            if (!tile.Invalid.IsEmpty && tile.Pass == _pass && !tile.Rect.Intersect(visible).IsEmpty) _jobs.Add(new TileJob(layer, tile));
        }
    }

    private static TileRect VisiblePart(CompositeLayer layer)
    {
        if (layer.FrameBounds.IsEmpty) return default;
        if (!Matrix4x4.Invert(layer.ToFrame, out var inverse)) return default;
        var css = layer.FrameBounds.Transform(inverse).Intersect(layer.Bounds);
        return TileRect.Around(new RectF(css.X * layer.Scale, css.Y * layer.Scale, css.Width * layer.Scale, css.Height * layer.Scale));
    }

    // What shows through a filtered backdrop changes as far as the filter reaches.
    private void SpreadBackdrops()
    {
        if (Damage.IsEmpty) return;
        foreach (var layer in LayerSpan)
        {
            for (var effect = layer.Effect; effect is not null; effect = effect.Parent)
            {
                if (effect.Backdrop.Count == 0) continue;
                var around = layer.FrameBounds.Inflate(64);
                if (Damage.Touches(TileRect.Around(around))) Damage.Add(around);
            }
        }
    }
}
