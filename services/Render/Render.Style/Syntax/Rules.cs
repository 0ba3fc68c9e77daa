namespace WasmEngine.Render.Style;

/// <summary>A parsed style sheet. Immutable; holds no reference to its text.</summary>
/// <param name="Rules">Its rules in order; those that are unknown or invalid are left out.</param>
/// <param name="Source">Name for issues.</param>
/// <param name="BaseUrl">What its relative addresses are relative to.</param>
public sealed record StyleSheet(IReadOnlyList<CssRule> Rules, string Source, string BaseUrl);

/// <summary>A rule of a sheet.</summary>
/// <param name="Line">Line where it begins.</param>
public abstract record CssRule(int Line);

/// <summary>
/// A style rule (or a keyframe, within @keyframes). Declarations that come after a nested rule are a rule of their own among the
/// nested ones, with <see cref="IsNestedDeclarations"/> (css-nesting-1): they match what `&amp;` matches.
/// </summary>
/// <param name="Prelude">Tokens before the block, without white space at the ends; empty for nested declarations.</param>
/// <param name="PreludeText">The same as text.</param>
/// <param name="Declarations">Longhands in order; shorthands are expanded, what is invalid is left out.</param>
/// <param name="Rules">Nested rules.</param>
/// <param name="Line">Line where it begins.</param>
public sealed record StyleRule(CssToken[] Prelude, string PreludeText, IReadOnlyList<Declaration> Declarations, IReadOnlyList<CssRule> Rules, int Line) : CssRule(Line)
{
    /// <summary>Declarations of the rule around it that came after a nested rule (or within a nested @media and the like).</summary>
    public bool IsNestedDeclarations { get; init; }
}

/// <summary>At-rules that are known.</summary>
public enum AtRuleKind : byte
{
    Import,
    Media,
    Supports,

    /// <summary>With a block or, when <see cref="AtRule.HasBlock"/> is false, the statement.</summary>
    Layer,
    FontFace,

    /// <summary>-webkit-keyframes too. The rules within are style rules whose preludes are keyframe selectors.</summary>
    Keyframes,
    Property,
    Namespace,
    CounterStyle,
}

/// <summary>A descriptor of @font-face, @property, @counter-style.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Value">Its tokens, without white space at the ends.</param>
/// <param name="Text">The same as text.</param>
/// <param name="Line">Line.</param>
public sealed record Descriptor(string Name, CssToken[] Value, string Text, int Line);

/// <summary>An at-rule.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Prelude">Tokens between its name and its block or semicolon, without white space at the ends.</param>
/// <param name="PreludeText">The same as text.</param>
/// <param name="HasBlock">Whether it has a block.</param>
/// <param name="Rules">Rules within (Media, Supports, Layer, Keyframes).</param>
/// <param name="Descriptors">Descriptors within (FontFace, Property, CounterStyle).</param>
/// <param name="Line">Line where it begins.</param>
public sealed record AtRule(
    AtRuleKind Kind, CssToken[] Prelude, string PreludeText, bool HasBlock, IReadOnlyList<CssRule> Rules, IReadOnlyList<Descriptor> Descriptors, int Line) : CssRule(Line);
