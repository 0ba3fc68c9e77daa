using System.Xml.Linq;

namespace WasmEngine.Architecture.Tests.Tree;

/// <summary>What a csproj says; paths are relative to the repository, with forward slashes.</summary>
internal sealed record ProjectFile(
    string Path,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks,
    IReadOnlyList<string> Usings,
    bool AllowsUnsafe,
    bool IsExecutable)
{
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    internal string Directory => Path[..(Path.LastIndexOf('/') + 1)];

    internal static ProjectFile Parse(string path, string xml)
    {
        var root = XDocument.Parse(xml).Root ?? throw new InvalidDataException($"{path} is empty");
        var directory = path[..(path.LastIndexOf('/') + 1)];
        return new ProjectFile(
            path,
            [.. Includes(root, "ProjectReference").Select(reference => Resolve(directory, reference))],
            [.. Includes(root, "PackageReference")],
            [.. Includes(root, "FrameworkReference")],
            [.. Includes(root, "Using")],
            IsTrue(root, "AllowUnsafeBlocks"),
            root.Descendants("OutputType").Any(e => e.Value.Trim() is "Exe" or "WinExe"));
    }

    private static IEnumerable<string> Includes(XElement root, string item) =>
        root.Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static bool IsTrue(XElement root, string property) =>
        root.Descendants(property).Any(e => string.Equals(e.Value.Trim(), "true", StringComparison.OrdinalIgnoreCase));

    private static string Resolve(string directory, string reference)
    {
        var parts = new List<string>();
        foreach (var part in (directory + reference.Replace('\\', '/')).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
