namespace WasmEngine.Bench.Ui;

/// <summary>Files of the bench in the checkout.</summary>
/// <param name="Dashboard">The page.</param>
/// <param name="Script">Chromium's driver.</param>
/// <param name="Modules">Folder whose node_modules has playwright-core.</param>
internal sealed record UiFiles(string Dashboard, string Script, string Modules)
{
    /// <summary>The app whose document the page is.</summary>
    internal const string App = "tests/Bench/guests/uibench";

    /// <exception cref="BenchException">This is no checkout.</exception>
    internal static UiFiles Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var page = Path.Combine(directory.FullName, App, "ui", "index.html");
            if (File.Exists(page))
                return new UiFiles(page, Path.Combine(directory.FullName, "tests", "Bench", "ui", "chromium.mjs"), Path.Combine(directory.FullName, "tests", "Reftests"));
        }

        throw new BenchException($"{App}/ui/index.html is not there: run the bench from a checkout");
    }
}
