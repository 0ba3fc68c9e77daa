using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Layout;

/// <summary>A form control's box.</summary>
/// <param name="Box">Its principal box.</param>
/// <param name="Contents">The box that the element's own content goes into; null when it is not shown.</param>
internal readonly record struct ControlBox(LayoutBox Box, LayoutBox? Contents);

/// <summary>
/// Boxes of form controls (HTML, 15.5) with the sizes that Chromium gives them. Their insides are anonymous boxes: a strut as wide as the control
/// would like to be, and the text, which counts for nothing in the width.
/// </summary>
internal sealed partial class FormControls(IStyleSource styles, IFontSystem fonts)
{
    private const int DefaultColumns = 20, DefaultRows = 2, MostCharacters = 100_000;
    private const string EmptyLine = "\u00A0";

    /// <summary>Makes the boxes of an element that is a form control; null for others.</summary>
    internal ControlBox? TryCreate(Element element, ComputedStyle style) => element.Tag switch
    {
        "button" => Button(element, style),
        "input" => Input(element, style),
        "textarea" => new ControlBox(TextArea(element, style), null),
        "select" => Select(element, style),
        "progress" => new ControlBox(Bar(element, style, style.Font.Size * 10, style.Font.Size), null),
        "meter" => new ControlBox(Bar(element, style, style.Font.Size * 5, style.Font.Size), null),
        _ => null,
    };

    /// <summary>Whether restyling an element can't just replace its box's style.</summary>
    internal static bool IsControl(Element element) => element.Tag is "button" or "input" or "textarea" or "select" or "progress" or "meter";

    private ControlBox? Input(Element element, ComputedStyle style)
    {
        switch ((element.Attribute("type") ?? "text").ToLowerInvariant())
        {
            case "image":
                return null;
            case "submit":
                return new ControlBox(LabelButton(element, style, element.Attribute("value") ?? "Submit"), null);
            case "reset":
                return new ControlBox(LabelButton(element, style, element.Attribute("value") ?? "Reset"), null);
            case "button":
                return new ControlBox(LabelButton(element, style, element.Attribute("value") ?? ""), null);
            case "checkbox" or "radio":
                return new ControlBox(style.Box.Appearance == Appearance.None ? Plain(element, style) : Widget(element, style, 13, 13), null);
            case "range":
                return new ControlBox(Widget(element, style, 129, 16), null);
            case "color":
                return new ControlBox(Widget(element, style, 44, 19, Alignment.FlexStart), null); // a swatch, with padding below
            case "file":
                return new ControlBox(Widget(element, style, 253, 21), null);
            case "date":
                return new ControlBox(Scaled(element, style, 117.33f, 15.33f), null);
            case "time":
                return new ControlBox(Scaled(element, style, 96, 18), null);
            case "datetime-local":
                return new ControlBox(Scaled(element, style, 203.33f, 18), null);
            case "month":
                return new ControlBox(Scaled(element, style, 147.33f, 18), null);
            case "week":
                return new ControlBox(Scaled(element, style, 139.33f, 18), null);
            case "password":
                return new ControlBox(TextField(element, style, new string('\u2022', Math.Min(MostCharacters, (element.Attribute("value") ?? "").Length))), null);
            default:
                return new ControlBox(TextField(element, style, element.Attribute("value") ?? ""), null);
        }
    }

    /// <summary>A control without text and baseline.</summary>
    private LayoutBox Bar(Element element, ComputedStyle style, float width, float height)
    {
        var box = Plain(element, style);
        box.Insert(new LayoutBox(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Px(width), SizeValue.Px(height)), null));
        return box;
    }

    /// <summary>A control without text: a flex container, whose baseline is its item's bottom edge, around a strut of its size. It stretches as blocks do.</summary>
    private LayoutBox Widget(Element element, ComputedStyle style, float width, float height, Alignment align = Alignment.FlexEnd)
    {
        var box = Container(element, style, align);
        box.Insert(new LayoutBox(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Px(width), SizeValue.Px(height)).WithFlexItem(0, 0, SizeValue.Auto), null));
        return box;
    }

    private LayoutBox Scaled(Element element, ComputedStyle style, float width, float height)
    {
        const float usual = 40f / 3;
        var scale = style.Font.Size / usual;
        return Widget(element, style, width * scale, height * scale);
    }

    private static LayoutBox Plain(Element element, ComputedStyle style) => new(BoxKind.Block, style, element) { ShrinksToFit = true };

    /// <summary>A button: its content is centred from top to bottom in a box of its own, which is a flex or grid container if the button says so.</summary>
    private ControlBox Button(Element element, ComputedStyle style)
    {
        var kind = BoxTreeBuilder.KindOf(style.Display);
        var display = kind switch { BoxKind.Flex => Display.Flex, BoxKind.Grid => Display.Grid, _ => Display.Block };
        var inner = styles.Anonymous(style, display).WithFlexItem(1, 1, SizeValue.Px(0));
        if (display == Display.Block) inner = inner.WithMargin(new Sides<SizeValue>(SizeValue.Auto, SizeValue.Px(0), SizeValue.Auto, SizeValue.Px(0)));
        else inner = inner.WithContainerOf(style).WithFlexItem(1, 1, SizeValue.Px(0));
        var outer = Container(element, style, display == Display.Block ? Alignment.Center : Alignment.Stretch);
        var contents = new LayoutBox(kind is BoxKind.Flex or BoxKind.Grid ? kind : BoxKind.Block, inner, null);
        outer.Insert(contents);
        return new ControlBox(outer, contents);
    }

    private LayoutBox LabelButton(Element element, ComputedStyle style, string label)
    {
        var button = Button(element, style);
        if (label.Length == 0) label = EmptyLine;
        AddText(button.Contents!, styles.Anonymous(style, Display.Inline).WithWhiteSpace(WhiteSpaceCollapse.Preserve, TextWrap.NoWrap), label);
        return button.Box;
    }

    private static LayoutBox Centering(Element element, ComputedStyle style) => Container(element, style, Alignment.Center);

    private static LayoutBox Container(Element element, ComputedStyle style, Alignment align) =>
        new(BoxKind.Flex, style.WithFlexContainer(FlexDirection.Row, align, Alignment.Normal), element) { ShrinksToFit = true };

    private LayoutBox TextField(Element element, ComputedStyle style, string value)
    {
        var size = BoxTreeBuilder.Span(element, "size", 0, MostCharacters);
        var metrics = InlineFonts.Resolve(style, fonts).Metrics;
        var character = CharacterWidth(metrics);
        var width = (LayoutUnit.Ceil(character * (size == 0 ? DefaultColumns : size)) + LayoutUnit.From(MathF.Round(metrics.InkLeft + metrics.InkRight) - character)).CeilToInt();
        var outer = Centering(element, style);
        var inner = Anonymous(style).WithFlexItem(1, 1, SizeValue.Px(0)).WithOverflow(Overflow.Clip, Overflow.Clip);
        var area = new LayoutBox(BoxKind.Block, inner, null);
        outer.Insert(area);
        area.Insert(Strut(style, width));
        AddValue(area, element, style, value.ReplaceLineEndings(""), WhiteSpaceCollapse.Preserve, TextWrap.NoWrap);
        return outer;
    }

    private LayoutBox TextArea(Element element, ComputedStyle style)
    {
        const float scrollbar = 15;
        var columns = BoxTreeBuilder.Span(element, "cols", DefaultColumns, MostCharacters);
        var rows = BoxTreeBuilder.Span(element, "rows", DefaultRows, MostCharacters);
        var metrics = InlineFonts.Resolve(style, fonts).Metrics;
        var width = MathF.Ceiling((CharacterWidth(metrics) * Math.Max(1, columns)) + scrollbar);
        var box = Plain(element, style);
        var inner = new LayoutBox(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Auto, SizeValue.Px(LineHeightOf(style, metrics) * Math.Max(1, rows))), null);
        box.Insert(inner);
        inner.Insert(Strut(style, width));
        var wraps = string.Equals(element.Attribute("wrap"), "off", StringComparison.OrdinalIgnoreCase) ? TextWrap.NoWrap : TextWrap.Wrap;
        AddValue(inner, element, style, element.TextContent(), WhiteSpaceCollapse.Preserve, wraps);
        return box;
    }

    /// <summary>The value, or the placeholder where it is empty.</summary>
    private void AddValue(LayoutBox area, Element element, ComputedStyle style, string value, WhiteSpaceCollapse collapse, TextWrap wrap)
    {
        var holder = new LayoutBox(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Px(0), SizeValue.Auto).WithFlexItem(0, 1, SizeValue.Percent(100)), null);
        area.Insert(holder);
        var shown = value;
        var textStyle = style;
        if (value.Length == 0 && element.Attribute("placeholder") is { Length: > 0 } placeholder)
        {
            shown = placeholder;
            textStyle = styles.StyleOf(element, PseudoElement.Placeholder) ?? style;
        }

        if (shown.Length == 0) shown = EmptyLine;
        AddText(holder, styles.Anonymous(textStyle, Display.Inline).WithWhiteSpace(collapse, wrap), shown);
    }

    private ComputedStyle Anonymous(ComputedStyle style) => styles.Anonymous(style, Display.Block);

    /// <summary>A block without height that gives its container a width.</summary>
    private LayoutBox Strut(ComputedStyle style, float width) => new(BoxKind.Block, Anonymous(style).WithSize(SizeValue.Px(width), SizeValue.Px(0)), null);

    private void AddText(LayoutBox box, ComputedStyle style, string text)
    {
        if (box.Kind is BoxKind.Flex or BoxKind.Grid)
        {
            // As any text in such a container (css-flexbox-1, 4).
            var item = new LayoutBox(BoxKind.Block, Anonymous(box.Style), null);
            box.Insert(item);
            box = item;
        }

        box.Insert(new TextBox(style, null, text));
        box.HasInlineChildren = true;
    }

    /// <summary>Blink's average character: what the font says, in whole px where that is more.</summary>
    private static float CharacterWidth(FontMetrics metrics) => MathF.Max(metrics.AverageWidth, MathF.Round(metrics.AverageWidth));

    private static float LineHeightOf(ComputedStyle style, FontMetrics metrics) => style.Text.LineHeight.Kind switch
    {
        LineHeightKind.Number => style.Text.LineHeight.Value * style.Font.Size,
        LineHeightKind.Length => style.Text.LineHeight.Value,
        _ => metrics.LineSpacing,
    };
}
