using System.CommandLine;

namespace WasmEngine.Cli;

internal static class ClickCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var view = new Argument<string>("VIEW") { Description = "The view's id" };
        var x = new Argument<float>("X") { Description = "Pixels from the left edge", CustomParser = Numbers.Finite("X") };
        var y = new Argument<float>("Y") { Description = "Pixels from the top edge", CustomParser = Numbers.Finite("Y") };
        return CommandContext.Bind(new Command("click", "Press and release the left button at a point of a view") { view, x, y }, globals, async context =>
        {
            var report = new ClickReport(context.Arguments.GetRequiredValue(view), context.Arguments.GetValue(x), context.Arguments.GetValue(y));
            await using var engine = await context.ConnectAsync();
            await engine.ClickAsync(report.View, report.X, report.Y, context.Cancellation);
            context.Report(report, CliJson.Readable.ClickReport, terminal => terminal.WriteLine($"clicked {report.View} at {report.X}, {report.Y}"));
        });
    }
}
