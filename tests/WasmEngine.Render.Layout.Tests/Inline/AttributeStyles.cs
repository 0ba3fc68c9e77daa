using System.Globalization;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Styles out of style attributes, for properties that inline layout asks for: px, percentages and keywords only, no cascade.</summary>
internal sealed class AttributeStyles : IStyleSource
{
    private readonly Dictionary<Element, ComputedStyle> _known = [];

    public ComputedStyle StyleOf(Element element)
    {
        if (!_known.TryGetValue(element, out var style)) _known.Add(element, style = Make(element));
        return style;
    }

    public ComputedStyle? StyleOf(Element element, PseudoElement pseudo) => null;

    public ComputedStyle Anonymous(ComputedStyle parent, Display display)
    {
        var style = ComputedStyle.Initial.Clone();
        (style.Font, style.Text, style.Inherited) = (parent.Font, parent.Text, parent.Inherited);
        (style.Box, style.Size, style.Border) = (style.Box.Clone(), style.Size.Clone(), style.Border.Clone());
        style.Box.Display = style.Box.OriginalDisplay = display;
        return style;
    }

    private ComputedStyle Make(Element element)
    {
        var parent = element.Parent is { } above ? StyleOf(above) : ComputedStyle.Initial;
        var style = Anonymous(parent, Usual(element.Tag));
        if (element.Attribute("style") is not null || element.Attribute("dir") is not null) (style.Font, style.Text) = (style.Font.Clone(), style.Text.Clone());
        if (element.Attribute("dir") is { } direction)
        {
            style.Text.Direction = Enum.Parse<Direction>(direction, ignoreCase: true);
            if (style.Display == Display.Inline) style.Box.UnicodeBidi = UnicodeBidi.Isolate;
        }

        foreach (var declaration in (element.Attribute("style") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            Apply(style, declaration[..colon].Trim(), declaration[(colon + 1)..].Trim());
        }

        if (style.IsFloating || style.IsOutOfFlow) style.Box.Display = style.Display is Display.Inline or Display.InlineBlock ? Display.Block : style.Display;
        return style;
    }

    private static Display Usual(string tag) => tag switch
    {
        "head" or "style" => Display.None,
        "html" or "body" or "div" => Display.Block,
        _ => Display.Inline,
    };

    private static void Apply(ComputedStyle style, string name, string value)
    {
        if (!ApplyBox(style, name, value) && !ApplyText(style, name, value)) throw new ArgumentException($"these tests know no {name}");
    }

    private static bool ApplyBox(ComputedStyle style, string name, string value)
    {
        var (box, size) = (style.Box, style.Size);
        switch (name)
        {
            case "display": box.Display = box.OriginalDisplay = Keyword<Display>(value); break;
            case "float": box.Float = Keyword<Float>(value); break;
            case "clear": box.Clear = Keyword<Clear>(value); break;
            case "position": box.Position = Keyword<Position>(value); break;
            case "overflow": box.OverflowX = box.OverflowY = Keyword<Overflow>(value); break;
            case "text-overflow": box.TextOverflow = Keyword<TextOverflow>(value); break;
            case "unicode-bidi": box.UnicodeBidi = Keyword<UnicodeBidi>(value); break;
            case "width": size.Width = Size(value); break;
            case "height": size.Height = Size(value); break;
            case "left": size.Inset = size.Inset with { Left = Size(value) }; break;
            case "top": size.Inset = size.Inset with { Top = Size(value) }; break;
            case "margin":
                size.Margin = new Sides<SizeValue>(Size(Part(value, 0)), Size(Part(value, 1)), Size(Part(value, 2)), Size(Part(value, 3)));
                break;
            case "padding":
                size.Padding = new Sides<LengthPercentage>(Length(Part(value, 0)), Length(Part(value, 1)), Length(Part(value, 2)), Length(Part(value, 3)));
                break;
            case "border-style": break;
            case "border-width":
                style.Border.Width = new Sides<float>(Number(Part(value, 0)), Number(Part(value, 1)), Number(Part(value, 2)), Number(Part(value, 3)));
                break;
            case "vertical-align":
                if (Enum.TryParse<VerticalAlign>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var align)) box.VerticalAlign = align;
                else (box.VerticalAlign, box.VerticalAlignLength) = (VerticalAlign.Length, Length(value));
                break;
            default: return false;
        }

        return true;
    }

    private static bool ApplyText(ComputedStyle style, string name, string value)
    {
        var text = style.Text;
        switch (name)
        {
            case "font-size": style.Font.Size = Number(value); break;
            case "font-family": style.Font.Families = [value]; break;
            case "line-height":
                text.LineHeight = value == "normal" ? default : new LineHeight(value.EndsWith("px", StringComparison.Ordinal) ? LineHeightKind.Length : LineHeightKind.Number, Number(value));
                break;
            case "direction": text.Direction = Keyword<Direction>(value); break;
            case "text-align": text.Align = Keyword<TextAlign>(value); break;
            case "text-align-last": text.AlignLast = Keyword<TextAlignLast>(value); break;
            case "text-indent": text.Indent = Length(value); break;
            case "text-wrap": text.Wrap = Keyword<TextWrap>(value); break;
            case "letter-spacing": text.LetterSpacing = Number(value); break;
            case "word-spacing": text.WordSpacing = Number(value); break;
            case "tab-size": text.TabSize = Number(value); break;
            case "overflow-wrap": text.OverflowWrap = Keyword<OverflowWrap>(value); break;
            case "word-break": text.WordBreak = Keyword<WordBreak>(value); break;
            case "hyphens": text.Hyphens = Keyword<Hyphens>(value); break;
            case "text-transform": text.Transform = Keyword<TextTransform>(value); break;
            case "white-space":
                (text.WhiteSpace, text.Wrap) = value switch
                {
                    "pre" => (WhiteSpaceCollapse.Preserve, TextWrap.NoWrap),
                    "pre-wrap" => (WhiteSpaceCollapse.Preserve, TextWrap.Wrap),
                    "pre-line" => (WhiteSpaceCollapse.PreserveBreaks, TextWrap.Wrap),
                    "break-spaces" => (WhiteSpaceCollapse.BreakSpaces, TextWrap.Wrap),
                    "nowrap" => (WhiteSpaceCollapse.Collapse, TextWrap.NoWrap),
                    _ => (WhiteSpaceCollapse.Collapse, TextWrap.Wrap),
                };
                break;
            default: return false;
        }

        return true;
    }

    private static T Keyword<T>(string value)
        where T : struct, Enum => Enum.Parse<T>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static string Part(string value, int side)
    {
        var parts = value.Split(' ');
        return parts.Length switch { 1 => parts[0], 2 => parts[side % 2], 3 => parts[side == 3 ? 1 : side], _ => parts[side] };
    }

    private static float Number(string value) => float.Parse(value.Replace("px", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static LengthPercentage Length(string value) => value.EndsWith('%') ? new LengthPercentage(0, Number(value[..^1])) : new LengthPercentage(Number(value));

    private static SizeValue Size(string value) => value switch
    {
        "auto" => SizeValue.Auto,
        "min-content" => new SizeValue(SizeKind.MinContent),
        "max-content" => new SizeValue(SizeKind.MaxContent),
        _ => new SizeValue(SizeKind.Length, Length(value)),
    };
}
