namespace WasmEngine.Render.Text.Fonts;

/// <summary>Four ASCII characters as OpenType packs them: tables, features, axes, scripts.</summary>
public readonly record struct OpenTypeTag(uint Value)
{
    /// <summary>From a name of four characters of U+0020 to U+007E.</summary>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    public OpenTypeTag(string name)
        : this(Pack(name))
    {
    }

    private static uint Pack(string name)
    {
        if (name.Length != 4 || name.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"'{name}' is not an OpenType tag: it must have four printable ASCII characters", nameof(name));
        return ((uint)name[0] << 24) | ((uint)name[1] << 16) | ((uint)name[2] << 8) | name[3];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(4, Value, static (to, value) =>
        {
            for (var i = 0; i < 4; i++) to[i] = (char)((value >> (24 - (8 * i))) & 0xFF);
        });
}

/// <summary>One entry of font-feature-settings; also what font-variant-* stands for (css-fonts-4 §7).</summary>
/// <param name="Tag">The feature.</param>
/// <param name="Value">0 is off, 1 is on, more selects an alternate.</param>
public readonly record struct FontFeature(OpenTypeTag Tag, int Value);

/// <summary>One entry of font-variation-settings (css-fonts-4 §8.2).</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Value">Its value in units of the axis.</param>
public readonly record struct FontVariation(OpenTypeTag Axis, float Value);
