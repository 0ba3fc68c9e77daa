using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Boxes and fragments of one document in one viewport. Tell it of changes of tree and styles; <see cref="Update"/> then lays out what they touch.
/// Belongs to the document's thread, which needs 16 MiB of stack.
/// </summary>
public sealed class LayoutEngine
{
    private readonly Document _document;
    private readonly IStyleSource _styles;
    private readonly BoxTreeBuilder _builder;
    private readonly BoxTreeUpdater _updater;
    private LayoutContext _context;
    private Propagated? _propagated;
    private ComputedStyle? _visible, _rootStyle;

    /// <summary>Whose overflow is the viewport's.</summary>
    private sealed record Propagated(ComputedStyle? Html, ComputedStyle? Source, Overflow X, Overflow Y, WritingMode Mode);

    /// <summary>An engine that has laid out nothing yet.</summary>
    public LayoutEngine(Document document, IStyleSource styles, IReplacedContent replaced, IFontSystem fonts, ParagraphShaper shaper, LayoutOptions options)
    {
        _document = document;
        _styles = styles;
        _context = new LayoutContext { Options = options, Styles = styles, Replaced = replaced, Fonts = fonts, Shaper = shaper, Issues = document.Issues };
        _builder = new BoxTreeBuilder(styles, replaced, fonts, document.Issues);
        _updater = new BoxTreeUpdater(document, styles, _builder);
        Viewport = new LayoutBox(BoxKind.Block, DerivedStyle.Viewport(null, Overflow.Auto, Overflow.Auto), null);
        Scrolling = new ScrollState(this);
    }

    /// <summary>The box of the initial containing block, root of the box tree.</summary>
    public LayoutBox Viewport { get; }

    /// <summary>Its fragment, from its border box everything else is found; null before the first <see cref="Update"/>.</summary>
    public Fragment? Root { get; private set; }

    /// <summary>How far scroll containers are scrolled.</summary>
    public ScrollState Scrolling { get; }

    public LayoutOptions Options => _context.Options;

    /// <summary>Counts layouts that changed something.</summary>
    public long Version { get; private set; }

    /// <summary>Takes another size of the viewport.</summary>
    public void Resize(LayoutOptions options)
    {
        if (options == _context.Options) return;
        _context = new LayoutContext
        {
            Options = options,
            Styles = _context.Styles,
            Replaced = _context.Replaced,
            Fonts = _context.Fonts,
            Shaper = _context.Shaper,
            Issues = _context.Issues,
        };
        Viewport.MarkNeedsLayout();
    }

    /// <summary>A node was put into the tree.</summary>
    public void Inserted(Node node) => _updater.Inserted(node);

    /// <summary>A node was taken out of the tree.</summary>
    /// <param name="node">Its root.</param>
    /// <param name="parent">Where it was.</param>
    /// <param name="next">The sibling that came after it.</param>
    public void Removed(Node node, Element parent, Node? next) => _updater.Removed(node, parent, next);

    /// <summary>A text's characters changed.</summary>
    public void TextChanged(TextNode text) => _updater.TextChanged(text);

    /// <summary>An attribute changed.</summary>
    public void AttributeChanged(Element element, string name) => _updater.AttributeChanged(element, name);

    /// <summary>An element's or one of its pseudo-elements' style changed; the style source gives the new one already.</summary>
    public void StyleChanged(Element element, BoxChange change) => _updater.StyleChanged(element, change);

    /// <summary>Fonts or everything else changed: nothing of what was laid out counts any more.</summary>
    public void Invalidate() => _updater.Invalidate();

    /// <summary>A replaced element's content got there, or another natural size.</summary>
    public void ReplacedChanged(Element element)
    {
        if (element.LayoutData is ReplacedBox box && _context.Replaced.SizeOf(element) is { } size) box.Natural = size;
        else _updater.StyleChanged(element, BoxChange.Boxes);
    }

    /// <summary>Brings boxes and fragments up to date. Styles have to be current.</summary>
    public Fragment Update()
    {
        _updater.Update(Viewport);
        PropagateViewportStyle();
        if (Root is not null && !Viewport.NeedsLayout) return Root;
        var options = _context.Options;
        var size = new LayoutSize(LayoutUnit.From(options.ViewportWidth), LayoutUnit.From(options.ViewportHeight));
        var space = ConstraintSpace.For(size, size, AutoWidth.Stretch) with { IsFixedWidth = true, IsFixedHeight = true };
        Root = BoxLayout.Layout(Viewport, space, _context).Fragment;
        Clean(Viewport);
        Version++;
        Scrolling.Clamp();
        return Root;
    }

    /// <summary>
    /// The overflow of the root element, or of body where the root's is visible, is the viewport's (css-overflow-3, 3.3): the boxes themselves then have none.
    /// </summary>
    private void PropagateViewportStyle()
    {
        var root = _document.Root;
        var html = root is null ? null : _styles.StyleOf(root);
        var bodyElement = BodyOf(root);
        var body = bodyElement is null ? null : _styles.StyleOf(bodyElement);
        var source = html is null || html.Display == Display.None ? null : IsVisible(html) && body is { Display: not (Display.None or Display.Contents) } ? body : html;
        var state = new Propagated(html, source, source is null ? Overflow.Auto : ForViewport(source.Box.OverflowX), source is null ? Overflow.Auto : ForViewport(source.Box.OverflowY),
            (body is { Display: not (Display.None or Display.Contents) } ? body : html)?.Text.WritingMode ?? default);
        if (_propagated != state)
        {
            var former = _visible;
            _propagated = state;
            _visible = source?.WithOverflow(Overflow.Visible, Overflow.Visible);
            // The root's lines go as the body's do (css-writing-modes-4, 8).
            _rootStyle = (source == html ? _visible : html)?.WithWritingMode(state.Mode);
            Viewport.Style = DerivedStyle.Viewport(_rootStyle, state.X, state.Y);
            Viewport.MarkNeedsLayout();
            // Whose overflow is the viewport's no more has its own again.
            if (former is not null && source != html && root?.LayoutData is LayoutBox formerRoot && formerRoot.Style == former) Restyle(formerRoot, html!);
            if (former is not null && source != body && bodyElement?.LayoutData is LayoutBox formerBody && formerBody.Style == former) Restyle(formerBody, body!);
        }

        if (root?.LayoutData is LayoutBox rootBox && _rootStyle is not null)
        {
            rootBox.Style = _rootStyle;
            TakeWritingMode(rootBox, state.Mode);
        }

        if (bodyElement?.LayoutData is LayoutBox bodyBox && source == body && _visible is not null) bodyBox.Style = _visible;
    }

    // What comes from no element of its own goes with the root, whichever of its styles it was made with.
    private static void TakeWritingMode(LayoutBox parent, WritingMode mode)
    {
        foreach (var child in parent.Children)
        {
            if (!child.IsAnonymous && child.Kind != BoxKind.Text) continue;
            if (child.WritingMode != mode) Restyle(child, child.Style.WithWritingMode(mode));
            TakeWritingMode(child, mode);
        }
    }

    private static void Restyle(LayoutBox box, ComputedStyle style)
    {
        box.Style = style;
        box.MarkNeedsLayout();
    }

    private static Element? BodyOf(Element? root)
    {
        for (var child = root?.FirstElement; child is not null; child = child.NextElement)
        {
            if (child.Tag is "body" && child.Namespace == ElementNamespace.Html) return child;
        }

        return null;
    }

    private static bool IsVisible(ComputedStyle style) => style.Box.OverflowX == Overflow.Visible && style.Box.OverflowY == Overflow.Visible;

    private static Overflow ForViewport(Overflow overflow) => overflow switch
    {
        Overflow.Visible => Overflow.Auto,
        Overflow.Clip => Overflow.Hidden,
        _ => overflow,
    };

    private static void Clean(LayoutBox box)
    {
        if (!box.NeedsLayout) return;
        box.MarkClean();
        var children = box.Children;
        for (var i = 0; i < children.Count; i++) Clean(children[i]);
    }
}
