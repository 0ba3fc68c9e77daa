using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Which boxes make stacking contexts, and which effects need nodes.</summary>
internal static class StackingRules
{
    /// <summary>Whether transforms apply: not to inline boxes nor table columns (css-transforms-1, transformable element).</summary>
    internal static bool IsTransformable(LayoutBox box) => box.Kind is not (BoxKind.Inline or BoxKind.Text or BoxKind.TableColumn or BoxKind.TableColumnGroup);

    internal static bool HasTransform(LayoutBox box)
    {
        var effects = box.Style.Effects;
        return (effects.Transform.Count > 0 || effects.WillChangeTransform || effects.TransformStyle == TransformStyle.Preserve3d
            || effects.BackfaceVisibility == BackfaceVisibility.Hidden) && IsTransformable(box);
    }

    /// <summary>Whether it is drawn as a group.</summary>
    internal static bool HasEffect(ComputedStyle style)
    {
        var effects = style.Effects;
        return effects.Opacity < 1 || effects.Filter.Count > 0 || effects.BackdropFilter.Count > 0 || effects.Blend != BlendMode.Normal
            || effects.Mask.Count > 0 || effects.IsIsolated || effects.WillChangeOpacity;
    }

    internal static bool IsStackingContext(LayoutBox box)
    {
        var style = box.Style;
        if (box.IsRootElement || box.Parent is null) return true;
        if (style.Box.Position is Position.Fixed or Position.Sticky) return true;
        if (style.Box.ZIndex is not null && (style.IsPositioned || box.IsFlexOrGridItem)) return true;
        if (HasEffect(style) || style.Effects.ClipPath is not null || style.Effects.WillChangeStacks) return true;
        return IsTransformable(box) && (HasTransform(box) || style.Effects.Perspective > 0 || style.Box.ContainsPaint || style.Box.ContainsLayout);
    }

    /// <summary>Whether contents are clipped.</summary>
    internal static bool ClipsContents(LayoutBox box) =>
        box.Kind is not (BoxKind.Inline or BoxKind.Text or BoxKind.Replaced or BoxKind.TableRow or BoxKind.TableRowGroup)
        && (box.Style.Box.OverflowX != Overflow.Visible || box.Style.Box.OverflowY != Overflow.Visible || box.Style.Box.ContainsPaint);
}
