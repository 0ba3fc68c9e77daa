namespace WasmEngine.Compute.Core;

/// <summary>The stop signals of all instances of one run: raised together, and those that come later with them. Thread-safe.</summary>
internal sealed class StopGroup
{
    private readonly Lock _gate = new();
    private readonly List<StopSignal> _members = [];
    private volatile int _reason; // SYNC: volatile; written under the gate, read without it

    /// <summary>Why it was raised; null while it was not.</summary>
    internal StopReason? Reason => _reason is var reason && reason != 0 ? (StopReason)reason : null;

    /// <summary>Raises all; the first reason stays.</summary>
    internal void Raise(StopReason reason)
    {
        lock (_gate)
        {
            if (_reason == 0) _reason = (int)reason;
            foreach (var member in _members) member.Raise((StopReason)_reason);
        }
    }

    /// <summary>A signal of the group; raised at once if the group was. Given back with <see cref="Remove"/>.</summary>
    internal StopSignal Add()
    {
        var member = new StopSignal();
        lock (_gate)
        {
            _members.Add(member);
            if (_reason != 0) member.Raise((StopReason)_reason);
        }

        return member;
    }

    /// <summary>Frees a signal; nothing may be registered with it any more.</summary>
    internal void Remove(StopSignal member)
    {
        lock (_gate) _members.Remove(member);
        member.Dispose();
    }
}
