using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Keeps a canvas in the state that property trees ask for: layers for effects, clips, transforms. Nodes of a root state and above count as applied. One thread.
/// </summary>
internal sealed class EffectStack(ItemDrawer drawer) : IDisposable
{
    private const long MostPixels = 64 << 20; // of all open layers of one thread; filters enlarge what is nested in them
    private const float MostReach = 1024; // device px by which filters within one another may enlarge a picture

    private readonly List<EffectNode> _open = []; // outermost first
    private readonly List<long> _pixels = []; // of each one's layer on the canvas; 0 where it has none
    private long _allPixels;
    private readonly List<float> _reaches = []; // device px that are left for filters within each open one
    private readonly List<EffectNode> _wanted = [];
    private readonly List<ClipNode> _clips = [];
    private readonly SKPaint _layer = new();
    private SKCanvas _canvas = null!;
    private TransformNode? _root;
    private EffectNode? _rootEffect;
    private ClipNode? _rootClip;
    private Matrix4x4 _base;

    /// <summary>Canvas pixels by which the effects between a node and a root draw beyond what is in them.</summary>
    internal static float ReachOf(EffectNode? effect, in PropertyState root, in Matrix4x4 toCanvas)
    {
        var left = MostReach;
        for (; effect is not null && effect != root.Effect; effect = effect.Parent)
        {
            if (effect.Filters.Count > 0) FilterFactory.Take(effect.Filters, ScaleOf(effect.Space.To(root.Transform) * toCanvas), ref left);
        }

        return MathF.Ceiling(MostReach - left);
    }

    /// <summary>Begins on a canvas.</summary>
    /// <param name="canvas">The canvas; its clip is kept.</param>
    /// <param name="root">Space that the canvas is in; null is the view's.</param>
    /// <param name="clip">Clip that is applied already.</param>
    /// <param name="effect">Effect that is applied already.</param>
    /// <param name="toCanvas">Maps the root's space to canvas pixels.</param>
    internal void Begin(SKCanvas canvas, TransformNode? root, ClipNode? clip, EffectNode? effect, in Matrix4x4 toCanvas) =>
        (_canvas, _root, _rootClip, _rootEffect, _base) = (canvas, root, clip, effect, toCanvas);

    /// <summary>Closes all layers; also after a failure.</summary>
    internal void End()
    {
        while (_open.Count > 0) Close();
        _canvas = null!;
    }

    /// <summary>Maps a space to canvas pixels.</summary>
    internal Matrix4x4 ToCanvas(TransformNode space) => space.To(_root) * _base;

    /// <summary>Opens and closes layers until the canvas is in the given group.</summary>
    internal void Enter(EffectNode? effect)
    {
        _wanted.Clear();
        for (var node = effect; node is not null && node != _rootEffect; node = node.Parent) _wanted.Add(node);
        _wanted.Reverse();
        var same = 0;
        while (same < _open.Count && same < _wanted.Count && _open[same] == _wanted[same]) same++;
        while (_open.Count > same) Close();
        for (var i = same; i < _wanted.Count; i++) Open(_wanted[i]);
    }

    /// <summary>Applies what clips within the current group; the caller saves and restores the canvas.</summary>
    internal void ApplyClips(ClipNode? clip)
    {
        var applied = _open.Count > 0 ? _open[^1].Clip : _rootClip;
        _clips.Clear();
        for (var node = clip; node is not null && !ReferenceEquals(node, applied); node = node.Parent) _clips.Add(node);
        for (var i = _clips.Count - 1; i >= 0; i--) Apply(_clips[i]);
    }

    private void Apply(ClipNode node)
    {
        _canvas.SetMatrix(ToCanvas(node.Space).ToSkia());
        if (node.Path is { } shape)
        {
            using var path = ClipPaths.Of(shape);
            _canvas.ClipPath(path, SKClipOperation.Intersect, antialias: true);
        }
        else if (node.Shape.IsRect)
        {
            _canvas.ClipRect(node.Shape.Rect.ToSkia());
        }
        else
        {
            using var round = node.Shape.ToSkia();
            _canvas.ClipRoundRect(round, SKClipOperation.Intersect, antialias: true);
        }
    }

    private void Open(EffectNode effect)
    {
        _canvas.Save();
        ApplyClips(effect.Clip);
        _canvas.SetMatrix(ToCanvas(effect.Space).ToSkia());
        var scale = ScaleOf(ToCanvas(effect.Space));
        var reach = _reaches.Count > 0 ? _reaches[^1] : MostReach;
        if (effect.Backdrop.Count > 0) DrawBackdrop(effect, scale, reach);
        _layer.Color = new SKColor(255, 255, 255, (byte)MathF.Round(Math.Clamp(effect.Opacity, 0, 1) * 255));
        _layer.BlendMode = effect.Blend.ToSkia();
        using var filter = FilterFactory.Of(effect.Filters, scale, ref reach);
        _layer.ImageFilter = filter;
        var pixels = MayGoWithout(effect, filter) ? 0 : PixelsOfLayer();
        if (_allPixels + pixels > MostPixels && _open.Count > 0) pixels = 0; // nested that deeply, what is within is drawn as if it were not in a group
        if (pixels > 0) _canvas.SaveLayer(_layer);
        _layer.ImageFilter = null;
        _open.Add(effect);
        _reaches.Add(reach);
        _pixels.Add(pixels);
        _allPixels += pixels;
    }

    // Of a filter that was left out, as it is nested too deeply, nothing remains to be done.
    private static bool MayGoWithout(EffectNode effect, SKImageFilter? filter) =>
        filter is null && effect.Owner?.Style.Effects is { Filter.Count: > 0, IsIsolated: false } && effect.Opacity >= 1 && effect.Blend == Style.BlendMode.Normal
        && effect.Masks.Count == 0 && effect.Backdrop.Count == 0;

    private long PixelsOfLayer()
    {
        var clip = _canvas.DeviceClipBounds;
        return Math.Max(1, (long)clip.Width * clip.Height);
    }

    private static float ScaleOf(in Matrix4x4 matrix) =>
        MathF.Max(MathF.Sqrt((matrix.M11 * matrix.M11) + (matrix.M12 * matrix.M12)), MathF.Sqrt((matrix.M21 * matrix.M21) + (matrix.M22 * matrix.M22)));

    private void DrawBackdrop(EffectNode effect, float scale, float reach)
    {
        _canvas.Save();
        using var shape = effect.BackdropBox.ToSkia();
        _canvas.ClipRoundRect(shape, SKClipOperation.Intersect, antialias: true);
        // Skia takes its time over boxes that are far larger than the canvas; what is farther away than the filter reaches is not seen.
        if (!_canvas.GetLocalClipBounds(out var seen))
        {
            _canvas.Restore();
            return;
        }

        var left = reach;
        FilterFactory.Take(effect.Backdrop, scale, ref left);
        var around = (reach - left) / scale + 1;
        var box = SKRect.Intersect(effect.BackdropBox.Rect.ToSkia(), SKRect.Inflate(seen, around, around));
        using var filter = FilterFactory.Of(effect.Backdrop, scale, ref reach, box);
        using var paint = new SKPaint { BlendMode = SKBlendMode.SrcOver };
        var record = new SKCanvasSaveLayerRec { Backdrop = filter, Bounds = box, Paint = paint };
        _canvas.SaveLayer(record);
        _canvas.Restore();
        _canvas.Restore();
    }

    private void Close()
    {
        var effect = _open[^1];
        if (_pixels[^1] > 0)
        {
            if (effect.Masks.Count > 0) DrawMasks(effect);
            _canvas.Restore();
        }

        _canvas.Restore();
        _allPixels -= _pixels[^1];
        _pixels.RemoveAt(_pixels.Count - 1);
        _open.RemoveAt(_open.Count - 1);
        _reaches.RemoveAt(_reaches.Count - 1);
    }

    private void DrawMasks(EffectNode effect)
    {
        using var keep = new SKPaint { BlendMode = SKBlendMode.DstIn };
        _canvas.SaveLayer(keep);
        _canvas.SetMatrix(ToCanvas(effect.Space).ToSkia());
        foreach (var mask in effect.Masks) drawer.Draw(_canvas, mask);
        _canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose() => _layer.Dispose();
}
