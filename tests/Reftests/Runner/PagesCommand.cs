using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace WasmEngine.Reftests;

/// <summary>
/// <c>wasmengine-reftests pages [--json] [--ours FOLDER] [WORD…]</c>: renders pages/*.html, compares the pictures with Chromium's, which
/// <c>record-pages.mjs</c> took, and writes contact sheets.
/// </summary>
internal static class PagesCommand
{
    private const int Ok = 0, Fails = 1, BadUsage = 2;
    private const string Size = "1280x800", Picture = ".png", WithoutText = ".notext.png";

    private static readonly Argument<string[]> Words = new("WORD") { Arity = ArgumentArity.ZeroOrMore, Description = "Only pages whose names contain one of these" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON array" };
    private static readonly Option<string?> Cli = new("--cli") { Description = "The wasmengine executable, called for each page (else the engine's own code draws in this process)" };
    private static readonly Option<string?> Render = new("--render") { Description = "The wasmengine-render executable, called instead of the CLI" };
    private static readonly Option<string?> Ours = new("--ours") { Description = "Folder of pictures that are there already: nothing is rendered" };
    private static readonly Option<string?> Chromium = new("--chromium") { Description = "Folder of Chromium's pictures (out/reftests/chromium)" };
    private static readonly Option<string?> Sheets = new("--sheets") { Description = "Where contact sheets are written (out/reftests/sheets)" };

    internal static Command Create()
    {
        var command = new Command("pages", "Compares pictures of pages with Chromium's, pixel by pixel.") { Words, Json, Cli, Render, Ours, Chromium, Sheets };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Corpus.HomeFolder() is not { } home || Corpus.OutFolder() is not { } built) return await RefuseAsync("this runs outside of its tree");
        var theirs = parsed.GetValue(Chromium) ?? Path.Combine(built, "reftests", "chromium");
        if (!Directory.Exists(theirs)) return await RefuseAsync($"there is no {theirs}: run node record-pages.mjs");
        var named = (parsed.GetValue(Cli) ?? parsed.GetValue(Render)) is not null;
        var engine = named ? Engine.Find(parsed.GetValue(Cli), parsed.GetValue(Render)) : null;
        if (engine is null && named) return await RefuseAsync(Engine.Missing);
        var ours = parsed.GetValue(Ours) ?? Path.Combine(built, "reftests", "ours");
        Directory.CreateDirectory(ours);

        var pages = Corpus.Find(Path.Combine(home, "pages"), theirs, parsed.GetValue(Words) ?? []);
        if (pages.Count == 0) return await RefuseAsync("no page's name contains one of these words");
        var failures = named || parsed.GetValue(Ours) is not null ? new string?[pages.Count] : DrawHere(pages, ours);
        var results = new PixelResult[pages.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForAsync(0, pages.Count, options, async (index, token) => results[index] = failures[index] is { } failure ? PixelResult.Failed(pages[index].Name, failure) : await CompareAsync(pages[index], theirs, ours, engine, token));

        var sheets = ContactSheet.Write(
            parsed.GetValue(Sheets) ?? Path.Combine(built, "reftests", "sheets"),
            [.. results.OrderByDescending(r => r.Share).Select(r => new ContactSheet.Entry(r, Path.Combine(theirs, r.Page + Picture), Path.Combine(ours, r.Page + Picture)))]);
        if (parsed.GetValue(Json)) Console.WriteLine(JsonReport.Write(results));
        else Write(AnsiConsole.Console, results, sheets);
        return results.Any(r => r.Failure is not null) ? Fails : Ok;
    }

    private static string?[] DrawHere(IReadOnlyList<Reftest> pages, string folder)
    {
        using var engine = new RenderInProcess();
        return engine.Render([.. pages.Select(p => (p.Document, Path.Combine(folder, p.Name + Picture)))]);
    }

    private static async Task<PixelResult> CompareAsync(Reftest page, string theirs, string ours, EngineProcess? process, CancellationToken cancellation)
    {
        var file = Path.Combine(ours, page.Name + Picture);
        try
        {
            if (process is not null) await process.RunAsync(["render", page.Document, "--output", file, "--size", Size], cancellation);
            var masking = Path.Combine(theirs, page.Name + WithoutText);
            return PixelComparison.Compare(
                page.Name, Reftests.Picture.Read(Path.Combine(theirs, page.Name + Picture)), File.Exists(masking) ? Reftests.Picture.Read(masking) : null, Reftests.Picture.Read(file));
        }
        catch (Exception failure) when (failure is EngineFailureException or InvalidDataException)
        {
            return PixelResult.Failed(page.Name, failure.Message);
        }
    }

    private static void Write(IAnsiConsole console, PixelResult[] results, IReadOnlyList<string> sheets)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("page").NoWrap()).AddColumns("pixels differ", "with text", "text differs", "");
        foreach (var result in results.OrderByDescending(r => r.Share))
            table.AddRow(Markup.Escape(result.Page), Percent(result.Share), Percent(result.UnmaskedShare), Percent(result.TextShare), Markup.Escape(result.Failure ?? ""));
        console.Write(table);
        var compared = results.Where(r => r.Failure is null).Select(r => r.Share).Order().ToArray();
        if (compared.Length > 0) console.MarkupLineInterpolated($"{compared.Length} pages; median {Percent(compared[compared.Length / 2])}, mean {Percent(compared.Average())}, worst {Percent(compared[^1])}");
        foreach (var sheet in sheets) console.MarkupLineInterpolated($"{sheet}");
    }

    private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return BadUsage;
    }
}
