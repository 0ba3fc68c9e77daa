using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WasmEngine.Client;

namespace WasmEngine.Cli;

// The shapes of --json. docs/cli.md describes them; scripts rely on them.
internal sealed record ErrorReport(ErrorBody Error);

internal sealed record ErrorBody(string Reason, string Message, string Remedy);

internal sealed record LayerReport(string Name, int Pid, string State, long Restarts, long UptimeMs, long PssBytes)
{
    public static LayerReport Of(LayerInfo layer) => new(layer.Name, layer.Pid, StateNames.Of(layer.State), layer.Restarts, layer.UptimeMs, layer.PssBytes);
}

internal sealed record StatusReport(string Instance, IReadOnlyList<LayerReport> Layers, ErrorBody? Error = null)
{
    public static StatusReport Of(EngineStatus status) => new(status.Instance, [.. status.Layers.Select(LayerReport.Of)]);
}

internal sealed record UpReport(string Instance, bool AlreadyUp, IReadOnlyList<LayerReport> Layers);

internal sealed record DownReport(string Instance, bool WasUp);

internal sealed record RestartReport(string Instance, LayerReport Layer);

internal sealed record AppReport(
    string Id, string Name, string Title, string State, string Detail, string Directory, IReadOnlyList<string> Views, long Restarts, int Width, int Height)
{
    public static AppReport Of(AppInfo app) => new(
        app.Id, app.Name, app.Title, StateNames.Of(app.State), app.Detail, app.Directory, app.ViewIds, app.Restarts, app.Width, app.Height);
}

internal sealed record AppsReport(string Instance, IReadOnlyList<AppReport> Apps);

internal sealed record ViewReport(string Id, string App, int Width, int Height, int FrameRateHz, int AttachedClients, string FrameRegion)
{
    public static ViewReport Of(ViewInfo view) => new(view.Id, view.AppId, view.Width, view.Height, view.FrameRateHz, view.AttachedClients, view.FrameRegion);
}

internal sealed record ViewsReport(string Instance, IReadOnlyList<ViewReport> Views);

internal sealed record StopReport(string App, bool Stopped);

internal sealed record ScreenshotReport(string View, string File, int Width, int Height);

internal sealed record RenderReport(string File, int Width, int Height);

internal sealed record ClickReport(string View, float X, float Y);

internal sealed record InspectReport(
    string File, bool Launchable, IReadOnlyList<string> Problems, IReadOnlyList<string> Imports, IReadOnlyList<string> Exports, double CompileMs, long SizeBytes);

internal sealed record BuildReport(
    string App, string Module, string Language, string Toolchain, string Mode, bool UpToDate, long SizeBytes, double Seconds);

internal sealed record StageReport(double P50Ms, double P99Ms);

internal sealed record RunReport(
    string App, string View, int Width, int Height, long Frames, double Seconds, double Fps, IReadOnlyDictionary<string, StageReport> Stages, string? Screenshot, bool Detached);

internal sealed record LogReport(
    DateTimeOffset? Time, string? Level, string Layer, string? Message, string? Exception, string? Raw);

/// <summary>Source-generated: reflection would cost a third of a command's time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(UpReport))]
[JsonSerializable(typeof(DownReport))]
[JsonSerializable(typeof(RestartReport))]
[JsonSerializable(typeof(AppsReport))]
[JsonSerializable(typeof(ViewsReport))]
[JsonSerializable(typeof(StopReport))]
[JsonSerializable(typeof(ScreenshotReport))]
[JsonSerializable(typeof(RenderReport))]
[JsonSerializable(typeof(ClickReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(BuildReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(LogReport))]
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(JobReport))]
[JsonSerializable(typeof(JobsReport))]
[JsonSerializable(typeof(StoredModuleReport))]
[JsonSerializable(typeof(StoredModulesReport))]
[JsonSerializable(typeof(ModuleRemovedReport))]
[JsonSerializable(typeof(BufferReport))]
[JsonSerializable(typeof(BuffersReport))]
[JsonSerializable(typeof(BufferBytesReport))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Leaves text readable: the output is not embedded in HTML.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
