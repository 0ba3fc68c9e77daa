using System.CommandLine;
using System.CommandLine.Parsing;

namespace WasmEngine.Cli;

internal static class BuildCommand
{
    /// <summary>Before that, a spinner would only flicker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Command Create(GlobalOptions globals)
    {
        var folder = new Argument<string>("APP_DIR") { Description = "The app's folder: wasmengine.json and sources in src" };
        var debug = new Option<bool>("--debug") { Description = "For finding faults: traps name source lines" };
        var release = new Option<bool>("--release") { Description = "As fast as possible (default)" };
        var command = new Command("build", "Compile an app in C, C++ or Rust, if it is not up to date") { folder, debug, release };
        command.Validators.Add(result =>
        {
            if (result.GetValue(debug) && result.GetValue(release)) result.AddError("--debug and --release exclude each other.");
        });
        return CommandContext.Bind(command, globals, context => ExecuteAsync(context, Path.GetFullPath(context.Arguments.GetRequiredValue(folder)), context.Arguments.GetValue(debug)));
    }

    private static async Task ExecuteAsync(CommandContext context, string folder, bool debug)
    {
        var start = context.Time.GetTimestamp();
        var app = await BuildAsync(context, folder, debug);
        if (app.Warnings.Length > 0) ShowCompilerOutput(app.Warnings);
        var seconds = context.Time.GetElapsedTime(start).TotalSeconds;
        var report = new BuildReport(
            app.Manifest.Id, app.Manifest.Module, app.Language.ToString().ToLowerInvariant(), app.Toolchain, debug ? "debug" : "release", app.UpToDate, app.SizeBytes, seconds);
        context.Report(report, CliJson.Readable.BuildReport, terminal => Show(report, terminal));
    }

    private static async Task<BuiltApp> BuildAsync(CommandContext context, string folder, bool debug)
    {
        try
        {
            var build = new AppBuilder(folder, debug, context.Terminal.IsLive && !context.Json, context.Cancellation).BuildAsync();
            await Task.WhenAny(build, Task.Delay(Patience, context.Time, context.Cancellation));
            return await Waiting.ForAsync(context, "compiling " + Path.GetFileName(folder), () => build);
        }
        catch (CompilerFailedException failed)
        {
            ShowCompilerOutput(failed.Message);
            throw failed.Explain();
        }
    }

    // With its colours and columns: it was told whether they are wanted.
    private static void ShowCompilerOutput(string output) => Console.Error.Write(output);

    private static void Show(BuildReport report, Terminal terminal) => terminal.WriteLine(report.UpToDate
        ? $"{report.Module} is up to date"
        : $"{report.Module}: {Quantities.Bytes(report.SizeBytes)}, {report.Mode}, {report.Toolchain}, {Quantities.Duration(TimeSpan.FromSeconds(report.Seconds))}");
}
