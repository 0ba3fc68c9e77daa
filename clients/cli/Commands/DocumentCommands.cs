using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>layout, check, render: what the render engine makes of a document, without a daemon.</summary>
internal static class DocumentCommands
{
    private const float MostScale = 16;
    private static readonly ViewSize UsualSize = new(800, 600);

    public static Command Layout(GlobalOptions globals)
    {
        var files = Files();
        var size = Size();
        var dark = Dark();
        return CommandContext.Bind(
            new Command("layout", "Print the bounding box of each element of HTML files") { files, size, dark }, globals,
            context => RunAsync(context, "layout", context.Arguments.GetRequiredValue(files), Options(context, size, dark)));
    }

    public static Command Check(GlobalOptions globals)
    {
        var files = Files();
        var size = Size();
        var dark = Dark();
        return CommandContext.Bind(
            new Command("check", "List what of HTML files the render engine ignores; exit code 1 if there is anything") { files, size, dark }, globals,
            context => RunAsync(context, "check", context.Arguments.GetRequiredValue(files), Options(context, size, dark)));
    }

    public static Command Render(GlobalOptions globals)
    {
        var file = new Argument<string>("FILE.html") { Description = "An HTML file" };
        var image = new Option<string>("--output", "-o") { Description = "Where to write the image", HelpName = "OUT.png", Required = true };
        var scale = new Option<float>("--scale") { Description = "Pixels a CSS pixel (default 1)", HelpName = "S", DefaultValueFactory = _ => 1 };
        scale.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<float>() is not (> 0 and <= MostScale)) result.AddError($"--scale: write a number greater than 0, up to {MostScale}.");
        });
        var size = Size();
        var dark = Dark();
        return CommandContext.Bind(
            new Command("render", "Draw an HTML file into a PNG file") { file, image, size, scale, dark }, globals,
            context => DrawAsync(context, context.Arguments.GetRequiredValue(file), context.Arguments.GetRequiredValue(image), context.Arguments.GetValue(scale), SizeOf(context, size), Options(context, size, dark)));
    }

    private static async Task DrawAsync(CommandContext context, string file, string image, float scale, ViewSize size, List<string> options)
    {
        var target = ScreenshotFile.Check(image).FilePath;
        await RunAsync(context, "render", [file], [.. options, "--scale", scale.ToString(System.Globalization.CultureInfo.InvariantCulture), "--output", target]);
        var report = new RenderReport(target, (int)MathF.Round(size.Width * scale), (int)MathF.Round(size.Height * scale));
        context.Report(report, CliJson.Readable.RenderReport, terminal => terminal.WriteLine($"{report.File}: {report.Width}x{report.Height}"));
    }

    private static Argument<string[]> Files() => new("FILE.html") { Description = "HTML files", Arity = ArgumentArity.OneOrMore };

    private static Option<string?> Size()
    {
        var option = new Option<string?>("--size") { Description = "Viewport in CSS pixels (default 800x600)", HelpName = "WxH" };
        option.Validators.Add(result =>
        {
            if (!ViewSize.TryParse(result.GetValueOrDefault<string?>(), out _)) result.AddError("--size: write WIDTHxHEIGHT, for example 800x600.");
        });
        return option;
    }

    private static Option<bool> Dark() => new("--dark") { Description = "As for a person who prefers a dark colour scheme" };

    private static ViewSize SizeOf(CommandContext context, Option<string?> size) =>
        ViewSize.TryParse(context.Arguments.GetValue(size), out var parsed) ? parsed.Checked() : UsualSize;

    private static List<string> Options(CommandContext context, Option<string?> size, Option<bool> dark)
    {
        List<string> options = ["--size", SizeOf(context, size).ToString()];
        if (context.Arguments.GetValue(dark)) options.Add("--dark");
        if (context.Json) options.Add("--json");
        return options;
    }

    private static async Task RunAsync(CommandContext context, string tool, string[] files, List<string> options)
    {
        foreach (var file in files) CheckReadable(file);
        var code = await RenderTool.RunAsync([tool, .. options, .. files], context.Cancellation);
        switch (code)
        {
            case ExitCodes.Ok:
                return;
            case RenderTool.Found:
                throw new ReportedException(ExitCodes.Failed);
            default:
                throw new EngineException(EngineFault.Failed, "RENDER_TOOL_FAILED", $"the render engine failed at {Names(files)} (exit code {code})", "What it wrote to standard error says why; please report it with the document.");
        }
    }

    private static void CheckReadable(string file)
    {
        try
        {
            using var _ = File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            throw new EngineException(EngineFault.Refused, "FILE_UNREADABLE", $"{file}: {why}", "Name an HTML file that you may read.");
        }
    }

    private static string Names(string[] files) => files.Length == 1 ? files[0] : $"one of {files.Length} files";
}
