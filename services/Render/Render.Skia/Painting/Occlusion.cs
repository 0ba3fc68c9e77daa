using System.Numerics;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>What need not be drawn because something opaque lies over it.</summary>
internal static class Occlusion
{
    /// <summary>Index of the topmost of some items that makes all of a part opaque; -1 when none does.</summary>
    /// <param name="list">The list.</param>
    /// <param name="visible">Items back to front.</param>
    /// <param name="root">State that the canvas is in.</param>
    /// <param name="toCanvas">Maps the root's space to canvas pixels.</param>
    /// <param name="part">Whole canvas pixels.</param>
    internal static int LastCovering(DisplayList list, List<VisibleItem> visible, in PropertyState root, in Matrix4x4 toCanvas, RectF part)
    {
        var (chunk, local, counts) = (-1, default(RectF), false);
        for (var i = visible.Count - 1; i >= 0; i--)
        {
            var at = visible[i];
            if (at.Chunk != chunk)
            {
                var state = list.Chunks[chunk = at.Chunk].State;
                var matrix = state.Transform.To(root.Transform) * toCanvas;
                local = LocalPart(matrix, part);
                counts = state.Effect == root.Effect && IsUpright(matrix) && !IsCut(state, root, toCanvas, part) && !Backfaces.AreHidden(state.Transform, root.Transform);
            }

            if (counts && list.Items[at.Item].Covers(local)) return i;
        }

        return -1;
    }

    /// <summary>A part of the canvas in the space that a matrix maps to it; all of the plane where that can't be told.</summary>
    internal static RectF LocalPart(in Matrix4x4 matrix, RectF part)
    {
        if (IsUpright(matrix)) return RectF.FromEdges((part.X - matrix.M41) / matrix.M11, (part.Y - matrix.M42) / matrix.M22, (part.Right - matrix.M41) / matrix.M11, (part.Bottom - matrix.M42) / matrix.M22);
        return matrix.M14 == 0 && matrix.M24 == 0 && Matrix4x4.Invert(matrix, out var inverse) ? part.Transform(inverse) : RectF.Infinite;
    }

    // Only scaled and moved, so that rectangles stay what they are.
    private static bool IsUpright(in Matrix4x4 matrix) =>
        matrix.M12 == 0 && matrix.M21 == 0 && matrix.M14 == 0 && matrix.M24 == 0 && matrix.M44 == 1 && matrix.M11 > 0 && matrix.M22 > 0;

    private static bool IsCut(in PropertyState state, in PropertyState root, in Matrix4x4 toCanvas, RectF part)
    {
        for (var clip = state.Clip; clip is not null && !ReferenceEquals(clip, root.Clip); clip = clip.Parent)
        {
            var matrix = clip.Space.To(root.Transform) * toCanvas;
            if (clip.Path is not null || !IsUpright(matrix) || !clip.Shape.Contains(LocalPart(matrix, part))) return true;
        }

        return false;
    }
}
