namespace WasmEngine.Reftests.Tests;

/// <summary>Samples.</summary>
internal static class Boxed
{
    internal static readonly Reftest Reftest = new("flex/sample", "sample.html", "sample.json", ViewportSize.Default);

    internal static Box At(string path, double x = 0, double y = 0, double width = 10, double height = 10) => new(path, path[(path.LastIndexOf('>') + 1)..].Split(':')[0], "", [], x, y, width, height);
}
