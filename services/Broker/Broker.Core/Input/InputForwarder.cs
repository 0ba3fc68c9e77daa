using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>Hands input on to apps. Thread-safe; the events of one call stay together and in order.</summary>
public sealed class InputForwarder
{
    /// <summary>Most events of one call.</summary>
    public const int MaxEvents = 256;

    private readonly BrokerParts _parts;

    internal InputForwarder(BrokerParts parts) => _parts = parts;

    /// <summary>Queues events for a view's app, all or none.</summary>
    /// <exception cref="BrokerException">UNKNOWN_VIEW, INPUT_INVALID, INPUT_BACKLOG.</exception>
    public void Send(string viewId, ReadOnlySpan<InputEventRecord> events)
    {
        if (!_parts.Keeper.Current.Views.TryGetValue(viewId, out var view)) throw Faults.UnknownView(viewId);
        if (events.Length is < 1 or > MaxEvents) throw Faults.Invalid("INPUT_INVALID", $"a call carries 1 to {MaxEvents} events, this one {events.Length}");
        for (var i = 0; i < events.Length; i++) Check(events[i], i);
        if (_parts.Rings.TryWrite(view.AppId, events))
        {
            if (_parts.Keeper.Current.Apps.TryGetValue(view.AppId, out var app) && app.DocumentFile.Length > 0) _parts.Render.SendInput(viewId, events);
            return;
        }

        throw new BrokerException(
            FaultKind.ResourceExhausted, "INPUT_BACKLOG", $"app \"{view.AppId}\" does not take its input and its queue is full; none of the {events.Length} events were queued, send them again later");
    }

    private static void Check(in InputEventRecord input, int index)
    {
        if (input.Kind is < InputEventKind.PointerMove or > InputEventKind.Text)
            throw Faults.Invalid("INPUT_INVALID", $"event {index} has no kind that a client may send");
        if (!float.IsFinite(input.X) || !float.IsFinite(input.Y))
            throw Faults.Invalid("INPUT_INVALID", $"event {index} has a position that is no number");
    }
}
