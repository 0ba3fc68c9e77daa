namespace WasmEngine.Broker;

/// <summary>An app to start.</summary>
/// <param name="App">The app, with its generation.</param>
public sealed record AppStart(App App);

/// <summary>What a module is.</summary>
/// <param name="Imports">"MODULE.NAME: kind" of each.</param>
/// <param name="Exports">"NAME: kind" of each.</param>
/// <param name="Problems">Why it can't be launched; empty when it can.</param>
/// <param name="CompileMs">Milliseconds of compilation.</param>
/// <param name="SizeBytes">Bytes of the file.</param>
public sealed record ModuleReport(IReadOnlyList<string> Imports, IReadOnlyList<string> Exports, IReadOnlyList<string> Problems, double CompileMs, long SizeBytes);

/// <summary>An app that ended by itself.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Generation">Which start of it.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record GuestEnd(string AppId, int Generation, string Reason);

/// <summary>What a layer tells of itself.</summary>
/// <param name="Incarnation">Differs for each process that ever served the layer; never 0.</param>
/// <param name="Ended">Set when an app ended by itself.</param>
public sealed record LayerEvent(ulong Incarnation, GuestEnd? Ended = null);

/// <summary>A layer that can be watched. Thread-safe.</summary>
public interface IWatchedLayer
{
    /// <summary>Follows one process of the layer; ends or throws when that process does.</summary>
    IAsyncEnumerable<LayerEvent> WatchAsync(CancellationToken cancellation);

    /// <summary>Ends when there is reason to believe that the layer has just come up; may never end.</summary>
    Task WhenReachableAsync(CancellationToken cancellation);
}

/// <summary>
/// The compute layer. Each call has a deadline. Failures are <see cref="BrokerException"/>, with the layer's own reason where it
/// gave one. Thread-safe.
/// </summary>
public interface IComputeLayer : IWatchedLayer
{
    /// <summary>Compiles and starts an app; ends after its init.</summary>
    /// <returns>Region of its journal.</returns>
    Task<string> StartAsync(AppStart start, CancellationToken cancellation);

    /// <summary>Ends an app; nothing happens if it does not run.</summary>
    Task StopAsync(string appId, TimeSpan grace, CancellationToken cancellation);

    /// <summary>Compiles and describes a module.</summary>
    Task<ModuleReport> InspectAsync(string path, CancellationToken cancellation);
}
