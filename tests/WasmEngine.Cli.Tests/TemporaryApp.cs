namespace WasmEngine.Cli.Tests;

/// <summary>A folder with a manifest, gone at the end.</summary>
internal sealed class TemporaryApp : IDisposable
{
    public TemporaryApp()
    {
        Path = Directory.CreateTempSubdirectory("wet-app-").FullName;
        File.WriteAllText(System.IO.Path.Combine(Path, "wasmengine.json"), "{}");
    }

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
