using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>
/// A page as it is shown in one view: keeps display list and layers current, does with as little as a change asks for, and runs animations on the view's clock. After
/// <see cref="Update"/> the frame is to be drawn from <see cref="Compositor"/>. Belongs to the page's thread.
/// </summary>
public sealed class PageView : IPageWatch, IPaintInput
{
    private readonly Painter _painter;
    private readonly LayerActivity _activity = new();
    private readonly List<(Element Element, ComputedStyle Style)> _moved = [];
    private readonly List<(CompositedAnimation Animation, LayoutBox Box)> _animations = [];
    private DisplayList _list = DisplayList.Empty;
    private bool _mustPaint = true;
    private bool _hasSticky;
    private StickyOffsets? _sticky;
    private double _now;
    private double _nextStyles;

    /// <summary>Shows a page from now on.</summary>
    public PageView(Page page)
    {
        Page = page;
        page.Watch = this;
        page.Styles.IsCompositedElsewhere = true;
        _painter = new Painter(this);
    }

    /// <summary>The page.</summary>
    public Page Page { get; }

    /// <summary>Layers, tiles and damage of the frame.</summary>
    public Compositor Compositor { get; } = new();

    /// <summary>What is shown.</summary>
    public DisplayList List => _list;

    /// <summary>
    /// Seconds after the last update until the next one is needed though nothing else happens: 0 while an animation runs; infinite when all is still.
    /// </summary>
    public double NextUpdateIn
    {
        get
        {
            if (_animations.Count > 0) return 0;
            var next = Math.Max(0, _nextStyles - _now);
            return _activity.IsAny ? Math.Min(next, LayerActivity.RestSeconds) : next;
        }
    }

    /// <summary>How long the stages of the last update took.</summary>
    public UpdateTimes Times { get; private set; }

    /// <summary>Whether something waits for an update, animations aside.</summary>
    public bool IsDirty => _mustPaint || Page.Styles.IsDirty || _moved.Count > 0;

    /// <summary>Brings everything up to date, so that <see cref="Compositor"/> knows the frame. What only moves allocates nothing.</summary>
    /// <param name="now">Seconds on the view's clock.</param>
    /// <returns>Whether any pixel changes.</returns>
    public bool Update(double now)
    {
        _now = Math.Max(_now, now);
        var options = Page.Options;
        Compositor.SetFrame((int)MathF.Round(options.Width * options.DevicePixelRatio), (int)MathF.Round(options.Height * options.DevicePixelRatio), options.DevicePixelRatio);
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        if (IsDirty || _now >= _nextStyles) UpdatePage();
        var styled = System.Diagnostics.Stopwatch.GetTimestamp();
        if (!_mustPaint) Move();
        if (_activity.Settle(_now)) _mustPaint = true;
        if (_mustPaint) Paint();
        Animate();
        var painted = System.Diagnostics.Stopwatch.GetTimestamp();
        Compositor.SetList(_list, _painter.View);
        Compositor.Prepare();
        Times = new UpdateTimes(styled - begin, painted - styled, System.Diagnostics.Stopwatch.GetTimestamp() - painted);
        return !Compositor.Damage.IsEmpty;
    }

    /// <summary>Scrolls a container, or the viewport when there is none, as far as it can.</summary>
    /// <returns>Where it is then, px.</returns>
    public LayoutPoint ScrollTo(Element? container, LayoutPoint offset)
    {
        var held = Page.Layout.Scrolling.ScrollTo(container, offset);
        var box = container is null ? Page.Layout.Viewport : container.LayoutData as LayoutBox;
        if (_hasSticky || box is null || !PropertyUpdates.TrySetScroll(box, held)) _mustPaint = true;
        return held;
    }

    private void UpdatePage()
    {
        var version = Page.Layout.Version;
        Page.Update(_now);
        if (Page.Layout.Version != version) _mustPaint = true; // though nothing but an opacity changed: inline boxes have fragments for it
        _nextStyles = _now + Page.Styles.NextUpdateIn();
        _animations.Clear();
        foreach (var animation in Page.Styles.Composited)
        {
            if (LayerActivity.BoxOf(animation.Element, animation.Pseudo) is { } box) _animations.Add((animation, box));
        }

        _activity.SetAnimated(_animations, _now);
    }

    private void Move()
    {
        foreach (var (element, style) in _moved)
        {
            if (element.LayoutData is not LayoutBox box) continue;
            // A box without the node gets it by being painted; one that has both sets both.
            var transformed = PropertyUpdates.TrySetTransform(box, style);
            var faded = PropertyUpdates.TrySetOpacity(box, style.Effects.Opacity);
            if ((!transformed && style.Effects.Transform.Count > 0) || (!faded && style.Effects.Opacity < 1) || (!transformed && !faded)) _mustPaint = true;
            if (!_activity.Moved(box, _now)) continue;
            if (PropertyUpdates.SetTransformReasons(box, _activity.TransformReasonsOf(box)) | (faded && PropertyUpdates.SetOpacityReasons(box, _activity.OpacityReasonsOf(box)))) Compositor.InvalidateLayers();
        }

        _moved.Clear();
    }

    private void Paint()
    {
        foreach (var (element, _) in _moved)
        {
            if (element.LayoutData is LayoutBox box) _activity.Moved(box, _now);
        }

        _moved.Clear();
        (_hasSticky, _sticky) = (false, null);
        var root = Page.Layout.Root ?? Page.Update(_now);
        _list = _painter.Paint(root, CanvasColor);
        Compositor.InvalidateLayers();
        _mustPaint = false;
    }

    private Color CanvasColor => Page.Document.Root is { } root && Page.Styles.StyleOf(root).Inherited.IsDark ? new Color(0xFF121212) : new Color(0xFFFFFFFF);

    private void Animate()
    {
        foreach (var (animation, box) in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_animations))
        {
            var (width, height) = PropertyUpdates.ReferenceSize(box);
            if (animation.TryTransform(_now, width, height, out var matrix)) PropertyUpdates.TrySetTransform(box, BoxTransform.AboutOrigin(matrix, box.Style, width, height));
            if (animation.TryOpacity(_now, out var opacity)) PropertyUpdates.TrySetOpacity(box, opacity);
        }
    }

    void IPageWatch.Changed() => _mustPaint = true;

    void IPageWatch.Moved(Element element, ComputedStyle style) => _moved.Add((element, style));

    LayoutPoint IPaintInput.ScrollOffset(LayoutBox box) => Page.Layout.Scrolling.OffsetOf(box);

    LayoutPoint IPaintInput.StickyOffset(LayoutBox box)
    {
        _hasSticky = true;
        return (_sticky ??= StickyOffsets.Of(Page.Layout)).OffsetOf(box);
    }

    NaturalSize? IPaintInput.SizeOf(CssImage image) => Page.Images.SizeOf(image);

    int IPaintInput.VersionOf(ReplacedBox box) => 0;

    RectF IPaintInput.Viewport => new(0, 0, Page.Options.Width, Page.Options.Height);

    CompositingReasons IPaintInput.TransformReasons(LayoutBox box) => _activity.TransformReasonsOf(box);

    CompositingReasons IPaintInput.OpacityReasons(LayoutBox box) => _activity.OpacityReasonsOf(box);
}

/// <summary>Durations in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
/// <param name="StyleAndLayout">Styles and layout.</param>
/// <param name="Paint">Display list, or what moved without one.</param>
/// <param name="Layers">Layers, damage and tiles wanted.</param>
public readonly record struct UpdateTimes(long StyleAndLayout, long Paint, long Layers);
