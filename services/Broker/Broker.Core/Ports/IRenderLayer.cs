using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>
/// The render layer; every call may be repeated. Each has a deadline. Failures are <see cref="BrokerException"/>. Thread-safe.
/// </summary>
public interface IRenderLayer : IWatchedLayer
{
    /// <summary>Follows an app's journal and shows its document, in place of any other that it followed for the app.</summary>
    Task OpenSceneAsync(App app, CancellationToken cancellation);

    /// <summary>Forgets an app's scene and closes its views.</summary>
    Task CloseSceneAsync(string appId, CancellationToken cancellation);

    /// <summary>Draws a view into its chain, in place of any other.</summary>
    Task OpenViewAsync(View view, bool visible, CancellationToken cancellation);

    /// <summary>Tells whether anyone watches.</summary>
    Task SetViewVisibleAsync(string viewId, bool visible, CancellationToken cancellation);

    /// <summary>Tells render of input for a view that shows a document, in order. Never waits: while render is away or far behind, events are dropped.</summary>
    void SendInput(string viewId, ReadOnlySpan<InputEventRecord> events);

    /// <summary>Stops drawing.</summary>
    Task CloseViewAsync(string viewId, CancellationToken cancellation);
}
