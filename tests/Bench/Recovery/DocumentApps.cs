using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Ui;

namespace WasmEngine.Bench.Recovery;

/// <summary>
/// Apps that show documents. The large one is made here: the page of the user interface's bench, of about 2,000 elements, with the sample dashboard's guest, whose
/// surface it shows in a corner, so that frames tell when the guest drew. Deletes its folder at the end.
/// </summary>
internal sealed class DocumentApps : IDisposable
{
    private const string Surface = "<canvas data-surface=\"history\" width=\"600\" height=\"160\" style=\"position: fixed; right: 0; bottom: 0\"></canvas>";
    private readonly string _folder = Directory.CreateTempSubdirectory("wasmengine-bench-document").FullName;

    /// <summary>The sample.</summary>
    internal static string Small => EngineUnderTest.Guest("apps/dashboard");

    /// <summary>Writes the large one and gives its folder.</summary>
    internal string MakeLarge()
    {
        File.Copy(Path.Combine(Small, "build", "dashboard.wasm"), Path.Combine(_folder, "app.wasm"));
        var page = File.ReadAllText(UiFiles.Find().Dashboard);
        File.WriteAllText(Path.Combine(_folder, "index.html"), page.Replace("</body>", Surface + "</body>", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "wasmengine.json"), """{"id":"large","title":"Large","module":"app.wasm","document":"index.html","width":1920,"height":1080}""");
        return _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
