using System.Globalization;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Which box an element or a pseudo-element makes.</content>
internal sealed partial class BoxTreeBuilder
{
    private const int MostColumns = 1000, MostRows = 65_534;

    private LayoutBox CreateBox(Element element, ComputedStyle style)
    {
        if (element.Namespace != ElementNamespace.Html)
            return element.Tag == "svg" ? new ReplacedBox(style, element, SvgSizes.Of(element.Attribute("width"), element.Attribute("height"), element.Attribute("viewBox"))) : CreatePlain(element, style);
        if (Controls.TryCreate(element, style) is { } control)
        {
            if (control.Contents is { } contents) Fill(element, contents);
            return control.Box;
        }

        if (ReplacedElements.IsReplaced(element)) return CreateReplaced(element, style);
        return element.Tag switch
        {
            "br" => new LayoutBox(BoxKind.LineBreak, style, element),
            "wbr" => new LayoutBox(BoxKind.BreakOpportunity, style, element),
            _ => CreatePlain(element, style),
        };
    }

    private LayoutBox CreatePlain(Element element, ComputedStyle style)
    {
        var box = new LayoutBox(KindOf(style.Display), style, element);
        TakeSpans(element, box);
        Fill(element, box);
        return box;
    }

    private LayoutBox CreateReplaced(Element element, ComputedStyle style)
    {
        if (element.Tag is not ("img" or "object" or "embed")) return new ReplacedBox(style, element, ReplacedElements.SizeOf(element));
        if (_replaced.SizeOf(element) is { } size) return new ReplacedBox(style, element, size);
        return element.Tag switch
        {
            "img" => CreateBroken(element, style),
            "object" when ReplacedElements.HasFallback(element) => CreatePlain(element, style),
            _ => new ReplacedBox(style, element, default),
        };
    }

    /// <summary>
    /// An image that is not there (HTML, 15.4.2): its alternative text, behind an icon when there was something to load. Without such text it is as large as
    /// its style says, or as the icon; with an empty one it is nothing.
    /// </summary>
    private LayoutBox CreateBroken(Element element, ComputedStyle style)
    {
        const float icon = 16;
        var alt = element.Attribute("alt");
        var hasSource = element.Attribute("src") is { Length: > 0 } || element.Has("srcset");
        if (string.IsNullOrEmpty(alt))
            return new ReplacedBox(style, element, alt is null && hasSource ? new NaturalSize(icon, icon, null) : new NaturalSize(0, 0, null));
        if (style.Display == Display.Inline) style = style.WithDisplay(Display.InlineBlock).WithSize(SizeValue.Auto, SizeValue.Auto);
        var box = new LayoutBox(KindOf(style.Display), style, element);
        var list = Rent();
        var textStyle = TextStyle(style);
        if (hasSource) list.Add(new ReplacedBox(textStyle, null, new NaturalSize(icon, icon, null)));
        list.Add(new TextBox(textStyle, null, alt));
        _fixup.Adopt(box, list);
        Return(list);
        return box;
    }

    internal static BoxKind KindOf(Display display) => display switch
    {
        Display.Inline or Display.InlineListItem => BoxKind.Inline,
        Display.Flex or Display.InlineFlex => BoxKind.Flex,
        Display.Grid or Display.InlineGrid => BoxKind.Grid,
        Display.Table or Display.InlineTable => BoxKind.Table,
        Display.TableRowGroup or Display.TableHeaderGroup or Display.TableFooterGroup => BoxKind.TableRowGroup,
        Display.TableRow => BoxKind.TableRow,
        Display.TableCell => BoxKind.TableCell,
        Display.TableCaption => BoxKind.TableCaption,
        Display.TableColumnGroup => BoxKind.TableColumnGroup,
        Display.TableColumn => BoxKind.TableColumn,
        _ => BoxKind.Block,
    };

    private static void TakeSpans(Element element, LayoutBox box)
    {
        if (box.Kind == BoxKind.TableCell)
        {
            box.ColumnSpan = Math.Max(1, Span(element, "colspan", 1, MostColumns));
            box.RowSpan = Span(element, "rowspan", 1, MostRows);
        }
        else if (box.Kind is BoxKind.TableColumn or BoxKind.TableColumnGroup)
        {
            box.ColumnSpan = Math.Max(1, Span(element, "span", 1, MostColumns));
        }
    }

    /// <summary>A non-negative number at an attribute's start, as HTML's rules for parsing integers have it.</summary>
    internal static int Span(Element element, string name, int otherwise, int most)
    {
        if (element.Attribute(name) is not { } value) return otherwise;
        var text = value.AsSpan().TrimStart(" \t\n\r\f").TrimStart('+');
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits >= 0) text = text[..digits];
        if (text.IsEmpty) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most) : most;
    }

    private void AddPseudo(Element element, PseudoElement pseudo, List<LayoutBox> into)
    {
        if (_styles.StyleOf(element, pseudo) is not { } style || style.Display == Display.None) return;
        if (style.Content.Content is not { } content) return;
        Counters.Begin(element, pseudo);
        if (style.Display == Display.Contents)
        {
            AddContent(element, style, pseudo, content, into);
            return;
        }

        var box = new LayoutBox(KindOf(style.Display), style, element, pseudo);
        var list = Rent();
        if (style.Display is Display.ListItem or Display.InlineListItem) AddMarkerOf(element, style, null, box, list);
        AddContent(element, style, pseudo, content, list);
        _fixup.Adopt(box, list);
        Return(list);
        into.Add(box);
    }

    /// <summary>Boxes of generated content; texts that depend on counters are filled in later.</summary>
    private void AddContent(Element element, ComputedStyle style, PseudoElement pseudo, IReadOnlyList<ContentItem> content, List<LayoutBox> into)
    {
        var textStyle = TextStyle(style);
        foreach (var item in content)
        {
            switch (item)
            {
                case ContentText text:
                    into.Add(new TextBox(textStyle, null, text.Text, pseudo));
                    break;
                case ContentImage image:
                    into.Add(new GeneratedImageBox(textStyle, image.Image, _replaced.SizeOf(image.Image) ?? new NaturalSize(0, 0, null), pseudo));
                    break;
                default:
                    var box = new TextBox(textStyle, null, "", pseudo);
                    Counters.Add(element, pseudo, item, box);
                    into.Add(box);
                    break;
            }
        }
    }
}

/// <summary>An image that generated content or list-style-image shows.</summary>
public sealed class GeneratedImageBox : ReplacedBox
{
    public GeneratedImageBox(ComputedStyle style, CssImage image, NaturalSize natural, PseudoElement pseudo)
        : base(style, null, natural, pseudo) => Image = image;

    /// <summary>What is shown.</summary>
    public CssImage Image { get; }
}
