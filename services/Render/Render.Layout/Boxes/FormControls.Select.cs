using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>select: a button with the chosen option, as wide as the widest one; or a list of options.</content>
internal sealed partial class FormControls
{
    private const float ArrowRoom = 16, LabelRoom = 4, LabelPadding = 1;

    private ControlBox Select(Element element, ComputedStyle style)
    {
        var size = BoxTreeBuilder.Span(element, "size", 0, MostCharacters);
        var rows = size > 0 ? size : element.Has("multiple") ? 4 : 1;
        return rows > 1 || element.Has("multiple") ? ListBox(element, style, rows) : new ControlBox(DropDown(element, style), null);
    }

    private ControlBox ListBox(Element element, ComputedStyle style, int rows)
    {
        const float rowPadding = 2;
        if (style.Size.Height.IsAuto)
        {
            var height = (LineHeightOf(style, InlineFonts.Resolve(style, fonts).Metrics) + rowPadding) * rows;
            var border = style.Border.Width;
            if (style.Box.BoxSizing == BoxSizing.BorderBox) height += border.Top + border.Bottom + style.Size.Padding.Top.Px + style.Size.Padding.Bottom.Px;
            style = style.WithSize(style.Size.Width, SizeValue.Px(height));
        }

        var box = Plain(element, style);
        return new ControlBox(box, box);
    }

    private LayoutBox DropDown(Element element, ComputedStyle style)
    {
        var outer = Centering(element, style);
        var padding = style.IsRtl
            ? new Sides<LengthPercentage>(new(LabelPadding), new(LabelRoom), new(LabelPadding), new(ArrowRoom))
            : new Sides<LengthPercentage>(new(LabelPadding), new(ArrowRoom), new(LabelPadding), new(LabelRoom));
        var inner = new LayoutBox(BoxKind.Block, Anonymous(style).WithFlexItem(1, 1, SizeValue.Px(0)).WithPadding(padding), null) { HasWholeWidth = true };
        outer.Insert(inner);
        var textStyle = styles.Anonymous(style, Display.Inline).WithWhiteSpace(WhiteSpaceCollapse.Preserve, TextWrap.NoWrap);
        var hidden = textStyle.WithVisibility(Visibility.Hidden);
        var strut = Anonymous(style).WithSize(SizeValue.Auto, SizeValue.Px(0));
        string? first = null, chosen = null;
        foreach (var option in OptionsOf(element))
        {
            var label = Label(option);
            first ??= label;
            if (option.Has("selected")) chosen = label;
            if (label.Length == 0) continue;
            var wide = new LayoutBox(BoxKind.Block, strut, null);
            inner.Insert(wide);
            AddText(wide, hidden, label);
        }

        var shown = chosen ?? first ?? "";
        var holder = new LayoutBox(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Px(0), SizeValue.Auto).WithFlexItem(0, 1, SizeValue.Percent(100)), null);
        inner.Insert(holder);
        AddText(holder, textStyle, shown.Length == 0 ? EmptyLine : shown);
        return outer;
    }

    private static IEnumerable<Element> OptionsOf(Element select)
    {
        foreach (var node in Document.Walk(select))
        {
            if (node is Element { Tag: "option" } option) yield return option;
        }
    }

    private static string Label(Element option)
    {
        if (option.Attribute("label") is { Length: > 0 } label) return label;
        return string.Join(' ', option.TextContent().Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries));
    }
}
