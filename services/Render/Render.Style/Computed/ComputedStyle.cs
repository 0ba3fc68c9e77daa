namespace WasmEngine.Render.Style;

/// <summary>
/// An element's (or pseudo-element's) computed values. Immutable once the cascade has made it; may be read from any thread.
/// Elements with equal values may share one, and groups with equal values are shared.
/// </summary>
public sealed class ComputedStyle
{
    // Before Initial, which takes it.
    private static readonly IReadOnlyDictionary<string, string> EmptyCustom = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Every property's initial value.</summary>
    public static ComputedStyle Initial { get; } = new();

    public BoxStyle Box { get; internal set; } = new();

    public SizeStyle Size { get; internal set; } = new();

    public BorderGroup Border { get; internal set; } = new();

    public BackgroundGroup Background { get; internal set; } = new();

    public FlexStyle Flex { get; internal set; } = new();

    public GridStyle Grid { get; internal set; } = new();

    public EffectStyle Effects { get; internal set; } = new();

    public TextDecorationStyleGroup Decoration { get; internal set; } = new();

    public AnimationStyle Animation { get; internal set; } = new();

    public ContentStyle Content { get; internal set; } = new();

    public FontStyle Font { get; internal set; } = new();

    public TextStyle Text { get; internal set; } = new();

    public InheritedStyle Inherited { get; internal set; } = new();

    /// <summary>Custom properties by name (with the dashes), substituted; shared with the parent while none is set.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; internal set; } = EmptyCustom;

    // Often asked for.

    public Display Display => Box.Display;

    public Position Position => Box.Position;

    public Direction Direction => Text.Direction;

    public bool IsRtl => Text.Direction == Direction.Rtl;

    public bool IsFloating => Box.Float != Float.None && !IsOutOfFlow;

    /// <summary>absolute or fixed.</summary>
    public bool IsOutOfFlow => Box.Position is Position.Absolute or Position.Fixed;

    public bool IsPositioned => Box.Position != Position.Static;

    /// <summary>It clips its overflow and can be scrolled (hidden, scroll, auto on either axis).</summary>
    public bool IsScrollContainer => Box.OverflowX is not (Overflow.Visible or Overflow.Clip);

    /// <summary>Whether it is the containing block of fixed descendants (and thus of absolute ones too).</summary>
    public bool ContainsFixed => Effects.Transform.Count > 0 || Effects.Perspective > 0 || Effects.Filter.Count > 0 || Effects.BackdropFilter.Count > 0
        || Effects.WillChangeContains || Box.ContainsPaint || Box.ContainsLayout || Effects.TransformStyle == TransformStyle.Preserve3d;

    /// <summary>Whether it is the containing block of absolute descendants.</summary>
    public bool ContainsAbsolute => IsPositioned || ContainsFixed;

    internal ComputedStyle Clone() => (ComputedStyle)MemberwiseClone();
}
