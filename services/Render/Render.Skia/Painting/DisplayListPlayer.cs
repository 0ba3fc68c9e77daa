using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Draws chunks of a display list on a canvas: keeps the canvas's layers in step with the chunks' effects, and clips and transforms each chunk. One thread.
/// </summary>
public sealed class DisplayListPlayer : IDisposable
{
    private readonly ItemDrawer _drawer;
    private readonly List<EffectNode> _open = []; // effects with a layer on the canvas, outermost first
    private readonly List<EffectNode> _wanted = [];
    private readonly List<ClipNode> _clips = [];
    private readonly SKPaint _layer = new();
    private SKCanvas _canvas = null!;
    private TransformNode? _root;
    private EffectNode? _rootEffect;
    private ClipNode? _rootClip;
    private Matrix4x4 _base;

    /// <summary>A player.</summary>
    /// <param name="pictures">Finds images.</param>
    public DisplayListPlayer(IPictureSource pictures) => _drawer = new ItemDrawer(pictures);

    /// <summary>Draws chunks.</summary>
    /// <param name="canvas">Where to; its clip is kept.</param>
    /// <param name="list">The list.</param>
    /// <param name="chunks">First chunk and number of chunks.</param>
    /// <param name="root">State whose space and effects the canvas is in already; its nodes and those above are not applied.</param>
    /// <param name="toCanvas">Maps the root's space to canvas pixels.</param>
    /// <param name="part">What is to be drawn, in canvas pixels.</param>
    public void Draw(SKCanvas canvas, DisplayList list, (int Start, int Count) chunks, in PropertyState root, in Matrix4x4 toCanvas, RectF part)
    {
        (_canvas, _root, _rootEffect, _rootClip, _base) = (canvas, root.Transform, root.Effect, root.Clip, toCanvas);
        try
        {
            for (var i = chunks.Start; i < chunks.Start + chunks.Count; i++) DrawChunk(list, list.Chunks[i], part);
        }
        finally
        {
            while (_open.Count > 0) CloseEffect();
            _canvas = null!;
        }
    }

    private void DrawChunk(DisplayList list, in PaintChunk chunk, RectF part)
    {
        var matrix = chunk.State.Transform.To(_root) * _base;
        EnterEffects(chunk.State.Effect);
        if (HidesBackface(chunk.State.Transform)) return;
        if (!chunk.Bounds.Transform(matrix).Intersects(part)) return;
        _canvas.Save();
        ApplyClips(chunk.State.Clip, _open.Count > 0 ? _open[^1].Clip : _rootClip);
        _canvas.SetMatrix(matrix.ToSkia());
        var local = Invertible(matrix, out var inverse) ? part.Transform(inverse) : RectF.Infinite;
        for (var i = chunk.Start; i < chunk.Start + chunk.Count; i++)
        {
            var item = list.Items[i];
            if (item.Bounds.Intersects(local)) _drawer.Draw(_canvas, item);
        }

        _canvas.Restore();
    }

    private static bool Invertible(in Matrix4x4 matrix, out Matrix4x4 inverse) => Matrix4x4.Invert(matrix, out inverse) && matrix.M14 == 0 && matrix.M24 == 0 && matrix.M34 == 0;

    private bool HidesBackface(TransformNode transform)
    {
        for (var node = transform; node is not null && node != _root; node = node.Parent)
        {
            if (!node.HidesBackface) continue;
            var m = node.To(null);
            if ((m.M11 * m.M22) - (m.M12 * m.M21) < 0) return true;
        }

        return false;
    }

    private void EnterEffects(EffectNode? effect)
    {
        _wanted.Clear();
        for (var node = effect; node is not null && node != _rootEffect; node = node.Parent) _wanted.Add(node);
        _wanted.Reverse();
        var same = 0;
        while (same < _open.Count && same < _wanted.Count && _open[same] == _wanted[same]) same++;
        while (_open.Count > same) CloseEffect();
        for (var i = same; i < _wanted.Count; i++) OpenEffect(_wanted[i]);
    }

    private void OpenEffect(EffectNode effect)
    {
        _canvas.Save();
        ApplyClips(effect.Clip, _open.Count > 0 ? _open[^1].Clip : _rootClip);
        var matrix = effect.Space.To(_root) * _base;
        _canvas.SetMatrix(matrix.ToSkia());
        if (effect.Backdrop.Count > 0) DrawBackdrop(effect);
        _layer.Color = new SKColor(255, 255, 255, (byte)MathF.Round(Math.Clamp(effect.Opacity, 0, 1) * 255));
        _layer.BlendMode = effect.Blend.ToSkia();
        using var filter = FilterFactory.Of(effect.Filters);
        _layer.ImageFilter = filter;
        _canvas.SaveLayer(_layer);
        _layer.ImageFilter = null;
        _open.Add(effect);
    }

    private void DrawBackdrop(EffectNode effect)
    {
        _canvas.Save();
        using var shape = effect.BackdropBox.ToSkia();
        _canvas.ClipRoundRect(shape, SKClipOperation.Intersect, antialias: true);
        using var filter = FilterFactory.Of(effect.Backdrop, backdrop: true);
        using var paint = new SKPaint { BlendMode = SKBlendMode.SrcOver };
        var record = new SKCanvasSaveLayerRec { Backdrop = filter, Bounds = effect.BackdropBox.Rect.ToSkia(), Paint = paint };
        _canvas.SaveLayer(record);
        _canvas.Restore();
        _canvas.Restore();
    }

    private void CloseEffect()
    {
        var effect = _open[^1];
        if (effect.Masks.Count > 0) DrawMasks(effect);
        _canvas.Restore();
        _canvas.Restore();
        _open.RemoveAt(_open.Count - 1);
    }

    private void DrawMasks(EffectNode effect)
    {
        using var keep = new SKPaint { BlendMode = SKBlendMode.DstIn };
        _canvas.SaveLayer(keep);
        _canvas.SetMatrix((effect.Space.To(_root) * _base).ToSkia());
        foreach (var mask in effect.Masks) _drawer.Draw(_canvas, mask);
        _canvas.Restore();
    }

    private void ApplyClips(ClipNode? clip, ClipNode? applied)
    {
        _clips.Clear();
        for (var node = clip; node is not null && !ReferenceEquals(node, applied); node = node.Parent) _clips.Add(node);
        for (var i = _clips.Count - 1; i >= 0; i--)
        {
            var node = _clips[i];
            _canvas.SetMatrix((node.Space.To(_root) * _base).ToSkia());
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
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layer.Dispose();
        _drawer.Dispose();
    }
}
