namespace WasmEngine.Reftests;

/// <summary>Which executable lays out and renders.</summary>
internal static class Engine
{
    internal const string Missing = "there is no such executable: run deploy/build.sh, or name one with --cli or --render";

    private const string ToolVerb = "tool"; // of wasmengine-render; the CLI passes its tools on to it

    // For a batch of documents: one that hangs must not hide the others.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The render executable if it is named, else the CLI that is named, else the tree's; null if there is none.</summary>
    internal static EngineProcess? Find(string? cli, string? render)
    {
        var executable = render ?? cli ?? Corpus.CliExecutable();
        return File.Exists(executable) ? new EngineProcess(executable, render is null ? [] : [ToolVerb], Timeout, TimeProvider.System) : null;
    }
}
