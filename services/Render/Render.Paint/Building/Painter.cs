using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Makes a document's display list from its fragments, in the order of CSS 2, appendix E. Fragments that did not change since the last pass give the very same
/// items again. Belongs to the document's thread.
/// </summary>
public sealed class Painter
{
    private readonly IPaintInput _input;
    private readonly PropertyTreeBuilder _trees;
    private readonly DisplayListBuilder _list = new();

    public Painter(IPaintInput input)
    {
        _input = input;
        _trees = new PropertyTreeBuilder(input);
    }

    /// <summary>The view's own space: the root of the transform tree.</summary>
    public TransformNode View { get; } = new(null, null);

    /// <summary>Paints a document.</summary>
    /// <param name="root">The initial containing block's fragment.</param>
    /// <param name="canvas">Colour below everything: white, or dark where the document asks for it.</param>
    public DisplayList Paint(Fragment root, Color canvas)
    {
        var layer = _trees.Build(root, View);
        var background = CanvasBackground.Find(root);
        background.Paint(_list, layer.Paint.Inner, layer.Paint.InnerOffset, _input);
        _skipBackground = background.Owner;
        PaintLayer(layer);
        return _list.Build(canvas);
    }

    private LayoutBox? _skipBackground; // whose background became the canvas's

    private void PaintLayer(PaintLayer layer)
    {
        var place = new FragmentPlace(layer.Paint.Outer, layer.Paint.Offset);
        PaintDecorations(layer.Fragment, place);
        foreach (var child in layer.Negative) PaintLayer(child);
        PaintInsides(layer.Fragment, place);
        foreach (var child in layer.Zero) PaintLayer(child);
        foreach (var child in layer.Positive) PaintLayer(child);
        // Scrollbars and outlines of the layer's own box lie over its contents.
        PaintOutline(layer.Fragment, place);
    }

    // What is within, but for layers: block backgrounds, floats, content, outlines.
    private void PaintInsides(Fragment fragment, in FragmentPlace place)
    {
        var inner = FragmentPlace.Within(fragment, place);
        PaintBlockBackgrounds(fragment, inner);
        PaintCollapsedBorders(fragment, place);
        PaintFloats(fragment, inner);
        PaintOwnContent(fragment, place);
        PaintForeground(fragment, inner);
        PaintOutlines(fragment, inner);
    }

    // As if it were a stacking context of its own: floats, inline-blocks, flex and grid items.
    private void PaintAtomic(Fragment fragment, in FragmentPlace place)
    {
        PaintDecorations(fragment, place);
        PaintInsides(fragment, place);
        PaintOutline(fragment, place);
    }

    private void PaintBlockBackgrounds(Fragment fragment, in FragmentPlace inner)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (child.Kind != FragmentKind.Box || FragmentPlace.IsLayer(child) || child.Box.IsFloating || FragmentPlace.IsAtomicItem(fragment, child) || fragment.Kind == FragmentKind.Line) continue;
            var place = FragmentPlace.Of(link, inner);
            PaintDecorations(child, place);
            PaintBlockBackgrounds(child, FragmentPlace.Within(child, place));
            PaintCollapsedBorders(child, place);
        }
    }

    private void PaintCollapsedBorders(Fragment fragment, in FragmentPlace place)
    {
        if (fragment.Table is not { Borders.Count: > 0 } parts || fragment.Box.Style.Inherited.Visibility != Visibility.Visible) return;
        _list.Enter(place.State);
        foreach (var item in CachedItems.BordersOf(fragment, parts, place.Offset, _input)) _list.Add(item);
    }

    private void PaintFloats(Fragment fragment, in FragmentPlace inner)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (child.Kind is FragmentKind.Text || FragmentPlace.IsLayer(child) || FragmentPlace.IsAtomicItem(fragment, child)) continue;
            if (child.Kind != FragmentKind.Box)
            {
                PaintFloats(child, inner with { Offset = inner.Offset + link.Offset });
                continue;
            }

            var place = FragmentPlace.Of(link, inner);
            if (child.Box.IsFloating) PaintAtomic(child, place);
            else if (fragment.Kind == FragmentKind.Box) PaintFloats(child, FragmentPlace.Within(child, place));
        }
    }

    private void PaintForeground(Fragment fragment, in FragmentPlace inner)
    {
        if (fragment.Box.Kind is BoxKind.Flex or BoxKind.Grid && HasOrder(fragment))
        {
            foreach (var link in fragment.Children.OrderBy(c => c.Fragment.Box.IsOutOfFlow ? 0 : c.Fragment.Box.Style.Flex.Order)) PaintForeground(fragment, link, inner);
            return;
        }

        foreach (var link in fragment.Children) PaintForeground(fragment, link, inner);
    }

    private static bool HasOrder(Fragment fragment)
    {
        foreach (var (child, _) in fragment.Children)
        {
            if (child.Box.Style.Flex.Order != 0) return true;
        }

        return false;
    }

    private void PaintForeground(Fragment parent, in FragmentLink link, in FragmentPlace inner)
    {
        var child = link.Fragment;
        if (FragmentPlace.IsLayer(child) || link.IsHidden) return;
        switch (child.Kind)
        {
            case FragmentKind.Line:
                PaintForeground(child, inner with { Offset = inner.Offset + link.Offset });
                break;
            case FragmentKind.Inline:
                var at = inner with { Offset = inner.Offset + link.Offset };
                PaintDecorations(child, at);
                PaintForeground(child, at);
                break;
            case FragmentKind.Text:
                _list.Enter(inner.State);
                TextPainter.Paint((TextFragment)child, inner.Offset + link.Offset, _list);
                break;
            default:
                if (child.Box.IsFloating) break;
                var place = FragmentPlace.Of(link, inner);
                if (parent.Kind is FragmentKind.Line or FragmentKind.Inline || FragmentPlace.IsAtomicItem(parent, child))
                {
                    PaintAtomic(child, place);
                    break;
                }

                PaintOwnContent(child, place);
                PaintForeground(child, FragmentPlace.Within(child, place));
                break;
        }
    }

    private void PaintOutlines(Fragment fragment, in FragmentPlace inner)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (child.Kind == FragmentKind.Text || FragmentPlace.IsLayer(child) || (child.Kind == FragmentKind.Box && child.Box.IsFloating) || FragmentPlace.IsAtomicItem(fragment, child)) continue;
            var place = FragmentPlace.Of(link, inner);
            if (child.Kind == FragmentKind.Inline || (child.Kind == FragmentKind.Box && fragment.Kind == FragmentKind.Box)) PaintOutline(child, place);
            if (child.Kind != FragmentKind.Box || fragment.Kind == FragmentKind.Box) PaintOutlines(child, FragmentPlace.Within(child, place));
        }
    }

    private void PaintDecorations(Fragment fragment, in FragmentPlace place)
    {
        if (fragment.Box.Style.Inherited.Visibility != Visibility.Visible) return;
        var items = CachedItems.Of(fragment, place.Offset, fragment.Box == _skipBackground, _input).Decorations;
        if (items.Length == 0) return;
        _list.Enter(place.State);
        foreach (var item in items) _list.Add(item);
    }

    private void PaintOwnContent(Fragment fragment, in FragmentPlace place)
    {
        if (fragment.Box is not ReplacedBox replaced || replaced.Style.Inherited.Visibility != Visibility.Visible) return;
        if (CachedItems.ContentOf(fragment, replaced, place.Offset, _input) is not { } item) return;
        _list.Enter(place.State);
        _list.Add(item);
    }

    private void PaintOutline(Fragment fragment, in FragmentPlace place)
    {
        var style = fragment.Box.Style;
        if (style.Border.OutlineStyle is BorderStyle.None or BorderStyle.Hidden || style.Border.OutlineWidth <= 0 || style.Inherited.Visibility != Visibility.Visible) return;
        if (CachedItems.Of(fragment, place.Offset, fragment.Box == _skipBackground, _input).Outline is not { } item) return;
        _list.Enter(place.State);
        _list.Add(item);
    }
}
