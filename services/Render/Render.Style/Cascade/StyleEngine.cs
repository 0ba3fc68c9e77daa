using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Loads style sheets. Called on the document's thread.</summary>
public interface IStyleLoader
{
    /// <summary>The text of a sheet.</summary>
    /// <param name="url">Absolute address, or as written when the document has none.</param>
    /// <param name="text">Its text, decoded.</param>
    /// <returns>False when it can't be had.</returns>
    bool TryLoad(string url, out string text);
}

/// <summary>What an update did.</summary>
/// <param name="Matched">Elements that rules were matched for.</param>
/// <param name="Restyled">Elements whose style was computed, those matched among them.</param>
/// <param name="Changed">Elements and pseudo-elements whose style is another now.</param>
public readonly record struct StyleUpdate(int Matched, int Restyled, int Changed);

/// <summary>
/// Keeps the styles of a document's elements current: follows the changes of its tree and of its sheets, and at <see cref="Update"/> computes anew what they can reach. Belongs to the document's
/// thread. Depth of recursion is bounded by the document's limit of depth.
/// </summary>
public sealed partial class StyleEngine : IStyleSource
{
    private readonly Document _document;
    private readonly SelectorMatcher _matcher = new();
    private readonly AncestorFilter _filter = new();
    private readonly RuleCollector _collector;
    private readonly StyleResolver _resolver;
    private readonly SheetList _sheets;
    private readonly AttributeBlocks _blocks;
    private readonly Dictionary<(ComputedStyle Parent, Display Display), ComputedStyle> _anonymous = [];
    private StyleRuleSet _rules = new();
    private MediaEnvironment _environment;
    private ValueDependencies _changed;
    private bool _sheetsChanged = true;
    private bool _environmentChanged;
    private (int Matched, int Restyled, int Changed) _counts;

    /// <summary>For a document, which it observes from now on.</summary>
    /// <param name="document">The document.</param>
    /// <param name="environment">What media queries ask about; the default one when null.</param>
    /// <param name="loader">Loads sheets; null: none are loaded.</param>
    /// <param name="fonts">Measures of fonts; null: approximations.</param>
    /// <param name="baseUrl">The document's address; empty when it has none.</param>
    public StyleEngine(Document document, MediaEnvironment? environment = null, IStyleLoader? loader = null, IFontMetricsSource? fonts = null, string baseUrl = "")
    {
        _document = document;
        _environment = environment ?? MediaEnvironment.Default;
        _collector = new RuleCollector(_matcher) { Filter = _filter };
        _resolver = new StyleResolver(document.Issues);
        _animations = new AnimationController(_resolver, document.Issues);
        _sheets = new SheetList(document, loader, baseUrl);
        _blocks = new AttributeBlocks(document, baseUrl);
        _resolver.Builder.Context = ContextOf(_environment) with { Fonts = fonts };
        document.Observe(this);
    }

    /// <summary>Told of changes; null for none.</summary>
    public IStyleObserver? Observer { get; set; }

    /// <summary>What media queries ask about. A change takes effect at the next <see cref="Update"/>.</summary>
    public MediaEnvironment Environment
    {
        get => _environment;
        set => ChangeEnvironment(value);
    }

    /// <summary>@font-face rules, current after <see cref="Update"/>.</summary>
    public IReadOnlyList<FontFace> FontFaces => _rules.FontFaces;

    /// <summary>@counter-style rules by name, current after <see cref="Update"/>.</summary>
    public IReadOnlyDictionary<string, CounterStyleRule> CounterStyles => _rules.CounterStyles;

    /// <summary>Whether something waits for <see cref="Update"/>.</summary>
    public bool IsDirty => _sheetsChanged || _environmentChanged || _changed != ValueDependencies.None || _document.Root is { } root && (root.StyleData is not ElementStyle style || (style.Flags & (StyleFlags.Dirty | StyleFlags.HasDirtyDescendants)) != 0);

    internal StyleRuleSet Rules => _rules;

    internal StyleResolver Resolver => _resolver;

    /// <summary>Adds a sheet of the person's own, between the user agent's and the document's.</summary>
    public void AddUserSheet(string css)
    {
        _sheets.AddUser(css);
        _sheetsChanged = true;
    }

    /// <summary>To be called when fonts were loaded: lengths in ex, ch and the like may differ.</summary>
    public void FontsChanged()
    {
        _resolver.Clear();
        _changed |= ValueDependencies.FontMetrics | ValueDependencies.RootFontMetrics;
    }

    /// <summary>Brings all styles up to date with the tree; time stands still.</summary>
    public StyleUpdate Update() => Update(_animations.Now);

    private StyleUpdate UpdateStyles()
    {
        _counts = default;
        if (_document.Root is not { } root) return default;
        if (_sheetsChanged || (_environmentChanged && _rules.DiffersIn(_environment))) Rebuild();
        _environmentChanged = false;
        _matcher.Begin(_document);
        _filter.Clear();
        _anonymous.Clear();
        VisitRoot(root);
        _changed = ValueDependencies.None;
        if (_matcher.IsExhausted) _document.Issues.Add(IssueSeverity.Limit, "matching the document's selectors takes too many steps: some of them count as not matching");
        return new StyleUpdate(_counts.Matched, _counts.Restyled, _counts.Changed);
    }

    /// <inheritdoc/>
    public ComputedStyle StyleOf(Element element) => (element.StyleData as ElementStyle)?.Style ?? ComputedStyle.Initial;

    /// <inheritdoc/>
    public ComputedStyle? StyleOf(Element element, PseudoElement pseudo) => (element.StyleData as ElementStyle)?.Pseudos?[(int)pseudo];

    /// <inheritdoc/>
    public ComputedStyle Anonymous(ComputedStyle parent, Display display)
    {
        if (_anonymous.TryGetValue((parent, display), out var known)) return known;
        var builder = _resolver.Builder;
        builder.Begin(parent);
        builder.SetDisplay(display);
        builder.FinishFont();
        return _anonymous[(parent, display)] = builder.Finish();
    }

    private void Rebuild()
    {
        _rules = RuleSetBuilder.Build(_sheets.Collect(), _environment, _sheets, _document.Issues);
        _resolver.Registered = _rules.Properties;
        _resolver.Clear();
        _collector.Clear();
        _sheetsChanged = false;
        Mark(_document.Root!, StyleFlags.RematchSubtree);
    }

    private void ChangeEnvironment(MediaEnvironment environment)
    {
        if (environment == _environment) return;
        var (was, now) = (_resolver.Builder.Context, ContextOf(environment));
        _environment = environment;
        _environmentChanged = true;
        _resolver.Builder.Context = now with { Fonts = was.Fonts, Root = was.Root };
        if (was.ViewportWidth != now.ViewportWidth || was.ViewportHeight != now.ViewportHeight) _changed |= ValueDependencies.Viewport;
        if (was.PrefersDark != now.PrefersDark) _changed |= ValueDependencies.ColorScheme | ValueDependencies.CurrentColor;

        // Widths of borders are rounded to device pixels whatever they were made of.
        if (was.DevicePixelRatio != now.DevicePixelRatio || was.PrefersDark != now.PrefersDark) _sheetsChanged = true;
        if (_changed != ValueDependencies.None) _resolver.Clear();
    }

    private static ComputeContext ContextOf(MediaEnvironment environment) => new()
    {
        ViewportWidth = environment.Width,
        ViewportHeight = environment.Height,
        DevicePixelRatio = environment.DevicePixelRatio,
        PrefersDark = environment.PrefersDark,
    };
}
