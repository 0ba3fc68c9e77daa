using System.Numerics;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Changes of property trees that need no painting: what scrolling, transform and opacity do between two paints. Each gives false where the box has no such node (yet):
/// then the document has to be painted. Document's thread.
/// </summary>
public static class PropertyUpdates
{
    /// <summary>Takes a box's transform from a style.</summary>
    public static bool TrySetTransform(LayoutBox box, ComputedStyle style)
    {
        if (box.PaintData is not BoxPaint { Transform: { } node, Fragment: { } fragment } paint) return false;
        var matrix = BoxTransform.Of(style, fragment.Width.ToFloat(), fragment.Height.ToFloat());
        node.Set(matrix * Matrix4x4.CreateTranslation(paint.TransformOrigin.X, paint.TransformOrigin.Y, 0));
        return true;
    }

    /// <summary>Sets the transform itself, about its origin and all: what an animation computes.</summary>
    public static bool TrySetTransform(LayoutBox box, in Matrix4x4 matrix)
    {
        if (box.PaintData is not BoxPaint { Transform: { } node } paint) return false;
        node.Set(matrix * Matrix4x4.CreateTranslation(paint.TransformOrigin.X, paint.TransformOrigin.Y, 0));
        return true;
    }

    /// <summary>Sets a box's opacity.</summary>
    public static bool TrySetOpacity(LayoutBox box, float opacity)
    {
        if (box.PaintData is not BoxPaint { Effect: { } node }) return false;
        node.SetOpacity(opacity);
        return true;
    }

    /// <summary>Sets how far a container is scrolled, px.</summary>
    public static bool TrySetScroll(LayoutBox box, LayoutPoint offset)
    {
        if (box.PaintData is not BoxPaint { Scroll: { } node }) return false;
        node.Set(Matrix4x4.CreateTranslation(-offset.X.ToFloat(), -offset.Y.ToFloat(), 0));
        return true;
    }

    /// <summary>Sets how far a sticky box is moved.</summary>
    public static bool TrySetSticky(LayoutBox box, LayoutPoint offset)
    {
        if (box.PaintData is not BoxPaint { Sticky: { } node }) return false;
        node.Set(Matrix4x4.CreateTranslation(offset.X.ToFloat(), offset.Y.ToFloat(), 0));
        return true;
    }

    /// <summary>Says why a box's transform is worth a layer; true when that is news, so that layers have to be sorted anew.</summary>
    public static bool SetTransformReasons(LayoutBox box, CompositingReasons reasons)
    {
        if (box.PaintData is not BoxPaint { Transform: { } node } || node.Reasons == reasons) return false;
        node.Reasons = reasons;
        return true;
    }

    /// <summary>Says why a box's opacity is worth a layer; true when that is news.</summary>
    public static bool SetOpacityReasons(LayoutBox box, CompositingReasons reasons)
    {
        if (box.PaintData is not BoxPaint { Effect: { } node } || node.Reasons == reasons) return false;
        node.Reasons = reasons;
        return true;
    }

    /// <summary>The size that percentages of a box's transform refer to, px.</summary>
    public static (float Width, float Height) ReferenceSize(LayoutBox box) =>
        box.PaintData is BoxPaint { Fragment: { } fragment } ? (fragment.Width.ToFloat(), fragment.Height.ToFloat()) : default;
}
