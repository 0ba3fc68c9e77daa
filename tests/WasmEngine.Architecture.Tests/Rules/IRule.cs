using WasmEngine.Architecture.Tests.Tree;

namespace WasmEngine.Architecture.Tests.Rules;

/// <summary>A rule of the house that can be read off the files.</summary>
internal interface IRule
{
    /// <summary>Everything that breaks it.</summary>
    IEnumerable<Violation> Check(SourceTree tree);
}

/// <summary>A breach: where, what, and what to do.</summary>
internal sealed record Violation(string Path, string Message, int? Line = null)
{
    public override string ToString() => Line is { } line ? $"{Path}:{line}: {Message}" : $"{Path}: {Message}";
}

/// <summary>All rules.</summary>
internal static class AllRules
{
    internal static IReadOnlyList<IRule> List { get; } =
    [
        new ServiceIsolationRule(),
        new CorePurityRule(),
        new LauncherSizeRule(),
        new ClientReferenceRule(),
        new UnsafeCodeRule(),
        new NativeCallRule(),
        new GeneratedTypesRule(),
        new SolutionRule(),
        new SyncCommentRule(),
        new FileLengthRule(),
        new ForeignPathRule(),
    ];
}
