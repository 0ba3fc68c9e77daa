using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>Sends input in calls of the size that the engine takes.</summary>
internal static class InputSender
{
    private const int MaxEventsPerCall = 256;

    public static InputEvent[] Click(float x, float y) => [new(InputKind.PointerDown, x, y), new(InputKind.PointerUp, x, y)];

    public static async Task SendAsync(EngineConnection connection, string viewId, ReadOnlyMemory<InputEvent> events, CancellationToken cancellation)
    {
        for (var sent = 0; sent < events.Length; sent += MaxEventsPerCall)
        {
            var request = new V1.SendInputRequest { ViewId = viewId };
            foreach (var input in events.Span[sent..Math.Min(sent + MaxEventsPerCall, events.Length)]) request.Events.Add(input.ToWire());
            // Sent twice, a click would be two: it is repeated only where it surely did not arrive.
            await connection.Runner.InvokeAsync(o => connection.Views.SendInputAsync(request, o), CallEffect.Once, cancellation);
        }
    }
}
