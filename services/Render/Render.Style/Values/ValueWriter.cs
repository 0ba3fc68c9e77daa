namespace WasmEngine.Render.Style;

/// <summary>Computed values as CSS text.</summary>
internal static class ValueWriter
{
    internal static string Write<T>(T value) => value is Enum ? PropertyNames.Kebab(value.ToString()!) : value?.ToString() ?? "none";
}
