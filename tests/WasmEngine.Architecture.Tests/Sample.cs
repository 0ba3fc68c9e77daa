using WasmEngine.Architecture.Tests.Rules;
using WasmEngine.Architecture.Tests.Tree;

namespace WasmEngine.Architecture.Tests;

/// <summary>Small trees made for a test.</summary>
internal static class Sample
{
    internal static IReadOnlyList<string> Check(IRule rule, params (string Path, string Text)[] files) =>
        [.. rule.Check(new SourceTree(files.Select(f => new SourceFile(f.Path, f.Text)))).Select(v => v.ToString())];

    /// <summary>A csproj with the given items, each "Item=Include", or properties, each "Property:value".</summary>
    internal static string Project(params string[] contents) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{string.Concat(contents.Where(c => !c.Contains('=')).Select(Property))}</PropertyGroup>" +
        $"<ItemGroup>{string.Concat(contents.Where(c => c.Contains('=')).Select(Item))}</ItemGroup></Project>";

    private static string Property(string content) => $"<{content.Split(':')[0]}>{content.Split(':')[1]}</{content.Split(':')[0]}>";

    private static string Item(string content) => $"<{content.Split('=')[0]} Include=\"{content.Split('=')[1]}\" />";
}
