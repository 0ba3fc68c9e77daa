namespace WasmEngine.Architecture.Tests.Tree;

/// <summary>All text files of the repository, or of a sample.</summary>
internal sealed class SourceTree
{
    private readonly Dictionary<string, ProjectFile> _projects;

    internal SourceTree(IEnumerable<SourceFile> files)
    {
        Files = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
        _projects = Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .ToDictionary(f => f.Path, f => ProjectFile.Parse(f.Path, f.Text), StringComparer.Ordinal);
    }

    internal IReadOnlyList<SourceFile> Files { get; }

    internal IReadOnlyCollection<ProjectFile> Projects => _projects.Values;

    /// <summary>C# files below a folder ("" for all).</summary>
    internal IEnumerable<SourceFile> CSharp(string folder = "") =>
        Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && f.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The project whose folder holds a file; the innermost if there are several.</summary>
    internal ProjectFile? OwnerOf(SourceFile file) =>
        Projects.Where(p => file.Path.StartsWith(p.Directory, StringComparison.Ordinal)).MaxBy(p => p.Directory.Length);

    /// <summary>A project and all that it references, directly or not.</summary>
    internal IReadOnlyList<ProjectFile> ClosureOf(ProjectFile project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { project.Path };
        var closure = new List<ProjectFile> { project };
        for (var i = 0; i < closure.Count; i++)
        {
            foreach (var reference in closure[i].References)
            {
                if (_projects.TryGetValue(reference, out var found) && seen.Add(reference)) closure.Add(found);
            }
        }

        return closure;
    }
}
