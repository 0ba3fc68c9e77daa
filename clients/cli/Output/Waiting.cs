using Spectre.Console;

namespace WasmEngine.Cli;

/// <summary>A spinner while something takes its time, where somebody watches.</summary>
internal static class Waiting
{
    public static Task<T> ForAsync<T>(CommandContext context, string what, Func<Task<T>> work) =>
        context.Json || !context.Terminal.IsLive
            ? work()
            : context.Terminal.Progress.Status().Spinner(Spinner.Known.Dots).StartAsync(Tables.Safe(what) + " …", _ => work());
}
