namespace WasmEngine.Bench.Ui;

/// <summary>Files of the bench in the checkout.</summary>
/// <param name="Dashboard">The page.</param>
/// <param name="Script">Chromium's driver.</param>
/// <param name="Modules">Folder whose node_modules has playwright-core.</param>
internal sealed record UiFiles(string Dashboard, string Script, string Modules)
{
    /// <exception cref="BenchException">This is no checkout.</exception>
    internal static UiFiles Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var home = Path.Combine(directory.FullName, "tests", "Bench", "ui");
            if (File.Exists(Path.Combine(home, "dashboard.html")))
                return new UiFiles(Path.Combine(home, "dashboard.html"), Path.Combine(home, "chromium.mjs"), Path.Combine(directory.FullName, "tests", "Reftests"));
        }

        throw new BenchException("tests/Bench/ui/dashboard.html is not there: run the bench from a checkout");
    }
}
