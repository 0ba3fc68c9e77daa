namespace WasmEngine.Render.Text.Fonts;

/// <summary>One entry of font-family. Names are compared without regard to case (css-fonts-4 §5.1).</summary>
public readonly struct FontFamilyName : IEquatable<FontFamilyName>
{
    /// <summary>A family by its name.</summary>
    public FontFamilyName(string name) => Name = name;

    /// <summary>A generic family.</summary>
    public FontFamilyName(GenericFamily generic)
    {
        Name = "";
        Generic = generic;
    }

    /// <summary>The name as written, without quotes; empty for a generic family.</summary>
    public string Name { get; }

    /// <summary>Which generic family; None for a name.</summary>
    public GenericFamily Generic { get; }

    /// <summary>Reads an unquoted identifier: a generic family if it is the keyword of one, else a name.</summary>
    public static FontFamilyName FromIdentifier(string identifier) =>
        FromKeyword(identifier) is var generic && generic != GenericFamily.None ? new FontFamilyName(generic) : new FontFamilyName(identifier);

    private static GenericFamily FromKeyword(string keyword) => keyword.ToLowerInvariant() switch
    {
        "serif" => GenericFamily.Serif,
        "sans-serif" => GenericFamily.SansSerif,
        "monospace" => GenericFamily.Monospace,
        "cursive" => GenericFamily.Cursive,
        "fantasy" => GenericFamily.Fantasy,
        "system-ui" or "-apple-system" or "blinkmacsystemfont" => GenericFamily.SystemUi,
        "ui-serif" => GenericFamily.UiSerif,
        "ui-sans-serif" => GenericFamily.UiSansSerif,
        "ui-monospace" => GenericFamily.UiMonospace,
        "ui-rounded" => GenericFamily.UiRounded,
        "math" => GenericFamily.Math,
        "emoji" => GenericFamily.Emoji,
        "fangsong" => GenericFamily.Fangsong,
        _ => GenericFamily.None,
    };

    /// <inheritdoc/>
    public bool Equals(FontFamilyName other) => Generic == other.Generic && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FontFamilyName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Generic == GenericFamily.None ? StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? "") : (int)Generic;

    /// <summary>Whether both are the same family.</summary>
    public static bool operator ==(FontFamilyName left, FontFamilyName right) => left.Equals(right);

    /// <summary>Whether they are different families.</summary>
    public static bool operator !=(FontFamilyName left, FontFamilyName right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Generic == GenericFamily.None ? Name : Generic.ToString();
}
