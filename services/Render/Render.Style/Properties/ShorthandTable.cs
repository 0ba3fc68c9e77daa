namespace WasmEngine.Render.Style;

/// <summary>The definitions of all shorthands.</summary>
internal static class ShorthandTable
{
    internal static readonly Shorthand[] All = [];
}
