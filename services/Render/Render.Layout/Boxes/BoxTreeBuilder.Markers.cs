using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a list item's symbol looks like.</summary>
public enum MarkerSymbol : byte { Disc, Circle, Square, DisclosureOpen, DisclosureClosed }

/// <summary>A list item's marker that is a drawn symbol; its baseline is its bottom, but paint centres it as text would stand.</summary>
public sealed class MarkerSymbolBox : ReplacedBox
{
    public MarkerSymbolBox(ComputedStyle style, Element element, MarkerSymbol symbol, float size)
        : base(style, element, NaturalSize.Of(size, size), PseudoElement.Marker) => Symbol = symbol;

    public MarkerSymbol Symbol { get; }
}

/// <content>Markers of list items (css-lists-3). Their sizes and distances are Blink's.</content>
internal sealed partial class BoxTreeBuilder
{
    private const float SymbolGap = 7;

    private void AddMarker(Element element, LayoutBox box, List<LayoutBox> into)
    {
        if (box.Style.Display is Display.ListItem or Display.InlineListItem) AddMarkerOf(element, box.Style, _styles.StyleOf(element, PseudoElement.Marker), box, into);
    }

    private void AddMarkerOf(Element element, ComputedStyle item, ComputedStyle? marker, LayoutBox box, List<LayoutBox> into)
    {
        var style = marker ?? _styles.Anonymous(item, Display.Inline).WithWhiteSpace(WhiteSpaceCollapse.Preserve, TextWrap.NoWrap);
        if (style.Display == Display.None) return;
        Counters.Begin(element, PseudoElement.Marker);
        var outside = item.Inherited.ListStylePosition == ListStylePosition.Outside && box.Kind != BoxKind.Inline;
        var made = style.Content.Content is { } content
            ? content.Count == 0 ? null : WithContent(element, style, content, outside)
            : item.Inherited.ListStyleImage is { } image && _replaced.SizeOf(image) is { } size
                ? ImageMarker(style, image, size)
                : NormalMarker(element, item, style, outside);
        if (made is null) return;
        if (made is ReplacedBox) made = InLine(element, style, made, outside);
        made.IsOutsideMarker = outside;
        into.Add(made);
    }

    private LayoutBox WithContent(Element element, ComputedStyle style, IReadOnlyList<ContentItem> content, bool outside)
    {
        var box = MarkerBox(element, style, outside);
        var list = Rent();
        AddContent(element, style, PseudoElement.Marker, content, list);
        _fixup.Adopt(box, list);
        Return(list);
        return box;
    }

    private static GeneratedImageBox ImageMarker(ComputedStyle style, CssImage image, NaturalSize size) =>
        new(Placed(style, 0, SymbolGap), image, size, PseudoElement.Marker);

    private LayoutBox? NormalMarker(Element element, ComputedStyle item, ComputedStyle style, bool outside)
    {
        var type = item.Inherited.ListStyleType;
        if (type == "none") return null;
        if (CounterStyles.IsSymbol(type)) return Symbol(element, style, type, outside);
        var box = MarkerBox(element, style, outside);
        var text = new TextBox(TextStyle(style).WithWhiteSpace(WhiteSpaceCollapse.Preserve, TextWrap.NoWrap), null, CounterStyles.Marker(0, type), PseudoElement.Marker);
        if (CounterStyles.Counts(type)) Counters.AddMarker(element, PseudoElement.Marker, type, text);
        box.Insert(text);
        box.HasInlineChildren = box.Kind == BoxKind.Block;
        return box;
    }

    /// <summary>A symbol or image stands in a line of the marker's font.</summary>
    private static LayoutBox InLine(Element element, ComputedStyle style, LayoutBox picture, bool outside)
    {
        var box = MarkerBox(element, style, outside);
        box.Insert(picture);
        box.HasInlineChildren = outside;
        return box;
    }

    private static LayoutBox MarkerBox(Element element, ComputedStyle style, bool outside) => outside
        ? new LayoutBox(BoxKind.Block, style.WithDisplay(Display.InlineBlock), element, PseudoElement.Marker)
        : new LayoutBox(BoxKind.Inline, style.WithDisplay(Display.Inline).WithIsolation(), element, PseudoElement.Marker);

    /// <summary>A disc and the like: two thirds of the ascent make the room that it stands in.</summary>
    private MarkerSymbolBox Symbol(Element element, ComputedStyle style, string type, bool outside)
    {
        const float disclosureScale = 0.66f, disclosureGap = 0.4f;
        if (type is "disclosure-open" or "disclosure-closed")
        {
            var size = style.Font.Size * disclosureScale;
            var placed = Placed(style, 0, outside ? SymbolGap : style.Font.Size * disclosureGap);
            return new MarkerSymbolBox(placed, element, type == "disclosure-open" ? MarkerSymbol.DisclosureOpen : MarkerSymbol.DisclosureClosed, size);
        }

        var ascent = (int)InlineFonts.Resolve(style, _fonts).Metrics.Ascent;
        var room = ascent * 2 / 3;
        var width = ((room + 1) / 2) + 2;
        var symbol = type switch { "circle" => MarkerSymbol.Circle, "square" => MarkerSymbol.Square, _ => MarkerSymbol.Disc };
        return outside
            ? new MarkerSymbolBox(Placed(style, 0, room + SymbolGap - width), element, symbol, width)
            : new MarkerSymbolBox(Placed(style, -1, style.Font.Size), element, symbol, width);
    }

    private static ComputedStyle Placed(ComputedStyle style, float before, float after)
    {
        var (start, end) = (SizeValue.Px(before), SizeValue.Px(after));
        var none = SizeValue.Px(0);
        var margin = style.IsRtl ? new Sides<SizeValue>(none, start, none, end) : new Sides<SizeValue>(none, end, none, start);
        return style.WithDisplay(Display.Inline).WithMargin(margin);
    }
}
