using System.Text.RegularExpressions;
using WasmEngine.Architecture.Tests.Tree;

namespace WasmEngine.Architecture.Tests.Rules;

/// <summary>Unsafe code lives where memory and native libraries are met.</summary>
internal sealed class UnsafeCodeRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) => tree.Projects
        .Where(p => p.AllowsUnsafe && !Names.IsNativeAdapter(p) && p.Name is not ("WasmEngine.Platform" or "WasmEngine.Memory"))
        .Select(p => new Violation(p.Path, "allows unsafe code: only Platform, Memory and the native adapters may"));
}

/// <summary>Native functions are declared in Platform and the native adapters.</summary>
internal sealed partial class NativeCallRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.CSharp())
        {
            if (tree.OwnerOf(file) is { } owner && (owner.Name == "WasmEngine.Platform" || Names.IsNativeAdapter(owner))) continue;
            for (var i = 0; i < file.Lines.Count; i++)
            {
                if (Declaration().IsMatch(file.Code(i)))
                    yield return new Violation(file.Path, "declares a native function: put it into Platform or a native adapter", i + 1);
            }
        }
    }

    [GeneratedRegex(@"^\s*\[([^""]*[\s,.])?(LibraryImport|DllImport)(Attribute)?\s*\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();
}

/// <summary>
/// Generated proto types stop at the edge: Grpc folders of executables, Hosting's own clients, the client SDK, the CLI and
/// tests.
/// </summary>
internal sealed partial class GeneratedTypesRule : IRule
{
    private const string Advice = "generated proto types stop at an executable's Grpc folder and at the client SDK: convert them there";
    private static readonly string[] Edges = ["clients/", "tests/", "services/Shared/Hosting/Supervision/", "services/Shared/Hosting/Grpc/"];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var project in tree.Projects.Where(p => !p.Path.StartsWith("clients/", StringComparison.Ordinal) && !p.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            foreach (var name in project.Usings.Where(u => Generated().IsMatch(u))) yield return new Violation(project.Path, $"uses {name} everywhere: {Advice}");
        }

        foreach (var file in tree.CSharp().Where(f => !IsEdge(tree, f)))
        {
            for (var i = 0; i < file.Lines.Count; i++)
            {
                if (Generated().IsMatch(file.Code(i))) yield return new Violation(file.Path, Advice, i + 1);
            }
        }
    }

    private static bool IsEdge(SourceTree tree, SourceFile file)
    {
        if (Edges.Any(e => file.Path.StartsWith(e, StringComparison.Ordinal))) return true;
        return tree.OwnerOf(file) is { IsExecutable: true } owner && file.Path.StartsWith(owner.Directory + "Grpc/", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bWasmEngine\.(Internal\.)?V1\b|(?<![\w.])(Internal\.)?V1\.[A-Z]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Generated();
}

/// <summary>Whoever shares memory without a lock says with whom.</summary>
internal sealed partial class SyncCommentRule : IRule
{
    private const int Reach = 6;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.CSharp("services/"))
        {
            for (var i = 0; i < file.Lines.Count; i++)
            {
                if (Access().IsMatch(file.Code(i)) && !IsExplained(file, i))
                    yield return new Violation(file.Path, $"no SYNC: comment within {Reach} lines says what this access pairs with", i + 1);
            }
        }
    }

    private static bool IsExplained(SourceFile file, int index) =>
        Enumerable.Range(Math.Max(0, index - Reach), Math.Min(index, Reach) + 1).Any(i => file.Lines[i].Contains("SYNC:", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(Volatile|Interlocked)\s*\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Access();
}

/// <summary>A file holds one idea: about 300 lines, 400 at most.</summary>
internal sealed class FileLengthRule : IRule
{
    internal const int Limit = 400;
    private static readonly string[] Endings = [".cs", ".c", ".h", ".rs", ".ts", ".js", ".mjs", ".sh"];

    public IEnumerable<Violation> Check(SourceTree tree) => tree.Files
        .Where(f => Endings.Any(e => f.Path.EndsWith(e, StringComparison.Ordinal)) && f.Lines.Count > Limit)
        .Select(f => new Violation(f.Path, $"has {f.Lines.Count} lines: split it, {Limit} is the limit"));
}

/// <summary>Nothing in the tree depends on one machine's folders or on one registry's address.</summary>
internal sealed partial class ForeignPathRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.Files)
        {
            for (var i = 0; i < file.Lines.Count; i++)
            {
                var line = file.Lines[i];
                if (HomePath().Match(line) is { Success: true } path) yield return new Violation(file.Path, $"names the machine's own folder {path.Value}", i + 1);
                if (RegistryHost().Match(line) is { Success: true } host) yield return new Violation(file.Path, $"names the registry {host.Value}: the tools' own settings do", i + 1);
            }
        }
    }

    // Written so that these lines don't match themselves.
    [GeneratedRegex(@"(?<![\w.~$})-])/(home|work|root|Users)/\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HomePath();

    [GeneratedRegex(@"\b(nuget\.org|npmjs\.(org|com)|crates\.io|pypi\.org|deb\.debian\.org)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RegistryHost();
}
