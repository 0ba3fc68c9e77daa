using System.Numerics;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Walks the fragments once: gives each box that needs them its nodes of the property trees (the same objects as in former passes), and finds the stacking
/// contexts with what they paint in which order. Fragments are nested by containing block, so the ancestors in the walk are what clips and moves a box.
/// </summary>
internal sealed class PropertyTreeBuilder(IPaintInput input)
{
    private int _pass;

    /// <summary>Where a fragment is reached.</summary>
    private readonly record struct Place(PropertyState State, LayoutPoint Offset, PaintLayer Context);

    /// <summary>Builds everything from the root's fragment.</summary>
    /// <param name="root">The initial containing block's fragment.</param>
    /// <param name="view">The view's space.</param>
    internal PaintLayer Build(Fragment root, TransformNode view)
    {
        _pass++;
        var state = new PropertyState(view, null, null);
        var paint = Update(root, state, default);
        var layer = new PaintLayer(root, paint, isStackingContext: true, 0);
        paint.Layer = layer;
        WalkChildren(root, new Place(paint.Inner, paint.InnerOffset, layer));
        SortAll(layer);
        return layer;
    }

    private void WalkChildren(Fragment fragment, in Place place)
    {
        foreach (var (child, offset) in fragment.Children)
        {
            var at = place.Offset + offset;
            if (child.Kind is FragmentKind.Text) continue;
            if (child.Kind == FragmentKind.Line) WalkChildren(child, place with { Offset = at });
            else Walk(child, StaysInView(fragment, child) ? place with { State = ((BoxPaint)fragment.Box.PaintData!).Outer, Offset = at } : place with { Offset = at });
        }
    }

    // What is fixed and not contained by a transformed box or the like hangs below the viewport itself, and does not scroll with its contents.
    private static bool StaysInView(Fragment fragment, Fragment child) => IsViewport(fragment.Box) && child.Kind == FragmentKind.Box && child.Box.Style.Position == Position.Fixed;

    private void Walk(Fragment fragment, in Place place)
    {
        var box = fragment.Box;
        if (!NeedsPaint(box) && !IsMoved(box))
        {
            box.PaintData = null;
            WalkChildren(fragment, place);
            return;
        }

        var known = box.PaintData as BoxPaint;
        if (known?.Pass == _pass && fragment.Kind == FragmentKind.Inline)
        {
            // A later line of the same inline box: a relative inline has one layer, which its first fragment made; the others paint with the flow.
            WalkChildren(fragment, place);
            return;
        }

        var paint = Update(fragment, place.State, place.Offset);
        var context = place.Context;
        var isContext = StackingRules.IsStackingContext(box) || IsMoved(box);
        paint.Layer = null;
        if (fragment.Kind == FragmentKind.Box && (isContext || box.Style.IsPositioned))
        {
            paint.Layer = new PaintLayer(fragment, paint, isContext, isContext ? box.Style.Box.ZIndex ?? 0 : 0);
            context.Add(paint.Layer);
            if (isContext) context = paint.Layer;
        }

        WalkChildren(fragment, new Place(paint.Inner, paint.InnerOffset, context));
    }

    // An animation runs on it, though its value be the initial one by now.
    private bool IsMoved(LayoutBox box) => input.TransformReasons(box) != CompositingReasons.None || input.OpacityReasons(box) != CompositingReasons.None;

    private static bool NeedsPaint(LayoutBox box) =>
        box.Style.IsPositioned || StackingRules.IsStackingContext(box) || StackingRules.ClipsContents(box);

    private BoxPaint Update(Fragment fragment, PropertyState state, LayoutPoint offset)
    {
        var box = fragment.Box;
        if (box.PaintData is not BoxPaint paint) box.PaintData = paint = new BoxPaint();
        paint.Pass = _pass;
        paint.Fragment = fragment;
        var isBox = fragment.Kind == FragmentKind.Box;
        UpdateSticky(box, paint, ref state, isBox);
        UpdateTransform(fragment, paint, ref state, ref offset, isBox);
        UpdateClipPath(fragment, paint, ref state, offset);
        UpdateEffect(fragment, paint, ref state, offset);
        (paint.Outer, paint.Offset) = (state, offset);
        UpdateContents(fragment, paint, ref state, ref offset, isBox);
        (paint.Inner, paint.InnerOffset) = (state, offset);
        return paint;
    }

    private void UpdateSticky(LayoutBox box, BoxPaint paint, ref PropertyState state, bool isBox)
    {
        if (!isBox || box.Style.Position != Position.Sticky)
        {
            paint.Sticky = null;
            return;
        }

        var moved = input.StickyOffset(box);
        paint.Sticky = Reuse(paint.Sticky, state.Transform, box);
        paint.Sticky.Set(Matrix4x4.CreateTranslation(moved.X.ToFloat(), moved.Y.ToFloat(), 0));
        state = state with { Transform = paint.Sticky };
    }

    private void UpdateTransform(Fragment fragment, BoxPaint paint, ref PropertyState state, ref LayoutPoint offset, bool isBox)
    {
        var box = fragment.Box;
        if (!isBox || !(StackingRules.HasTransform(box) || input.TransformReasons(box) != CompositingReasons.None))
        {
            paint.Transform = null;
            return;
        }

        // The space of a transformed box begins at its border box, on a whole pixel; so moving the box paints nothing anew.
        int x = offset.X.RoundToInt(), y = offset.Y.RoundToInt();
        offset = new LayoutPoint(offset.X - x, offset.Y - y);
        var node = Reuse(paint.Transform, state.Transform, box);
        var style = box.Style.Effects;
        paint.TransformOrigin = (x, y);
        node.Set(BoxTransform.Of(box.Style, fragment.Width.ToFloat(), fragment.Height.ToFloat()) * Matrix4x4.CreateTranslation(x, y, 0));
        node.Flattens = style.TransformStyle == TransformStyle.Flat;
        node.HidesBackface = style.BackfaceVisibility == BackfaceVisibility.Hidden;
        node.Reasons = input.TransformReasons(box) | (style.WillChangeTransform ? CompositingReasons.Requested : CompositingReasons.None);
        paint.Transform = node;
        state = state with { Transform = node };
    }

    private static void UpdateClipPath(Fragment fragment, BoxPaint paint, ref PropertyState state, LayoutPoint offset)
    {
        var box = fragment.Box;
        if (box.Style.Effects.ClipPath is not { } path)
        {
            paint.PathClip = null;
            return;
        }

        var rect = RectF.Exact(ReferenceBox(fragment, path.ReferenceBox).Offset(offset));
        var shape = path.Shape is { } basic ? new ClipShape(basic, rect) : null;
        var bounds = shape is null ? BoxGeometry.BorderShape(box.Style, rect) : new RoundedRect(RectF.Infinite, default);
        paint.PathClip = Reuse(paint.PathClip, state.Clip, state.Transform, bounds, shape);
        state = state with { Clip = paint.PathClip };
    }

    private static LayoutRect ReferenceBox(Fragment fragment, BackgroundBox kind) => kind switch
    {
        BackgroundBox.PaddingBox => fragment.PaddingRect,
        BackgroundBox.ContentBox => fragment.ContentRect,
        _ => new LayoutRect(0, 0, fragment.Width, fragment.Height),
    };

    // Each filter around makes the picture that is to be filtered larger.
    private static bool AreTooManyFilters(EffectNode effect)
    {
        const int most = 12;
        const float farthest = 4000;
        var (filters, reach) = (0, 0f);
        for (var at = effect.Parent; at is not null; at = at.Parent)
        {
            if (at.Filters.Count + at.Backdrop.Count > 0) filters++;
            reach += EffectReach.Of(at);
        }

        if (filters < most && reach <= farthest) return false;
        if (effect.Owner?.Element is { } element) element.Document.Issues.Add(Dom.IssueSeverity.Limit, $"filters are nested more than {most} levels deep, or reach more than {farthest} px: the inner ones are not applied", line: element.Line);
        return true;
    }

    private void UpdateEffect(Fragment fragment, BoxPaint paint, ref PropertyState state, LayoutPoint offset)
    {
        var box = fragment.Box;
        var style = box.Style.Effects;
        if (!StackingRules.HasEffect(box.Style) && input.OpacityReasons(box) == CompositingReasons.None)
        {
            paint.Effect = null;
            return;
        }

        var effect = paint.Effect is { } known && known.Parent == state.Effect ? known : new EffectNode(state.Effect, box) { Space = state.Transform };
        effect.Space = state.Transform;
        effect.Clip = state.Clip;
        effect.SetOpacity(style.Opacity);
        var rect = RectF.Snapped(new LayoutRect(offset.X, offset.Y, fragment.Width, fragment.Height));
        var backdrop = style.BackdropFilter.Count > 0 ? BoxGeometry.BorderShape(box.Style, rect) : default;
        var (filters, backdrops) = (style.Filter, style.BackdropFilter);
        if (filters.Count + backdrops.Count > 0 && AreTooManyFilters(effect)) (filters, backdrops) = ([], []);
        if (effect.Blend != style.Blend || effect.Filters != filters || effect.Backdrop != backdrops || effect.BackdropBox != backdrop) effect.Version++;
        (effect.Blend, effect.Filters, effect.Backdrop, effect.BackdropBox) = (style.Blend, filters, backdrops, backdrop);
        effect.Masks = style.Mask.Count == 0 ? [] : BackgroundGeometry.Layers(style.Mask, box.Style, fragment, rect, input);
        effect.Reasons = input.OpacityReasons(box) | (style.WillChangeOpacity ? CompositingReasons.Requested : CompositingReasons.None);
        paint.Effect = effect;
        state = state with { Effect = effect };
    }

    private void UpdateContents(Fragment fragment, BoxPaint paint, ref PropertyState state, ref LayoutPoint offset, bool isBox)
    {
        var box = fragment.Box;
        (paint.OverflowClip, paint.Perspective) = (isBox && StackingRules.ClipsContents(box) && !IsViewport(box) ? ContentsClip(fragment, paint, state, offset) : null, paint.Perspective);
        if (paint.OverflowClip is not null) state = state with { Clip = paint.OverflowClip };
        paint.Perspective = isBox && box.Style.Effects.Perspective > 0 && StackingRules.IsTransformable(box) ? Reuse(paint.Perspective, state.Transform, box) : null;
        if (paint.Perspective is { } perspective)
        {
            var matrix = BoxTransform.PerspectiveOf(box.Style, fragment.Width.ToFloat(), fragment.Height.ToFloat());
            float x = offset.X.ToFloat(), y = offset.Y.ToFloat();
            perspective.Set(Matrix4x4.CreateTranslation(-x, -y, 0) * matrix * Matrix4x4.CreateTranslation(x, y, 0));
            perspective.Flattens = false;
            state = state with { Transform = perspective };
        }

        var scrolled = isBox && (box.Style.IsScrollContainer || IsViewport(box)) ? input.ScrollOffset(box) : default;
        if (!isBox || !MayScroll(fragment, scrolled))
        {
            paint.Scroll = null;
            return;
        }

        if (paint.Scroll is null || paint.Scroll.Parent != state.Transform) paint.Scroll = new TransformNode(state.Transform, box) { IsScroll = true, Reasons = CompositingReasons.Scroll };
        paint.Scroll.Set(Matrix4x4.CreateTranslation(-scrolled.X.ToFloat(), -scrolled.Y.ToFloat(), 0));
        state = state with { Transform = paint.Scroll };
    }

    // A layer of its own is worth it for what people scroll; what is only cut off gets one when a program scrolls it.
    private static bool MayScroll(Fragment fragment, LayoutPoint scrolled)
    {
        var box = fragment.Box;
        if (IsViewport(box) || scrolled != default) return true;
        if (!box.Style.IsScrollContainer) return false;
        var (least, most) = ScrollState.RangeOf(fragment);
        return (CanScroll(box.Style.Box.OverflowX) && most.X > least.X) || (CanScroll(box.Style.Box.OverflowY) && most.Y > least.Y);
    }

    private static bool CanScroll(Overflow overflow) => overflow is Overflow.Auto or Overflow.Scroll;

    private static bool IsViewport(LayoutBox box) => box.Parent is null;

    private static ClipNode ContentsClip(Fragment fragment, BoxPaint paint, in PropertyState state, LayoutPoint offset)
    {
        var style = fragment.Box.Style;
        var border = RectF.Snapped(new LayoutRect(offset.X, offset.Y, fragment.Width, fragment.Height));
        var inner = BoxGeometry.InnerShape(BoxGeometry.BorderShape(style, border), BoxGeometry.BorderWidths(fragment));
        var clipX = style.Box.OverflowX != Overflow.Visible || style.Box.ContainsPaint;
        var clipY = style.Box.OverflowY != Overflow.Visible || style.Box.ContainsPaint;
        if (!clipX || !clipY)
        {
            var r = inner.Rect;
            inner = new RoundedRect(new RectF(clipX ? r.X : RectF.Infinite.X, clipY ? r.Y : RectF.Infinite.Y, clipX ? r.Width : RectF.Infinite.Width, clipY ? r.Height : RectF.Infinite.Height), default);
        }

        return Reuse(paint.OverflowClip, state.Clip, state.Transform, inner, null);
    }

    private static TransformNode Reuse(TransformNode? known, TransformNode parent, LayoutBox box) =>
        known is not null && known.Parent == parent ? known : new TransformNode(parent, box);

    private static ClipNode Reuse(ClipNode? known, ClipNode? parent, TransformNode space, RoundedRect shape, ClipShape? path) =>
        known is not null && ReferenceEquals(known.Parent, parent) && known.Space == space && known.Shape == shape && known.Path == path
            ? known : new ClipNode(parent, space, shape, path);

    // Planes in a common space: what is farther away is painted first (css-transforms-2, 6.1); planes that cut each other are not split.
    private static void SortByDepth(PaintLayer layer)
    {
        var sorted = layer.Zero.OrderBy(Depth).ToArray();
        layer.Zero.Clear();
        layer.Zero.AddRange(sorted);

        static float Depth(PaintLayer child)
        {
            if (child.Paint.Transform is not { } node) return 0;
            var size = child.Fragment.Size;
            var center = new Vector3(size.Width.ToFloat() / 2, size.Height.ToFloat() / 2, 0);
            var z = 0f;
            for (TransformNode? at = node; at is not null; at = at.Parent is { Flattens: false } parent ? parent : null)
            {
                center = Vector3.Transform(center, at.Matrix);
                z = center.Z;
            }

            return z;
        }
    }

    private static void SortAll(PaintLayer layer)
    {
        layer.Sort();
        if (layer.Fragment.Box.Style.Effects.TransformStyle == TransformStyle.Preserve3d && layer.Zero.Count > 1) SortByDepth(layer);
        foreach (var child in layer.Negative) SortAll(child);
        foreach (var child in layer.Zero) SortAll(child);
        foreach (var child in layer.Positive) SortAll(child);
    }
}
