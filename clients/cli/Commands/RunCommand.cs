using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class RunCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var folder = new Argument<string>("APP_DIR") { Description = "Folder that holds the app's wasmengine.json" };
        var size = new Option<ViewSize?>("--size")
        {
            Description = $"Size of the view in pixels, 1 to {ViewSize.MaxSide} each way (default: the app's)",
            HelpName = "WxH",
            CustomParser = result =>
            {
                if (ViewSize.TryParse(result.Tokens.Single().Value, out var parsed)) return parsed;
                result.AddError($"--size takes WIDTHxHEIGHT, for example 1280x720, not \"{Terminal.OneLine(result.Tokens.Single().Value)}\".");
                return null;
            },
        };
        var frames = new Option<long?>("--frames")
        {
            Description = "End after so many frames (default: at Ctrl-C; with --screenshot after 1)",
            HelpName = "N",
            CustomParser = Numbers.Whole<long?>("--frames", 1, long.MaxValue, n => n),
        };
        var screenshot = new Option<string?>("--screenshot") { Description = "Write the last frame to this PNG file", HelpName = "FILE.png" };
        var grant = new Option<string[]>("--grant")
        {
            Description = "Let the app use this directory and all below it, if its manifest asks for it; may be given several times",
            HelpName = "DIR",
            AllowMultipleArgumentsPerToken = false,
        };
        var ratio = new Option<float>("--ratio")
        {
            Description = $"Device pixel ratio: view pixels per CSS pixel of the app's document, {RunRequest.LeastRatio} to {RunRequest.MostRatio} (default 1)",
            HelpName = "R",
            DefaultValueFactory = _ => 1,
            CustomParser = Numbers.Within("--ratio", RunRequest.LeastRatio, RunRequest.MostRatio),
        };
        var dark = new Option<bool>("--dark") { Description = "The app's document uses dark colours where it has a choice" };
        var detach = new Option<bool>("--detach") { Description = "Leave the app running, and print the ids of app and view" };
        var command = new Command("run", "Run an app and show how it does; starts the daemon if it is not up") { folder, size, ratio, dark, frames, screenshot, grant, detach };
        return CommandContext.Bind(command, globals, context => ExecuteAsync(context, new RunRequest(
            CheckFolder(context.Arguments.GetRequiredValue(folder)),
            [.. (context.Arguments.GetValue(grant) ?? []).Select(CheckGrant)],
            context.Arguments.GetValue(size)?.Checked(),
            context.Arguments.GetValue(frames),
            context.Arguments.GetValue(screenshot) is { } file ? ScreenshotFile.Check(file) : null,
            context.Arguments.GetValue(detach))
        {
            DevicePixelRatio = context.Arguments.GetValue(ratio),
            PrefersDark = context.Arguments.GetValue(dark),
        }));
    }

    /// <summary>What can be seen without the engine is refused before a daemon is started for it.</summary>
    private static string CheckFolder(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw new EngineException(EngineFault.Refused, "MANIFEST_MISSING", $"there is no folder {full}");
        if (!File.Exists(Path.Combine(full, "wasmengine.json"))) throw new EngineException(EngineFault.Refused, "MANIFEST_MISSING", $"there is no wasmengine.json in {full}");
        return full;
    }

    private static string CheckGrant(string directory)
    {
        var full = Path.GetFullPath(directory);
        return Directory.Exists(full) ? full : throw new EngineException(EngineFault.Refused, "GRANT_INVALID", $"--grant: there is no directory {full}");
    }

    private static async Task ExecuteAsync(CommandContext context, RunRequest request)
    {
        await DaemonStarter.EnsureUpAsync(context);
        await using var engine = await context.ConnectAsync();
        var app = await Waiting.ForAsync(context, $"launching {request.AppDirectory}", () => engine.LaunchAsync(
            request.AppDirectory, request.Size is { } size ? (size.Width, size.Height) : null, request.Grants, context.Cancellation));
        var keep = false;
        try
        {
            var report = await new RunSession(context, engine, app, request).RunAsync();
            context.Report(report, CliJson.Readable.RunReport, terminal => RunDisplay.ShowResult(report, terminal));
            keep = request.Detach;
        }
        catch (OperationCanceledException)
        {
            context.Terminal.WriteNote($"interrupted; stopping {Terminal.OneLine(app.Id)}");
            throw;
        }
        finally
        {
            if (!keep) await StopAsync(engine, app.Id);
        }
    }

    private static async Task StopAsync(EngineClient engine, string appId)
    {
        try
        {
            await engine.StopAsync(appId, CancellationToken.None);
        }
        catch (EngineException)
        {
            // It was stopped by somebody else, or the daemon went and took it along.
        }
    }
}
