namespace WasmEngine.Render.Style;

/// <summary>
/// Builds one computed style after another; one object can be used for all elements of a document's thread. A group of properties
/// stays shared with the parent (inherited ones) or the initial style (others) until a value in it really changes.
/// </summary>
/// <remarks>
/// The cascade calls, for each element: <see cref="Begin"/>; then the winning declarations by <see cref="PropertyTable.Apply"/>
/// (or Inherit, Reset, Copy for the CSS-wide keywords) with the ids of the first group of <see cref="PropertyId"/>, in the enum's order,
/// before all others, as others are computed from them; then <see cref="FinishFont"/>; then LineHeight; then the rest, in any order, but where a logical and a physical
/// property set the same thing (margin-left and margin-inline-start) in cascade order, the winner last; at last <see cref="Finish"/>.
/// Use <see cref="Values"/> to see a value that was set so far.
/// </remarks>
public sealed class StyleBuilder
{
    private ComputedStyle _style = ComputedStyle.Initial;
    private int _owned;
    private bool _isFinished = true;

    /// <summary>With the defaults.</summary>
    public StyleBuilder(ComputeContext? context = null) => Context = context ?? ComputeContext.Default;

    /// <summary>What values are computed in. May be replaced between two elements.</summary>
    public ComputeContext Context { get; set; }

    /// <summary>The parent's style; initial values for the root.</summary>
    public ComputedStyle Parent { get; private set; } = ComputedStyle.Initial;

    /// <summary>The style as built so far; reading only.</summary>
    public ComputedStyle Values => _style;

    /// <summary>What the values applied since <see cref="Begin"/> depend on.</summary>
    public ValueDependencies Dependencies { get; internal set; }

    /// <summary>A value is being computed that refers to the parent's font (font-size itself) rather than to the own.</summary>
    internal bool UsesParentFont { get; set; }

    /// <summary>The font size may still have to follow the generic family: it was inherited or set, and not adjusted yet.</summary>
    internal bool IsFontSizeOpen { get; set; }

    /// <summary>line-height is being computed: lh is the parent's.</summary>
    internal bool UsesParentLine { get; set; }

    /// <summary>`color` is being computed: currentcolor is the parent's.</summary>
    internal bool UsesParentColor { get; set; }

    /// <summary>The font that font-relative units mean.</summary>
    internal FontStyle FontForUnits => UsesParentFont ? Parent.Font : _style.Font;

    /// <summary>The font that root-relative units mean.</summary>
    internal FontStyle RootFont => Context.Root is { } root ? root.Font : FontForUnits;

    internal Color CurrentColor => UsesParentColor ? Parent.Text.Color : _style.Text.Color;

    /// <summary>Reads the tokens of values that depend on the context.</summary>
    internal ValueReader Reader { get; } = new();

    /// <summary>Starts an element's style.</summary>
    /// <param name="parent">The parent's style, or of a pseudo-element the originating element's; null for the root.</param>
    public void Begin(ComputedStyle? parent)
    {
        Parent = parent ?? ComputedStyle.Initial;
        _style = ComputedStyle.Initial.Clone();
        _style.Font = Parent.Font;
        _style.Text = Parent.Text;
        _style.Inherited = Parent.Inherited;
        _style.Custom = Parent.Custom;
        IsFontSizeOpen = true;
        (_owned, _isFinished) = (0, false);
        Dependencies = ValueDependencies.None;
    }

    /// <summary>Starts from a finished style, to change some of its values (animations).</summary>
    public void BeginFrom(ComputedStyle style, ComputedStyle? parent)
    {
        Parent = parent ?? ComputedStyle.Initial;
        _style = style.Clone();
        IsFontSizeOpen = false;
        (_owned, _isFinished) = (0, false);
        Dependencies = ValueDependencies.None;
    }

    /// <summary>Sets the custom properties.</summary>
    public void SetCustom(IReadOnlyDictionary<string, string> custom) => _style.Custom = custom;

    /// <summary>Sets the language, from the lang attribute.</summary>
    public void SetLanguage(string language)
    {
        if (!string.Equals(_style.Text.Language, language, StringComparison.Ordinal)) Text.Language = language;
    }

    /// <summary>Sets `display` where it is not by a declaration (blockification, anonymous boxes).</summary>
    public void SetDisplay(Display display)
    {
        if (_style.Box.Display != display) Box.Display = display;
    }

    /// <summary>To be called once the properties of the first group are applied: finds the font size of generic families.</summary>
    public void FinishFont() => StyleFixups.FinishFont(this);

    /// <summary>Ends the element's style: what several properties decide together is put together. Nothing can be set until the next Begin.</summary>
    public ComputedStyle Finish()
    {
        StyleFixups.Finish(this);
        (_owned, _isFinished) = (0, true);
        return _style;
    }

    // Groups to write to: cloned the first time.

    internal BoxStyle Box => Take(1 << 0) ? _style.Box = _style.Box.Clone() : _style.Box;

    internal SizeStyle Size => Take(1 << 1) ? _style.Size = _style.Size.Clone() : _style.Size;

    internal BorderGroup Border => Take(1 << 2) ? _style.Border = _style.Border.Clone() : _style.Border;

    internal BackgroundGroup Background => Take(1 << 3) ? _style.Background = _style.Background.Clone() : _style.Background;

    internal FlexStyle Flex => Take(1 << 4) ? _style.Flex = _style.Flex.Clone() : _style.Flex;

    internal GridStyle Grid => Take(1 << 5) ? _style.Grid = _style.Grid.Clone() : _style.Grid;

    internal EffectStyle Effects => Take(1 << 6) ? _style.Effects = _style.Effects.Clone() : _style.Effects;

    internal TextDecorationStyleGroup Decoration => Take(1 << 7) ? _style.Decoration = _style.Decoration.Clone() : _style.Decoration;

    internal AnimationStyle Animation => Take(1 << 8) ? _style.Animation = _style.Animation.Clone() : _style.Animation;

    internal ContentStyle Content => Take(1 << 9) ? _style.Content = _style.Content.Clone() : _style.Content;

    internal FontStyle Font => Take(1 << 10) ? _style.Font = _style.Font.Clone() : _style.Font;

    internal TextStyle Text => Take(1 << 11) ? _style.Text = _style.Text.Clone() : _style.Text;

    internal InheritedStyle Inherited => Take(1 << 12) ? _style.Inherited = _style.Inherited.Clone() : _style.Inherited;

    /// <summary>Whether a group was written to.</summary>
    internal bool Owns(StyleGroup group) => (_owned & (int)group) != 0;

    /// <summary>Whether the group has to be cloned now.</summary>
    private bool Take(int group)
    {
        if ((_owned & group) != 0) return false;
        if (_isFinished) throw new InvalidOperationException("the style is finished: call Begin first");
        _owned |= group;
        return true;
    }
}

/// <summary>Groups of <see cref="ComputedStyle"/>.</summary>
[Flags]
internal enum StyleGroup
{
    None = 0,
    Box = 1 << 0,
    Size = 1 << 1,
    Border = 1 << 2,
    Background = 1 << 3,
    Flex = 1 << 4,
    Grid = 1 << 5,
    Effects = 1 << 6,
    Decoration = 1 << 7,
    Animation = 1 << 8,
    Content = 1 << 9,
    Font = 1 << 10,
    Text = 1 << 11,
    Inherited = 1 << 12,
}
