using System.Globalization;
using System.Text;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Attributes that mean style (HTML standard, "Rendering"; SVG's presentation attributes) as declarations in CSS. Written as text: equal texts share one block.
/// </summary>
internal static class PresentationalHints
{
    private static readonly HashSet<string> SvgProperties = new(StringComparer.Ordinal)
    {
        "fill", "stroke", "stroke-width", "opacity", "visibility", "display", "color", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "word-spacing", "overflow",
        "cursor", "pointer-events", "direction", "clip-path", "mask", "filter", "transform-origin", "text-decoration",
    };

    private static readonly string[] FontSizes = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"];

    /// <summary>The declarations; empty when there are none.</summary>
    public static string Of(Element element)
    {
        if (element.Attributes.Length == 0 && element.Tag is not ("bdi" or "td" or "th")) return "";
        var css = new StringBuilder();
        if (element.Namespace == ElementNamespace.Svg) Svg(element, css);
        else if (element.Namespace == ElementNamespace.Html) Html(element, css);
        return css.ToString();
    }

    /// <summary>Whether an attribute of a table decides over cells within it.</summary>
    public static bool ReachesCells(Element element, string attribute) => element.Tag is "table" && attribute is "border" or "cellpadding" or "rules";

    private static void Svg(Element element, StringBuilder css)
    {
        foreach (var (name, value) in element.Attributes)
        {
            if (SvgProperties.Contains(name) && value.AsSpan().IndexOfAny(';', '{', '}') < 0) css.Append(name).Append(':').Append(Svg(name, value)).Append(';');
        }

        if (element.Tag is not "svg") return;
        Dimension(element, "width", css);
        Dimension(element, "height", css);
    }

    private static string Svg(string name, string value) =>
        name is "font-size" or "letter-spacing" or "word-spacing" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? value + "px" : value;

    private static void Html(Element element, StringBuilder css)
    {
        Direction(element, css);
        switch (element.Tag)
        {
            case "img" or "video" or "canvas" or "iframe" or "embed" or "object" or "input":
                Replaced(element, css);
                break;
            case "table":
                Table(element, css);
                break;
            case "td" or "th":
                Cell(element, css);
                break;
            case "tr" or "tbody" or "thead" or "tfoot" or "col" or "colgroup":
                Row(element, css);
                break;
            case "body":
                Color(element, "bgcolor", "background-color", css);
                Color(element, "text", "color", css);
                Margins(element, css);
                break;
            case "font":
                Color(element, "color", "color", css);
                if (element.Attribute("face") is { Length: > 0 } face && face.AsSpan().IndexOfAny(';', '{', '}') < 0) css.Append("font-family:").Append(face).Append(';');
                FontSize(element, css);
                break;
            case "hr":
                Rule(element, css);
                break;
            case "div" or "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Align(element, element.Tag is "div", css);
                break;
            case "ul" or "ol" or "li":
                ListType(element, css);
                break;
            case "br":
                Clear(element, css);
                break;
            case "caption":
                if (Is(element, "align", "bottom")) css.Append("caption-side:bottom;");
                break;
            case "pre":
                if (element.Has("wrap")) css.Append("white-space:pre-wrap;");
                break;
        }
    }

    private static void Direction(Element element, StringBuilder css)
    {
        var isAuto = Is(element, "dir", "auto") || (element.Tag is "bdi" && !Is(element, "dir", "ltr") && !Is(element, "dir", "rtl"));
        if (isAuto) css.Append(ElementDirection.Own(element) == true ? "direction:rtl;" : "direction:ltr;");
    }

    private static void Replaced(Element element, StringBuilder css)
    {
        if (element.Tag is "input" && !Is(element, "type", "image")) return;
        if (element.Tag is not "canvas") // whose attributes are its natural size
        {
            Dimension(element, "width", css);
            Dimension(element, "height", css);
        }

        if (element.Tag is "img" or "video" or "canvas" or "input" && Number(element, "width") is > 0 and var width && Number(element, "height") is > 0 and var height)
            css.Append(CultureInfo.InvariantCulture, $"aspect-ratio:auto {width}/{height};");
        if (element.Tag is "iframe")
        {
            if (Is(element, "frameborder", "0") || Is(element, "frameborder", "no")) css.Append("border-width:0;");
            return;
        }

        if (Number(element, "border") is { } border) css.Append(CultureInfo.InvariantCulture, $"border:{border}px solid;");
        if (Length(element, "hspace") is { } hspace) css.Append("margin-left:").Append(hspace).Append(";margin-right:").Append(hspace).Append(';');
        if (Length(element, "vspace") is { } vspace) css.Append("margin-top:").Append(vspace).Append(";margin-bottom:").Append(vspace).Append(';');
        css.Append(element.Attribute("align")?.ToLowerInvariant() switch
        {
            "left" => "float:left;",
            "right" => "float:right;",
            "top" => "vertical-align:top;",
            "middle" or "center" or "absmiddle" => "vertical-align:middle;",
            "bottom" or "baseline" => "vertical-align:baseline;",
            _ => "",
        });
    }

    private static void Table(Element element, StringBuilder css)
    {
        Dimension(element, "width", css);
        Dimension(element, "height", css);
        Color(element, "bgcolor", "background-color", css);
        if (Length(element, "cellspacing") is { } spacing) css.Append("border-spacing:").Append(spacing).Append(';');
        if (element.Has("border")) css.Append(CultureInfo.InvariantCulture, $"border-width:{Number(element, "border") ?? 1}px;border-style:outset;");

        Color(element, "bordercolor", "border-color", css);
        css.Append(element.Attribute("align")?.ToLowerInvariant() switch
        {
            "left" => "float:left;",
            "right" => "float:right;",
            "center" or "middle" => "margin-left:auto;margin-right:auto;",
            _ => "",
        });
    }

    private static void Cell(Element element, StringBuilder css)
    {
        Dimension(element, "width", css);
        Dimension(element, "height", css);
        Row(element, css);
        if (element.Has("nowrap")) css.Append("white-space:nowrap;");
        Element? table = element.Parent;
        while (table is not null && table.Tag is not "table") table = table.Parent;
        if (table is null) return;
        if (Length(table, "cellpadding") is { } padding) css.Append("padding:").Append(padding).Append(';');
        if (table.Attribute("border") is not null && Number(table, "border") is not 0) css.Append("border-width:1px;border-style:inset;");
    }

    private static void Row(Element element, StringBuilder css)
    {
        if (element.Tag is "col" or "colgroup") Dimension(element, "width", css);
        if (element.Tag is "tr") Dimension(element, "height", css);
        Color(element, "bgcolor", "background-color", css);
        Align(element, isWebkit: true, css);
        if (element.Attribute("valign")?.ToLowerInvariant() is "top" or "middle" or "bottom" or "baseline") css.Append("vertical-align:").Append(element.Attribute("valign")).Append(';');
    }

    private static void Margins(Element element, StringBuilder css)
    {
        if ((Length(element, "marginheight") ?? Length(element, "topmargin")) is { } vertical) css.Append("margin-top:").Append(vertical).Append(";margin-bottom:").Append(vertical).Append(';');
        if ((Length(element, "marginwidth") ?? Length(element, "leftmargin")) is { } horizontal) css.Append("margin-left:").Append(horizontal).Append(";margin-right:").Append(horizontal).Append(';');
    }

    private static void FontSize(Element element, StringBuilder css)
    {
        var text = element.Attribute("size")?.Trim() ?? "";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)) return;
        if (text[0] is '+' or '-') size += 3;
        css.Append("font-size:").Append(FontSizes[Math.Clamp(size, 1, 7) - 1]).Append(';');
    }

    private static void Rule(Element element, StringBuilder css)
    {
        Dimension(element, "width", css);
        Color(element, "color", "color", css);
        if (element.Has("color") || element.Has("noshade")) css.Append("border-style:solid;");
        if (Number(element, "size") is { } size) css.Append(CultureInfo.InvariantCulture, $"height:{Math.Max(0, size - 2)}px;");
        css.Append(element.Attribute("align")?.ToLowerInvariant() switch
        {
            "left" => "margin-left:0;margin-right:auto;",
            "right" => "margin-left:auto;margin-right:0;",
            "center" => "margin-left:auto;margin-right:auto;",
            _ => "",
        });
    }

    private static void Align(Element element, bool isWebkit, StringBuilder css)
    {
        var align = element.Attribute("align")?.ToLowerInvariant();
        if (align is "middle") align = "center";
        if (align is "justify") css.Append("text-align:justify;");
        else if (align is "left" or "right" or "center") css.Append(isWebkit ? "text-align:-webkit-" : "text-align:").Append(align).Append(';');
    }

    private static void ListType(Element element, StringBuilder css)
    {
        var type = element.Attribute("type") switch
        {
            "1" => "decimal",
            "a" => "lower-alpha",
            "A" => "upper-alpha",
            "i" => "lower-roman",
            "I" => "upper-roman",
            { } word when word.ToLowerInvariant() is "disc" or "circle" or "square" or "none" => word.ToLowerInvariant(),
            _ => null,
        };
        if (type is not null) css.Append("list-style-type:").Append(type).Append(';');
    }

    private static void Clear(Element element, StringBuilder css)
    {
        var clear = element.Attribute("clear")?.ToLowerInvariant();
        if (clear is "left" or "right") css.Append("clear:").Append(clear).Append(';');
        else if (clear is "all" or "both") css.Append("clear:both;");
    }

    private static bool Is(Element element, string attribute, string value) => value.Equals(element.Attribute(attribute), StringComparison.OrdinalIgnoreCase);

    private static void Dimension(Element element, string name, StringBuilder css)
    {
        if (Length(element, name) is { } length) css.Append(name).Append(':').Append(length).Append(';');
    }

    // HTML's dimension values: a number, then perhaps a percent sign; what follows is ignored.
    private static string? Length(Element element, string name)
    {
        var text = element.Attribute(name)?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        if (end == 0 || !double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        var unit = end < text.Length && text[end] == '%' ? "%" : "px";
        return number.ToString(CultureInfo.InvariantCulture) + unit;
    }

    private static double? Number(Element element, string name)
    {
        var text = Length(element, name);
        return text is not null && text.EndsWith("px", StringComparison.Ordinal) ? double.Parse(text.AsSpan(0, text.Length - 2), CultureInfo.InvariantCulture) : null;
    }

    // Legacy colours: names and #rgb as in CSS; hexadecimal digits without the sign count too.
    private static void Color(Element element, string attribute, string property, StringBuilder css)
    {
        var text = element.Attribute(attribute)?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > 64 || text.AsSpan().IndexOfAny(';', '{', '}') >= 0) return;
        if (text[0] != '#' && text.Length is 3 or 6 && text.All(char.IsAsciiHexDigit)) text = "#" + text;
        css.Append(property).Append(':').Append(text).Append(';');
    }
}
