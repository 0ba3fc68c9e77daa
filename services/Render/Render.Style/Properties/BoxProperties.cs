namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="BoxStyle"/>.</summary>
internal static class BoxProperties
{
    internal static IEnumerable<Longhand> All =>
    [
        Define.Keyword(PropertyId.Position, KeywordMap.Of<Position>(), s => s.Box.Position, (b, v) => b.Box.Position = v),
    ];
}
