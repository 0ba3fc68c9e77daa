using System.Globalization;
using System.Runtime.CompilerServices;

namespace WasmEngine.EndToEnd.Tests.Testing;

/// <summary>Directories of this test run alone, and the built executables. Child processes inherit the variables.</summary>
internal static class TestEnvironment
{
    internal static string Root { get; } = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"we-e2e-{Environment.ProcessId}"));

    internal static string Tree { get; } = FindTree();

    internal static string Executable(string name)
    {
        var path = Path.Combine(Tree, "out/bin", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} has not been built: run bash deploy/build.sh", path);
    }

    [ModuleInitializer]
    internal static void Prepare()
    {
        foreach (var (variable, directory) in new[] { ("XDG_RUNTIME_DIR", "r"), ("XDG_STATE_HOME", "s"), ("XDG_CACHE_HOME", "c") })
        {
            var path = Path.Combine(Root, directory);
            Directory.CreateDirectory(path);
            Environment.SetEnvironmentVariable(variable, path);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
    }

    private static string FindTree()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "WasmEngine.sln"))) return directory.FullName;
        }

        throw new DirectoryNotFoundException("the tests do not lie within the tree");
    }
}
