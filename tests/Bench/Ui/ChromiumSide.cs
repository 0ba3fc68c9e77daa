using System.Diagnostics;
using System.Text.Json;

namespace WasmEngine.Bench.Ui;

/// <summary>Debian's Chromium, driven by a Node script over lines of JSON. Ends with its disposal.</summary>
internal sealed class ChromiumSide : IDisposable
{
    private readonly Process _process;

    private ChromiumSide(Process process) => _process = process;

    /// <summary>Starts the driver.</summary>
    /// <param name="script">chromium.mjs.</param>
    /// <param name="modules">Folder with node_modules that has playwright-core.</param>
    /// <param name="dashboard">The page.</param>
    /// <exception cref="BenchException">Node or the modules are missing.</exception>
    internal static ChromiumSide Start(string script, string modules, string dashboard)
    {
        if (!Directory.Exists(Path.Combine(modules, "node_modules", "playwright-core")))
            throw new BenchException($"playwright-core is missing: run npm ci in {modules}, and install Debian's chromium");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[script, modules, dashboard]) start.ArgumentList.Add(argument);
        try
        {
            return new ChromiumSide(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchException("node can't be started: install nodejs", e);
        }
    }

    /// <summary>Asks and waits for the answer.</summary>
    internal async Task<JsonElement> AskAsync(string request, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(request.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        var line = await _process.StandardOutput.ReadLineAsync(cancellation) ?? throw new BenchException("Chromium's driver has ended");
        var answer = JsonDocument.Parse(line).RootElement;
        if (answer.TryGetProperty("error", out var error)) throw new BenchException($"Chromium could not be measured: {error.GetString()}");
        return answer;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
