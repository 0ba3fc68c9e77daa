namespace WasmEngine.Client;

/// <summary>Life of an app.</summary>
public enum AppState
{
    /// <summary>A state that this client does not know.</summary>
    Unknown,

    /// <summary>Being compiled and initialised.</summary>
    Starting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Ended by a fault of the guest.</summary>
    Failed,

    /// <summary>Being started anew after the compute layer died.</summary>
    Restarting,

    /// <summary>Stopped on request.</summary>
    Stopped,
}

/// <summary>One app.</summary>
/// <param name="Id">Unique in the instance, for example "hello-1".</param>
/// <param name="Name">Identifier of its manifest.</param>
/// <param name="Title">Title for people.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Detail">Why it failed; empty otherwise.</param>
/// <param name="Directory">Folder that it was launched from.</param>
/// <param name="ViewIds">Its open views.</param>
/// <param name="Restarts">How often it was started anew, 0 or more.</param>
/// <param name="Width">Pixels across that its init was told.</param>
/// <param name="Height">Pixels down that its init was told.</param>
public sealed record AppInfo(
    string Id, string Name, string Title, AppState State, string Detail, string Directory, IReadOnlyList<string> ViewIds, long Restarts, int Width, int Height)
{
    internal static AppInfo From(V1.App app) => new(
        app.Id, app.Name, app.Title, FromWire(app.State), app.Detail, app.AppDirectory, [.. app.ViewIds], app.Restarts, (int)app.Width, (int)app.Height);

    private static AppState FromWire(V1.AppState state) => state switch
    {
        V1.AppState.Starting => AppState.Starting,
        V1.AppState.Running => AppState.Running,
        V1.AppState.Failed => AppState.Failed,
        V1.AppState.Restarting => AppState.Restarting,
        V1.AppState.Stopped => AppState.Stopped,
        _ => AppState.Unknown,
    };
}

/// <summary>What a module is.</summary>
/// <param name="Imports">"MODULE.NAME: kind" of each import.</param>
/// <param name="Exports">"NAME: kind" of each export.</param>
/// <param name="Problems">Why it can't be launched as an app; empty when it can.</param>
/// <param name="CompileMs">Milliseconds that compilation took.</param>
/// <param name="SizeBytes">Size of the file.</param>
public sealed record ModuleReport(IReadOnlyList<string> Imports, IReadOnlyList<string> Exports, IReadOnlyList<string> Problems, double CompileMs, long SizeBytes);

/// <summary>Bulk bytes in shared memory.</summary>
/// <param name="Name">As given.</param>
/// <param name="Region">Region in the instance's region directory.</param>
/// <param name="Offset">Of the payload within the region, in bytes.</param>
/// <param name="SizeBytes">Of the payload.</param>
public sealed record BufferInfo(string Name, string Region, long Offset, long SizeBytes)
{
    internal static BufferInfo From(V1.Buffer buffer) => new(buffer.Name, buffer.Region, (long)buffer.Offset, (long)buffer.SizeBytes);
}
