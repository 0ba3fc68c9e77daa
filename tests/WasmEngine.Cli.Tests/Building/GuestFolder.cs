using System.Text;
using WasmEngine.GuestToolchain;
using Wasmtime;
using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>An app's folder to build in, gone at the end.</summary>
internal sealed class GuestFolder : IDisposable
{
    private GuestFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The module that its manifest names.</summary>
    public string Module => System.IO.Path.Combine(Path, "build", "app.wasm");

    public static string Tree { get; } = FindTree();

    /// <summary>A folder with a manifest and sources.</summary>
    public static GuestFolder Of(string manifest, params (string Name, string Text)[] sources)
    {
        var folder = Empty();
        File.WriteAllText(System.IO.Path.Combine(folder.Path, "wasmengine.json"), manifest);
        foreach (var (name, text) in sources) folder.Write(name, text);
        return folder;
    }

    /// <summary>The same with the plainest manifest.</summary>
    public static GuestFolder Of(params (string Name, string Text)[] sources) => Of("""{"id":"app","title":"App","module":"build/app.wasm"}""", sources);

    /// <summary>A copy of a folder of the tree, less what was built there.</summary>
    public static GuestFolder Copy(string from)
    {
        var folder = Empty();
        var source = System.IO.Path.Combine(Tree, from);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(source, file);
            if (relative.Split('/')[0] == "build") continue;
            folder.Write(relative, File.ReadAllText(file));
        }

        return folder;
    }

    private static GuestFolder Empty() => new(Directory.CreateTempSubdirectory("wet-guest-").FullName);

    public void Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Runs the command on it.</summary>
    public Task<CliResult> BuildAsync(params string[] options) => Cli.RunAsync(null, ["build", Path, "--json", .. options]);

    /// <summary>Builds; fails the test if that fails.</summary>
    public async Task<CliResult> BuiltAsync(params string[] options)
    {
        var result = await BuildAsync(options);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    /// <summary>Whether the module holds a custom section (its name occurs with its length before it).</summary>
    public static bool HasSection(string module, string name) =>
        File.ReadAllBytes(module).AsSpan().IndexOf([(byte)name.Length, .. Encoding.ASCII.GetBytes(name)]) >= 0;

    /// <summary>What the module exports.</summary>
    public static IReadOnlyList<string> Exports(string module)
    {
        using var engine = new Engine();
        using var compiled = Wasmtime.Module.FromFile(engine, module);
        return [.. compiled.Exports.Select(e => e.Name)];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FindTree()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "WasmEngine.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("WasmEngine.sln is in no parent of " + AppContext.BaseDirectory);
    }
}

/// <summary>Skips where a compiler is missing.</summary>
internal static class Needs
{
    public static void Clang() => Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");

    public static void Wasi() => Assert.SkipWhen(Toolchain.NoWasi is not null, Toolchain.NoWasi ?? "");

    public static void Rust() => Assert.SkipWhen(Toolchain.NoRustc is not null, Toolchain.NoRustc ?? "");
}
