using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>Inherited drawing properties of SVG content, as attributes and style attributes give them (SVG 2, 6 and 13).</summary>
internal sealed record SvgStyle
{
    internal Color Current { get; init; } = Color.Black;

    /// <summary>none, a colour, currentColor or url(#id).</summary>
    internal string Fill { get; init; } = "black";

    internal string Stroke { get; init; } = "none";

    internal float StrokeWidth { get; init; } = 1;

    internal float FillOpacity { get; init; } = 1;

    internal float StrokeOpacity { get; init; } = 1;

    internal string FillRule { get; init; } = "nonzero";

    internal string LineCap { get; init; } = "butt";

    internal string LineJoin { get; init; } = "miter";

    internal float MiterLimit { get; init; } = 4;

    internal string Dashes { get; init; } = "none";

    internal float DashOffset { get; init; }

    internal bool IsVisible { get; init; } = true;

    internal float FontSize { get; init; } = 16;

    internal string TextAnchor { get; init; } = "start";

    internal float Weight { get; init; } = 400;

    internal bool IsItalic { get; init; }

    internal ValueList<FontFamilyName> Families { get; init; } = FontDescription.DefaultFamilies;

    /// <summary>The font of text.</summary>
    internal FontDescription Font => new() { Families = Families, Size = FontSize, Weight = Weight, Slant = IsItalic ? Text.Fonts.FontSlant.Italic : Text.Fonts.FontSlant.Normal };

    /// <summary>An element's own style.</summary>
    internal SvgStyle For(Element element, SvgDeclarations own)
    {
        var color = own.Get(element, "color") is { } c && SvgColors.TryParse(c, Current, out var parsed) ? parsed : Current;
        return this with
        {
            Current = color,
            Fill = own.Get(element, "fill") ?? Fill,
            Stroke = own.Get(element, "stroke") ?? Stroke,
            StrokeWidth = SvgNumbers.Length(own.Get(element, "stroke-width"), 100, StrokeWidth),
            FillOpacity = SvgNumbers.Length(own.Get(element, "fill-opacity"), 1, FillOpacity),
            StrokeOpacity = SvgNumbers.Length(own.Get(element, "stroke-opacity"), 1, StrokeOpacity),
            FillRule = own.Get(element, "fill-rule") ?? FillRule,
            LineCap = own.Get(element, "stroke-linecap") ?? LineCap,
            LineJoin = own.Get(element, "stroke-linejoin") ?? LineJoin,
            MiterLimit = SvgNumbers.Length(own.Get(element, "stroke-miterlimit"), 1, MiterLimit),
            Dashes = own.Get(element, "stroke-dasharray") ?? Dashes,
            DashOffset = SvgNumbers.Length(own.Get(element, "stroke-dashoffset"), 1, DashOffset),
            IsVisible = own.Get(element, "visibility") is { } v ? v == "visible" : IsVisible,
            FontSize = SvgNumbers.Length(own.Get(element, "font-size"), FontSize, FontSize),
            TextAnchor = own.Get(element, "text-anchor") ?? TextAnchor,
            Weight = own.Get(element, "font-weight") is { } w ? w == "bold" ? 700 : w == "normal" ? 400 : SvgNumbers.Length(w, 1, Weight) : Weight,
            IsItalic = own.Get(element, "font-style") is { } slant ? slant is "italic" or "oblique" : IsItalic,
            Families = own.Get(element, "font-family") is { } families
                ? new ValueList<FontFamilyName>([.. families.Split(',').Select(f => FontFamilyName.FromIdentifier(f.Trim().Trim('"', '\'')))]) : Families,
        };
    }
}

/// <summary>Values that elements give: style attribute, rules of style elements by simple selectors, document's styles, attributes.</summary>
internal sealed class SvgDeclarations
{
    private readonly List<(string Selector, Dictionary<string, string> Values)> _rules = [];
    private readonly Dictionary<Element, Dictionary<string, string>> _styles = [];

    internal SvgDeclarations(Element root)
    {
        foreach (var node in Document.Walk(root))
        {
            if (node is Element { Tag: "style" } sheet) Read(sheet.TextContent());
        }
    }

    private void Read(string sheet)
    {
        foreach (var rule in sheet.Split('}'))
        {
            var open = rule.IndexOf('{', StringComparison.Ordinal);
            if (open <= 0) continue;
            var values = Declarations(rule[(open + 1)..]);
            foreach (var selector in rule[..open].Split(',')) _rules.Add((selector.Trim(), values));
        }
    }

    /// <summary>A property's value, or null.</summary>
    internal string? Get(Element element, string property)
    {
        if (element.Attribute("style") is { Length: > 0 } style)
        {
            if (!_styles.TryGetValue(element, out var own)) _styles.Add(element, own = Declarations(style));
            if (own.TryGetValue(property, out var value)) return value;
        }

        for (var i = _rules.Count - 1; i >= 0; i--)
        {
            if (Matches(_rules[i].Selector, element) && _rules[i].Values.TryGetValue(property, out var value)) return value;
        }

        return element.Attribute(property) ?? FromDocument(element, property);
    }

    // An svg element in a document has that document's styles.
    private static string? FromDocument(Element element, string property)
    {
        if ((element.LayoutData as Layout.LayoutBox)?.Style is not { } style) return null;
        return property switch
        {
            "fill" when style.Inherited.Fill != Color.Black => SvgColors.ToText(style.Inherited.Fill),
            "stroke" when style.Inherited.Stroke is not null => SvgColors.ToText(style.Inherited.Stroke),
            _ => null,
        };
    }

    private static bool Matches(string selector, Element element)
    {
        if (selector.Length == 0) return false;
        if (selector[0] == '.') return element.HasClass(selector[1..]);
        return selector[0] == '#' ? element.Id == selector[1..] : selector == "*" || element.Tag == selector;
    }

    private static Dictionary<string, string> Declarations(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var declaration in text.Split(';'))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) values[declaration[..colon].Trim()] = declaration[(colon + 1)..].Trim();
        }

        return values;
    }
}

/// <summary>Colours in SVG attributes.</summary>
internal static class SvgColors
{
    internal static bool TryParse(string text, Color current, out Color color)
    {
        color = current;
        if (text.Equals("currentcolor", StringComparison.OrdinalIgnoreCase) || text == "inherit") return true;
        var builder = new StyleBuilder();
        builder.Begin(null);
        var declarations = DeclarationParser.Parse("color", text);
        if (declarations.Count != 1 || declarations[0].Value is not { } value || value is UnparsedValue or CssWideValue) return false; // nothing substitutes or cascades here
        PropertyTable.Apply(PropertyId.Color, value, builder);
        color = builder.Values.Text.Color;
        return true;
    }

    internal static string ToText(Color? color) => color is { } c ? $"rgba({c.Red}, {c.Green}, {c.Blue}, {(c.Alpha / 255f).ToString(System.Globalization.CultureInfo.InvariantCulture)})" : "none";
}
