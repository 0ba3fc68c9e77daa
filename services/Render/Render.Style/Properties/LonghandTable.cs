namespace WasmEngine.Render.Style;

/// <summary>The definitions of all longhands.</summary>
internal static class LonghandTable
{
    /// <summary>By <see cref="PropertyId"/>; the first entry, of custom properties, is null.</summary>
    internal static readonly Longhand[] ById = Make();

    private static Longhand[] Make()
    {
        var table = new Longhand[Enum.GetValues<PropertyId>().Length];
        IEnumerable<Longhand> all =
        [
            .. FontProperties.All, .. BoxProperties.All, .. SizeProperties.All, .. BorderProperties.All, .. LayerProperties.All, .. FlexGridProperties.All, .. EffectProperties.All,
            .. TextProperties.All, .. InheritedProperties.All, .. AnimationProperties.All,
        ];
        foreach (var longhand in all) table[(int)longhand.Id] = longhand;
        return table;
    }
}
