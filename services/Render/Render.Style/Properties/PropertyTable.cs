namespace WasmEngine.Render.Style;

/// <summary>All properties: by name, and what can be done with their values. Its data are immutable; any thread.</summary>
public static partial class PropertyTable
{
    /// <summary>All longhands, in the order in which they are to be applied.</summary>
    public static IReadOnlyList<PropertyId> All { get; } = [.. Enum.GetValues<PropertyId>().Where(id => id != PropertyId.Custom)];

    /// <summary>The last property that has to be applied before <see cref="StyleBuilder.FinishFont"/>.</summary>
    public const PropertyId LastOfFont = PropertyId.FontOpticalSizing;

    /// <summary>A property's name in CSS, lower case.</summary>
    public static string Name(PropertyId id) => PropertyNames.Of(id);

    /// <summary>Longhands that a property or shorthand (or alias of one) sets; empty when there is none of that name. ASCII case does not matter.</summary>
    public static IReadOnlyList<PropertyId> Longhands(string name) => PropertyNames.Find(name) switch
    {
        Longhand longhand => [longhand.Id],
        Shorthand shorthand => shorthand.Longhands,
        _ => [],
    };

    /// <summary>Whether there is a property, shorthand or alias of that name. Custom properties always are.</summary>
    public static bool IsKnown(string name) => name.StartsWith("--", StringComparison.Ordinal) || PropertyNames.Find(name) is not null;

    /// <summary>Whether children take the parent's value unless said otherwise. Custom properties are inherited.</summary>
    public static bool IsInherited(PropertyId id) => id == PropertyId.Custom || Of(id).IsInherited;

    /// <summary>Whether it sets a physical property's value, chosen by direction and writing mode.</summary>
    public static bool IsLogical(PropertyId id) => id != PropertyId.Custom && Of(id).IsLogical;

    /// <summary>Sets a value that is neither a CSS-wide keyword nor unparsed.</summary>
    public static void Apply(PropertyId id, DeclaredValue value, StyleBuilder builder) => Of(id).Apply(value, builder);

    /// <summary>Sets the parent's value.</summary>
    public static void Inherit(PropertyId id, StyleBuilder builder) => Of(id).Copy(builder.Parent, builder);

    /// <summary>Sets the initial value.</summary>
    public static void Reset(PropertyId id, StyleBuilder builder) => Of(id).Copy(ComputedStyle.Initial, builder);

    /// <summary>Sets another style's value.</summary>
    public static void Copy(PropertyId id, ComputedStyle from, StyleBuilder builder) => Of(id).Copy(from, builder);

    /// <summary>Whether two styles have the same value.</summary>
    public static bool AreEqual(PropertyId id, ComputedStyle a, ComputedStyle b) => Of(id).AreEqual(a, b);

    /// <summary>Whether there are values between those of two styles, so that a transition is more than a jump.</summary>
    public static bool CanInterpolate(PropertyId id, ComputedStyle from, ComputedStyle to) => Of(id).CanInterpolate(from, to);

    /// <summary>Sets a value between those of two styles (css-transitions-1, css-values-4 "Combining values").</summary>
    /// <param name="id">Property.</param>
    /// <param name="from">Style with the value at 0.</param>
    /// <param name="to">Style with the value at 1.</param>
    /// <param name="progress">May be below 0 and above 1.</param>
    /// <param name="builder">Where it is set.</param>
    /// <returns>False when the two have nothing between them: the nearer one was set.</returns>
    public static bool Interpolate(PropertyId id, ComputedStyle from, ComputedStyle to, double progress, StyleBuilder builder) =>
        Of(id).Interpolate(from, to, progress, builder);

    /// <summary>The computed value as CSS text.</summary>
    public static string Serialize(PropertyId id, ComputedStyle style) => Of(id).Serialize(style);

    internal static Longhand Of(PropertyId id) => LonghandTable.ById[(int)id];
}
