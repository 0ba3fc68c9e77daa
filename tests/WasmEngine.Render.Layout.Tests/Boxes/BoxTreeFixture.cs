using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>A document with its box tree, written out as text: kind, element, and in brackets the children.</summary>
internal sealed class BoxTreeFixture : IDisposable
{
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly BoxTreeUpdater _updater;

    internal BoxTreeFixture(string body)
    {
        Document = HtmlParser.Parse("<!doctype html><body>" + body);
        Styles = new SimpleStyles();
        Builder = new BoxTreeBuilder(Styles, new NoContent(), _fonts, Document.Issues);
        _updater = new BoxTreeUpdater(Document, Styles, Builder);
        Viewport = new LayoutBox(BoxKind.Block, DerivedStyle.Viewport(null, Overflow.Auto, Overflow.Auto), null);
        _updater.Update(Viewport);
        Document.Observe(new Forwarding(this));
    }

    internal Document Document { get; }

    internal SimpleStyles Styles { get; }

    internal BoxTreeBuilder Builder { get; }

    internal LayoutBox Viewport { get; }

    internal Element this[string id] => Document.FindById(id) ?? throw new ArgumentException($"no {id}");

    /// <summary>The boxes in body.</summary>
    internal string Tree
    {
        get
        {
            var text = new StringBuilder();
            WriteChildren(Body, text);
            return text.ToString().Trim();
        }
    }

    private LayoutBox Body => (LayoutBox)((Element)Document.Root!.LastChild!).LayoutData!;

    internal static string Of(string body)
    {
        using var fixture = new BoxTreeFixture(body);
        return fixture.Tree;
    }

    /// <summary>Brings the boxes up to date.</summary>
    internal string Update()
    {
        Styles.Forget();
        _updater.Update(Viewport);
        return Tree;
    }

    /// <summary>Makes all boxes anew.</summary>
    internal void Rebuild()
    {
        Styles.Forget();
        _updater.Invalidate();
        _updater.Update(Viewport);
    }

    internal void Restyle(Element element, string style, BoxChange change)
    {
        Document.SetAttribute(element, "style", style);
        Styles.Forget();
        foreach (var node in Document.Walk(element))
        {
            if (node is Element inner) _updater.StyleChanged(inner, inner == element ? change : BoxChange.Layout);
        }
    }

    public void Dispose() => _fonts.Dispose();

    private static void WriteChildren(LayoutBox box, StringBuilder text)
    {
        foreach (var child in box.Children) Write(child, text);
    }

    private static void Write(LayoutBox box, StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '[') text.Append(' ');
        if (box is TextBox t)
        {
            text.Append('\'').Append(t.Text.Replace("\n", "\\n", StringComparison.Ordinal)).Append('\'');
            return;
        }

        text.Append(box.Pseudo != PseudoElement.None ? "::" + box.Pseudo.ToString().ToLowerInvariant() : box.Element?.Tag ?? "-");
        if (box.Kind != Kind(box)) text.Append(':').Append(box.Kind.ToString().ToLowerInvariant());
        if (box.IsOutsideMarker) text.Append('!');
        if (box.Children.Count == 0) return;
        text.Append(box.HasInlineChildren ? "~[" : "[");
        WriteChildren(box, text);
        text.Append(']');
    }

    // Kinds that go without saying.
    private static BoxKind Kind(LayoutBox box) => box.Element?.Tag switch
    {
        "span" or "b" or "i" => BoxKind.Inline,
        "table" => BoxKind.Table,
        "tbody" => BoxKind.TableRowGroup,
        "tr" => BoxKind.TableRow,
        "td" => BoxKind.TableCell,
        "br" => BoxKind.LineBreak,
        "img" => BoxKind.Replaced,
        _ => box.Pseudo is PseudoElement.Before or PseudoElement.FirstLetter ? BoxKind.Inline : BoxKind.Block,
    };

    private sealed class NoContent : IReplacedContent
    {
        public NaturalSize? SizeOf(Element element) => null;

        public NaturalSize? SizeOf(CssImage image) => null;
    }

    private sealed class Forwarding(BoxTreeFixture fixture) : IDocumentObserver
    {
        public void Inserted(Node node) => fixture._updater.Inserted(node);

        public void Removed(Node node, Element parent, Node? next) => fixture._updater.Removed(node, parent, next);

        public void AttributeChanged(Element element, string name, string? former) => fixture._updater.AttributeChanged(element, name);

        public void TextChanged(TextNode text) => fixture._updater.TextChanged(text);

        public void StateChanged(Element element, ElementState changed)
        {
        }
    }
}
