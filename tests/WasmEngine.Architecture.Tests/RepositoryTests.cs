using WasmEngine.Architecture.Tests.Rules;
using WasmEngine.Architecture.Tests.Tree;
using Xunit;

namespace WasmEngine.Architecture.Tests;

/// <summary>The repository keeps its own rules.</summary>
public sealed class RepositoryTests
{
    public static TheoryData<string> RuleNames => [.. AllRules.List.Select(rule => rule.GetType().Name)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Repository_Rule_IsKept(string name)
    {
        var rule = AllRules.List.Single(r => r.GetType().Name == name);
        var violations = rule.Check(Repository.Tree).ToArray();
        Assert.True(violations.Length == 0, string.Join('\n', violations.AsEnumerable()));
    }

    [Fact]
    public void Repository_Files_AreRead()
    {
        // A rule that looks at nothing would find nothing.
        Assert.Contains(Repository.Tree.Projects, p => p.Path == "services/Launcher/Launcher/WasmEngine.Launcher.csproj");
        Assert.Contains(Repository.Tree.CSharp("services/"), f => f.Path == "services/Shared/Platform/MappedFile.cs");
        Assert.Contains(Repository.Tree.Files, f => f.Path == "WasmEngine.sln");
    }

    [Fact]
    public void Repository_References_AllExist()
    {
        var known = Repository.Tree.Projects.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        Assert.All(Repository.Tree.Projects, p => Assert.All(p.References, r => Assert.True(known.Contains(r), $"{p.Path} references {r}, which does not exist")));
    }
}
