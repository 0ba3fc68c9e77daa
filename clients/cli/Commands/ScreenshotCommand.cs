using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class ScreenshotCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var view = new Argument<string>("VIEW") { Description = "The view's id" };
        var file = new Argument<string>("FILE.png") { Description = "Where to write the image" };
        return CommandContext.Bind(
            new Command("screenshot", "Write the newest frame of a view to a PNG file") { view, file },
            globals,
            context => ExecuteAsync(context, context.Arguments.GetRequiredValue(view), context.Arguments.GetRequiredValue(file)));
    }

    private static async Task ExecuteAsync(CommandContext context, string viewId, string path)
    {
        var file = ScreenshotFile.Check(path);
        await using var engine = await context.ConnectAsync();
        CapturedFrame frame;
        await using (var view = await engine.AttachViewAsync(viewId, context.Cancellation)) frame = await view.CaptureAsync(cancellation: context.Cancellation);
        file.Write(frame);
        context.Report(new ScreenshotReport(viewId, file.FilePath, frame.Width, frame.Height), CliJson.Readable.ScreenshotReport,
            terminal => terminal.WriteLine($"{file.FilePath}: {frame.Width}x{frame.Height}"));
    }
}
