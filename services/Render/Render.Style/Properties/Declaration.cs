namespace WasmEngine.Render.Style;

/// <summary>A declaration of one longhand or custom property.</summary>
/// <param name="Id">Which property.</param>
/// <param name="CustomName">Name with the dashes when it is a custom property; null else.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsImportant">Written with !important.</param>
/// <param name="Line">Line where it stands.</param>
public readonly record struct Declaration(PropertyId Id, string? CustomName, DeclaredValue Value, bool IsImportant, int Line);

/// <summary>A declared value. Immutable, may be shared and used from any thread.</summary>
public abstract class DeclaredValue;

/// <summary>The keywords that every property takes.</summary>
public enum CssWideKeyword : byte { Inherit, Initial, Unset, Revert, RevertLayer }

/// <summary>A CSS-wide keyword; there is one object for each.</summary>
public sealed class CssWideValue : DeclaredValue
{
    private CssWideValue(CssWideKeyword keyword) => Keyword = keyword;

    public static CssWideValue Inherit { get; } = new(CssWideKeyword.Inherit);

    public static CssWideValue Initial { get; } = new(CssWideKeyword.Initial);

    public static CssWideValue Unset { get; } = new(CssWideKeyword.Unset);

    public static CssWideValue Revert { get; } = new(CssWideKeyword.Revert);

    public static CssWideValue RevertLayer { get; } = new(CssWideKeyword.RevertLayer);

    /// <summary>Which.</summary>
    public CssWideKeyword Keyword { get; }

    /// <summary>The object for a name; null when it is none of them.</summary>
    public static CssWideValue? Find(string name) => name.Length switch
    {
        5 when name.Equals("unset", StringComparison.OrdinalIgnoreCase) => Unset,
        6 when name.Equals("revert", StringComparison.OrdinalIgnoreCase) => Revert,
        7 when name.Equals("inherit", StringComparison.OrdinalIgnoreCase) => Inherit,
        7 when name.Equals("initial", StringComparison.OrdinalIgnoreCase) => Initial,
        12 when name.Equals("revert-layer", StringComparison.OrdinalIgnoreCase) => RevertLayer,
        _ => null,
    };
}

/// <summary>
/// A value with var(), env() or attr() in it, and every value of a custom property: text until the cascade has substituted. All longhands of a
/// shorthand share one. Substituted text goes to <see cref="DeclarationParser.ParseSubstituted"/>.
/// </summary>
public sealed class UnparsedValue : DeclaredValue
{
    internal UnparsedValue(string text, string property, bool needsSubstitution, CssOptions options)
    {
        Text = text;
        Property = property;
        NeedsSubstitution = needsSubstitution;
        Options = options;
    }

    /// <summary>As written, without white space at the ends and without !important.</summary>
    public string Text { get; }

    /// <summary>Property or shorthand that it was given to.</summary>
    public string Property { get; }

    /// <summary>Whether there is a var(), env() or attr() in it (a custom property may have none).</summary>
    public bool NeedsSubstitution { get; }

    internal CssOptions Options { get; }

    /// <summary>What the last substituted text gave; see <see cref="DeclarationParser.ParseSubstituted"/>.</summary>
    internal SubstitutedDeclarations? Last { get; set; }
}

/// <summary>A substituted text with its declarations.</summary>
internal sealed record SubstitutedDeclarations(string Text, IReadOnlyList<Declaration> Declarations);
