using System.Globalization;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Styles out of a few properties of style attributes and the usual displays of tags: what tests of the box tree need, without a cascade.</summary>
internal sealed class SimpleStyles : IStyleSource
{
    private readonly Dictionary<(Element, PseudoElement), ComputedStyle?> _known = [];

    public ComputedStyle StyleOf(Element element) => Find(element, PseudoElement.None)!;

    /// <summary>Pseudo-elements are styled by the attributes before, after, marker and first-letter.</summary>
    public ComputedStyle? StyleOf(Element element, PseudoElement pseudo) => Find(element, pseudo);

    public ComputedStyle Anonymous(ComputedStyle parent, Display display)
    {
        var style = ComputedStyle.Initial.Clone();
        (style.Font, style.Text, style.Inherited) = (parent.Font, parent.Text, parent.Inherited);
        style.Box = style.Box.Clone();
        style.Box.Display = style.Box.OriginalDisplay = display;
        return style;
    }

    internal void Forget() => _known.Clear();

    private ComputedStyle? Find(Element element, PseudoElement pseudo)
    {
        if (_known.TryGetValue((element, pseudo), out var style)) return style;
        style = Make(element, pseudo);
        _known.Add((element, pseudo), style);
        return style;
    }

    private ComputedStyle? Make(Element element, PseudoElement pseudo)
    {
        var text = pseudo switch
        {
            PseudoElement.None => element.Attribute("style") ?? "",
            PseudoElement.Before => element.Attribute("before"),
            PseudoElement.After => element.Attribute("after"),
            PseudoElement.Marker => element.Attribute("marker"),
            PseudoElement.FirstLetter => element.Attribute("first-letter"),
            _ => null,
        };
        if (text is null) return null;
        var parent = pseudo != PseudoElement.None ? StyleOf(element) : element.Parent is { } above ? StyleOf(above) : ComputedStyle.Initial;
        var style = Anonymous(parent, pseudo == PseudoElement.None ? Usual(element) : Display.Inline);
        style.Content = style.Content.Clone();
        foreach (var declaration in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            Apply(style, declaration[..colon].Trim(), declaration[(colon + 1)..].Trim());
        }

        var around = element.Parent is null || pseudo != PseudoElement.None ? parent : BoxParent(element);
        if (style.IsFloating || style.IsOutOfFlow || around.Display is Display.Flex or Display.InlineFlex or Display.Grid or Display.InlineGrid) style.Box.Display = Blockified(style.Display);
        return style;
    }

    private ComputedStyle BoxParent(Element element)
    {
        var parent = element.Parent!;
        while (StyleOf(parent).Display == Display.Contents && parent.Parent is not null) parent = parent.Parent;
        return StyleOf(parent);
    }

    private static Display Blockified(Display display) => display switch
    {
        Display.Inline or Display.InlineBlock or Display.TableCell or Display.TableRow => Display.Block,
        Display.InlineFlex => Display.Flex,
        Display.InlineGrid => Display.Grid,
        Display.InlineTable => Display.Table,
        _ => display,
    };

    private static Display Usual(Element element) => element.Tag switch
    {
        "head" or "style" or "script" or "template" => Display.None,
        "html" or "body" or "div" or "p" or "ul" or "ol" or "details" or "summary" or "fieldset" or "option" => Display.Block,
        "li" => Display.ListItem,
        "table" => Display.Table,
        "thead" => Display.TableHeaderGroup,
        "tbody" => Display.TableRowGroup,
        "tr" => Display.TableRow,
        "td" or "th" => Display.TableCell,
        "caption" => Display.TableCaption,
        "col" => Display.TableColumn,
        "colgroup" => Display.TableColumnGroup,
        "button" or "input" or "select" or "textarea" => Display.InlineBlock,
        _ => Display.Inline,
    };

    private static void Apply(ComputedStyle style, string name, string value)
    {
        switch (name)
        {
            case "display":
                style.Box.Display = Enum.Parse<Display>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "float":
                style.Box.Float = Enum.Parse<Float>(value, ignoreCase: true);
                break;
            case "position":
                style.Box.Position = Enum.Parse<Position>(value, ignoreCase: true);
                break;
            case "white-space":
                style.Text = style.Text.Clone();
                style.Text.WhiteSpace = WhiteSpaceCollapse.Preserve;
                break;
            case "list-style-type":
                style.Inherited = style.Inherited.Clone();
                style.Inherited.ListStyleType = value;
                break;
            case "list-style-position":
                style.Inherited = style.Inherited.Clone();
                style.Inherited.ListStylePosition = Enum.Parse<ListStylePosition>(value, ignoreCase: true);
                break;
            case "counter-reset":
                style.Content.CounterReset = Changes(value, 0);
                break;
            case "counter-increment":
                style.Content.CounterIncrement = Changes(value, 1);
                break;
            case "counter-set":
                style.Content.CounterSet = Changes(value, 0);
                break;
            case "content":
                style.Content.Content = [.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Item)];
                break;
            default:
                throw new ArgumentException($"these tests know no {name}");
        }
    }

    private static ContentItem Item(string text)
    {
        if (text is "open-quote" or "close-quote") return new ContentQuote(text is "open-quote", true);
        var parts = text.TrimEnd(')').Split('(', ',');
        return parts[0] switch
        {
            "counter" => new ContentCounter(parts[1], null, parts.Length > 2 ? parts[2] : "decimal"),
            "counters" => new ContentCounter(parts[1], parts[2], "decimal"),
            _ => new ContentText(text),
        };
    }

    private static CounterChange[] Changes(string value, int otherwise)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 1 ? [new CounterChange(parts[0], otherwise)] : [new CounterChange(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))];
    }
}
