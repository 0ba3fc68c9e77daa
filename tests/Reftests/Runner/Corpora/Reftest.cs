namespace WasmEngine.Reftests;

/// <summary>A document and the boxes recorded for it.</summary>
/// <param name="Name">Path below the documents' folder, with forward slashes and no extension: <c>flex/gaps</c>.</param>
/// <param name="Document">The HTML file.</param>
/// <param name="Expected">The JSON file; may be missing.</param>
public sealed record Reftest(string Name, string Document, string Expected, ViewportSize Viewport)
{
    /// <summary>The folder that it is tallied under.</summary>
    public string Area => Name.LastIndexOf('/') is > 0 and var end ? Name[..end] : "";
}
