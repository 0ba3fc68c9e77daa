namespace WasmEngine.Render.Style;

/// <summary>Other names of properties (compat standard, css-overflow, css-align and the like).</summary>
internal static class PropertyAliases
{
    internal static readonly (string Alias, string Name)[] All = [];
}
