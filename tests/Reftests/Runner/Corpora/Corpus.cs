namespace WasmEngine.Reftests;

/// <summary>Finds documents and what was recorded for them.</summary>
public static class Corpus
{
    private const string DocumentEnding = ".html", ExpectedEnding = ".json";

    /// <summary>All documents below a folder in a stable order, or those whose name contains one of the words.</summary>
    public static IReadOnlyList<Reftest> Find(string documents, string expected, IReadOnlyCollection<string> words) =>
        [.. Directory.EnumerateFiles(documents, "*" + DocumentEnding, SearchOption.AllDirectories)
            .Select(file => (File: file, Name: NameOf(documents, file)))
            .Where(found => words.Count == 0 || words.Any(word => found.Name.Contains(word, StringComparison.Ordinal)))
            .OrderBy(found => found.Name, StringComparer.Ordinal)
            .Select(found => new Reftest(found.Name, found.File, Path.Combine(expected, found.Name + ExpectedEnding), ViewportSize.Of(File.ReadAllText(found.File))))];

    /// <summary><c>tests/Reftests</c> of the tree that this was built in; null outside of it.</summary>
    public static string? HomeFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var home = Path.Combine(folder.FullName, "tests", "Reftests");
            if (File.Exists(Path.Combine(home, "record.mjs"))) return home;
        }

        return null;
    }

    /// <summary><c>out</c> of that tree; null outside of it.</summary>
    public static string? OutFolder() => HomeFolder() is { } home ? Path.GetFullPath(Path.Combine(home, "..", "..", "out")) : null;

    /// <summary><c>out/bin/wasmengine</c> of that tree; null outside of it.</summary>
    public static string? CliExecutable() => OutFolder() is { } built ? Path.Combine(built, "bin", OperatingSystem.IsWindows() ? "wasmengine.exe" : "wasmengine") : null;

    private static string NameOf(string documents, string file)
    {
        var path = Path.GetRelativePath(documents, file).Replace(Path.DirectorySeparatorChar, '/');
        return path[..^DocumentEnding.Length];
    }
}
