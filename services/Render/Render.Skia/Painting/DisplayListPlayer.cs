using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>Draws chunks of a display list on a canvas. One thread.</summary>
public sealed class DisplayListPlayer : IDisposable
{
    private readonly ItemDrawer _drawer;
    private readonly EffectStack _stack;

    /// <summary>A player.</summary>
    /// <param name="pictures">Finds images.</param>
    public DisplayListPlayer(IPictureSource pictures)
    {
        _drawer = new ItemDrawer(pictures);
        _stack = new EffectStack(_drawer);
    }

    /// <summary>Draws chunks.</summary>
    /// <param name="canvas">Where to; its clip is kept.</param>
    /// <param name="list">The list.</param>
    /// <param name="chunks">First chunk and number of chunks.</param>
    /// <param name="root">State whose space, clips and effects the canvas is in already; those and what is above are not applied.</param>
    /// <param name="toCanvas">Maps the root's space to canvas pixels.</param>
    /// <param name="part">What is to be drawn, in canvas pixels.</param>
    public void Draw(SKCanvas canvas, DisplayList list, (int Start, int Count) chunks, in PropertyState root, in Matrix4x4 toCanvas, RectF part)
    {
        _stack.Begin(canvas, root.Transform, root.Clip, root.Effect, toCanvas);
        try
        {
            for (var i = chunks.Start; i < chunks.Start + chunks.Count; i++) DrawChunk(canvas, list, list.Chunks[i], root.Transform, part);
        }
        finally
        {
            _stack.End();
        }
    }

    private void DrawChunk(SKCanvas canvas, DisplayList list, in PaintChunk chunk, TransformNode root, RectF part)
    {
        var matrix = _stack.ToCanvas(chunk.State.Transform);
        _stack.Enter(chunk.State.Effect);
        if (Backfaces.AreHidden(chunk.State.Transform, root)) return;
        if (chunk.State.Effect is null && !chunk.Bounds.Transform(matrix).Intersects(part)) return;
        canvas.Save();
        _stack.ApplyClips(chunk.State.Clip);
        canvas.SetMatrix(matrix.ToSkia());
        var local = canvas.GetLocalClipBounds(out var bounds) ? new RectF(bounds.Left, bounds.Top, bounds.Width, bounds.Height) : default;
        for (var i = chunk.Start; i < chunk.Start + chunk.Count; i++)
        {
            var item = list.Items[i];
            if (item.Touches(local)) _drawer.Draw(canvas, item);
        }

        canvas.Restore();
    }

    /// <summary>Finds the items of chunks that lie in a rectangle, with the arguments of <see cref="Draw(SKCanvas, DisplayList, ValueTuple{int, int}, in PropertyState, in Matrix4x4, RectF)"/>.</summary>
    internal void Collect(DisplayList list, (int Start, int Count) chunks, in PropertyState root, in Matrix4x4 toCanvas, RectF part, List<VisibleItem> visible)
    {
        for (var i = chunks.Start; i < chunks.Start + chunks.Count; i++)
        {
            var chunk = list.Chunks[i];
            var matrix = chunk.State.Transform.To(root.Transform) * toCanvas;
            // Effects reach out of their contents.
            var reached = part.Inflate(EffectStack.ReachOf(chunk.State.Effect, root, toCanvas));
            if (!chunk.Bounds.Transform(matrix).Intersects(reached)) continue;
            var local = Matrix4x4.Invert(matrix, out var inverse) && matrix.M14 == 0 && matrix.M24 == 0 ? reached.Transform(inverse) : RectF.Infinite;
            for (var k = chunk.Start; k < chunk.Start + chunk.Count; k++)
            {
                if (list.Items[k].Bounds.Intersects(local)) visible.Add(new VisibleItem(i, k));
            }
        }
    }

    /// <summary>Draws collected items into a part of the canvas, which is cleared before unless an item covers all of it: then what is below that one is left out.</summary>
    /// <param name="canvas">Where to; its clip is the part.</param>
    /// <param name="list">The list.</param>
    /// <param name="visible">The items.</param>
    /// <param name="root">State that the canvas is in.</param>
    /// <param name="toCanvas">Maps the root's space to canvas pixels.</param>
    /// <param name="part">Canvas pixels.</param>
    /// <param name="clear">Colour below all.</param>
    internal void Draw(SKCanvas canvas, DisplayList list, List<VisibleItem> visible, in PropertyState root, in Matrix4x4 toCanvas, RectF part, SKColor clear)
    {
        _stack.Begin(canvas, root.Transform, root.Clip, root.Effect, toCanvas);
        try
        {
            var first = Occlusion.LastCovering(list, visible, root, toCanvas, part);
            if (first < 0) canvas.Clear(clear);
            for (var i = Math.Max(first, 0); i < visible.Count;)
            {
                var end = i + 1;
                while (end < visible.Count && visible[end].Chunk == visible[i].Chunk) end++;
                DrawItems(canvas, list, list.Chunks[visible[i].Chunk], visible, (i, end), root, part);
                i = end;
            }
        }
        finally
        {
            _stack.End();
        }
    }

    private void DrawItems(SKCanvas canvas, DisplayList list, in PaintChunk chunk, List<VisibleItem> visible, (int Start, int End) run, in PropertyState root, RectF part)
    {
        var matrix = _stack.ToCanvas(chunk.State.Transform);
        var local = chunk.State.Effect == root.Effect ? Occlusion.LocalPart(matrix, part) : RectF.Infinite;
        var at = run.Start;
        while (at < run.End && !list.Items[visible[at].Item].Touches(local)) at++;
        if (at == run.End) return;
        _stack.Enter(chunk.State.Effect);
        if (Backfaces.AreHidden(chunk.State.Transform, root.Transform)) return;
        var clipped = !ReferenceEquals(chunk.State.Clip, root.Clip);
        if (clipped)
        {
            canvas.Save();
            _stack.ApplyClips(chunk.State.Clip);
        }

        canvas.SetMatrix(matrix.ToSkia());
        for (; at < run.End; at++)
        {
            var item = list.Items[visible[at].Item];
            if (item.Touches(local)) _drawer.Draw(canvas, item);
        }

        if (clipped) canvas.Restore();
    }

    /// <summary>Draws one item where the canvas is.</summary>
    internal void Draw(SKCanvas canvas, DisplayItem item) => _drawer.Draw(canvas, item);

    /// <summary>For putting frames together with the same drawer.</summary>
    internal EffectStack Stack => _stack;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stack.Dispose();
        _drawer.Dispose();
    }
}

/// <summary>An item in a tile.</summary>
internal readonly record struct VisibleItem(int Chunk, int Item);

/// <summary>backface-visibility.</summary>
internal static class Backfaces
{
    /// <summary>Whether a node between the space and the root turns its back to the viewer and hides it.</summary>
    internal static bool AreHidden(TransformNode space, TransformNode? root)
    {
        for (var node = space; node is not null && node != root; node = node.Parent)
        {
            if (!node.HidesBackface) continue;
            var m = node.To(null);
            if ((m.M11 * m.M22) - (m.M12 * m.M21) < 0) return true;
        }

        return false;
    }
}
