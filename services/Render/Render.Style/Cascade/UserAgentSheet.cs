using System.Reflection;

namespace WasmEngine.Render.Style;

/// <summary>The sheet under all others. Parsed once for each mode; immutable.</summary>
internal static class UserAgentSheet
{
    private static readonly Lazy<StyleSheet> Standards = new(() => Parse("user-agent.css"));
    private static readonly Lazy<StyleSheet> Quirks = new(() => Parse("quirks.css"));

    /// <summary>The sheets of a document.</summary>
    public static IEnumerable<StyleSheet> For(bool isQuirky) => isQuirky ? [Standards.Value, Quirks.Value] : [Standards.Value];

    private static StyleSheet Parse(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the resource {name} is missing");
        using var reader = new StreamReader(stream);
        return StyleSheetParser.Parse(reader.ReadToEnd(), new CssOptions { Source = name });
    }
}
