using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>
/// A document with its resources, styles and layout. Change it through <see cref="Document"/>, then <see cref="Update"/>. Belongs to one thread at a time,
/// which needs 16 MiB of stack.
/// </summary>
public sealed class Page : IDocumentObserver, IStyleObserver
{
    // Fonts may change lengths, and those which fonts are asked for; two rounds settle it.
    private const int MostRounds = 3;

    private readonly PageFonts _fonts;
    private PageOptions _options;

    private Page(Document document, string url, PageOptions options, PageServices services)
    {
        Document = document;
        _options = options;
        Images = new PageImages(services.Loader, url, document.Issues);
        _fonts = new PageFonts(services.Fonts, services.Loader, document.Issues);
        Styles = new StyleEngine(document, EnvironmentOf(options), new PageSheets(services.Loader, url, document.Issues), new FontMetricsSource(services.Fonts), url);
        Layout = new LayoutEngine(document, Styles, Images, services.Fonts, services.Shaper, LayoutOptionsOf(options));
        Styles.Observer = this;
        document.Observe(this);
    }

    /// <summary>The tree.</summary>
    public Document Document { get; }

    /// <summary>Computed styles.</summary>
    public StyleEngine Styles { get; }

    /// <summary>Boxes and fragments.</summary>
    public LayoutEngine Layout { get; }

    /// <summary>Images.</summary>
    public PageImages Images { get; }

    /// <summary>What it is shown in; a change takes effect at the next <see cref="Update"/>.</summary>
    public PageOptions Options
    {
        get => _options;
        set
        {
            if (_options == value) return;
            _options = value;
            Styles.Environment = EnvironmentOf(value);
            Layout.Resize(LayoutOptionsOf(value));
            Watch?.Changed();
        }
    }

    /// <summary>Makes a page of HTML. Never fails: what can't be shown is noted in the document's log.</summary>
    /// <param name="html">Source.</param>
    /// <param name="url">Its absolute address, which relative ones refer to; empty when it has none.</param>
    /// <param name="options">What it is shown in.</param>
    /// <param name="services">Resources, fonts and shaping.</param>
    public static Page Load(string html, string url, PageOptions options, PageServices services) => Of(HtmlParser.Parse(html), url, options, services);

    /// <summary>Makes a page of a tree, which from then on is changed on the page's thread alone.</summary>
    /// <param name="document">Its tree.</param>
    /// <param name="url">Its absolute address, which relative ones refer to; empty when it has none.</param>
    /// <param name="options">What it is shown in.</param>
    /// <param name="services">Resources, fonts and shaping.</param>
    public static Page Of(Document document, string url, PageOptions options, PageServices services) => new(document, BaseUrl.Of(document, url), options, services);

    /// <summary>Brings styles and layout up to date.</summary>
    /// <returns>The fragment of the initial containing block.</returns>
    public Fragment Update() => Update(null);

    /// <summary>Brings styles and layout up to date with the tree and the time.</summary>
    /// <param name="now">Seconds on a clock that does not go back; null: time stands still.</param>
    public Fragment Update(double? now)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (now is { } time) Styles.Update(time);
            else Styles.Update();
            if (!_fonts.Update(Styles.FontFaces)) break;
            Styles.FontsChanged();
            Layout.Invalidate();
        }

        return Layout.Update();
    }

    /// <summary>Bounding boxes of all elements, up to date.</summary>
    public BoundingBoxes BoundingBoxes()
    {
        Update();
        return Render.Layout.BoundingBoxes.Of(Layout);
    }

    /// <summary>Told of changes; null for nobody.</summary>
    internal IPageWatch? Watch { get; set; }

    void IDocumentObserver.Inserted(Node node)
    {
        Layout.Inserted(node);
        Watch?.Changed();
    }

    void IDocumentObserver.Removed(Node node, Element parent, Node? next)
    {
        Layout.Removed(node, parent, next);
        Watch?.Changed();
    }

    // A style attribute changes nothing by itself: the style that it leads to is told of.
    void IDocumentObserver.AttributeChanged(Element element, string name, string? former)
    {
        Layout.AttributeChanged(element, name);
        if (name is not ("style" or "class" or "id")) Watch?.Changed();
    }

    void IDocumentObserver.TextChanged(TextNode text)
    {
        Layout.TextChanged(text);
        Watch?.Changed();
    }

    // Of the states only these change how a control is drawn without changing its style.
    void IDocumentObserver.StateChanged(Element element, ElementState changed)
    {
        if ((changed & (ElementState.Checked | ElementState.Indeterminate)) != 0) Watch?.Changed();
    }

    void IStyleObserver.StyleChanged(Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? after, StyleDifference difference)
    {
        if (pseudo is PseudoElement.Selection or PseudoElement.Backdrop or PseudoElement.FirstLine || difference == StyleDifference.None) return;
        if (pseudo == PseudoElement.None && before is null) return; // new to the tree: its boxes are made when it is inserted
        var isOther = (difference & StyleDifference.Reconstruct) != 0 || before is null || after is null || pseudo is PseudoElement.Marker or PseudoElement.FirstLetter or PseudoElement.Placeholder;
        if (difference == StyleDifference.Composite && pseudo == PseudoElement.None && !isOther) Watch?.Moved(element, after!);
        else Watch?.Changed();
        Layout.StyleChanged(element, isOther ? BoxChange.Boxes : (difference & (StyleDifference.Reflow | StyleDifference.Scroll)) != 0 ? BoxChange.Layout : BoxChange.Paint);
    }

    private static MediaEnvironment EnvironmentOf(PageOptions options) => new()
    {
        Width = options.Width,
        Height = options.Height,
        DevicePixelRatio = options.DevicePixelRatio,
        PrefersDark = options.PrefersDark,
    };

    private static LayoutOptions LayoutOptionsOf(PageOptions options) => new()
    {
        ViewportWidth = options.Width,
        ViewportHeight = options.Height,
        ScrollbarWidth = options.ScrollbarWidth,
    };
}
