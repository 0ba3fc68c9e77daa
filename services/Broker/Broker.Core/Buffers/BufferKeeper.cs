using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>Creates and frees the buffers of sessions. Thread-safe.</summary>
public sealed class BufferKeeper
{
    private readonly BrokerParts _parts;

    internal BufferKeeper(BrokerParts parts) => _parts = parts;

    /// <summary>Creates a zeroed buffer.</summary>
    /// <exception cref="BrokerException">As BuffersService.CreateBuffer tells.</exception>
    public SharedBuffer Create(string sessionId, string name, ulong sizeBytes)
    {
        CheckName(name);
        if (sizeBytes is < 1 or > (ulong)BufferRegion.MaxPayload)
            throw Faults.Invalid("SIZE_OUT_OF_RANGE", $"size_bytes is {sizeBytes}: it must be 1 to {BufferRegion.MaxPayload} (4 GiB)");
        var region = RegionNames.Buffer(sessionId, name);
        CheckRoom(_parts.Keeper.Current, sessionId, name);
        long offset;
        try
        {
            offset = _parts.Regions.CreateBuffer(region, (long)sizeBytes);
        }
        catch (RegionException e) when (e.Fault == RegionFault.NameTaken)
        {
            throw Taken(name);
        }

        SharedBuffer? buffer = null;
        try
        {
            _parts.Keeper.Commit(state =>
            {
                CheckRoom(state, sessionId, name);
                var next = state.Next(CounterNames.Buffer, out var number);
                buffer = new SharedBuffer(region.Value, number, sessionId, name, offset, (long)sizeBytes);
                return next.With(buffer);
            });
        }
        catch
        {
            _parts.Regions.Delete(region);
            throw;
        }

        return buffer!;
    }

    /// <summary>Frees a buffer.</summary>
    /// <exception cref="BrokerException">UNKNOWN_BUFFER, NOT_OWNER, NAME_INVALID.</exception>
    public void Delete(string sessionId, string name)
    {
        CheckName(name);
        string? region = null;
        _parts.Keeper.Commit(state =>
        {
            region = state.FindBuffer(sessionId, name)?.Region;
            if (region is not null) return state.WithoutBuffer(region);
            if (state.Buffers.Values.Any(b => string.Equals(b.Name, name, StringComparison.Ordinal)))
                throw new BrokerException(FaultKind.PermissionDenied, "NOT_OWNER", $"buffer \"{name}\" belongs to another session, which alone may free it");
            throw Faults.UnknownBuffer(name);
        });
        _parts.Regions.Delete(RegionName.Parse(region!));
    }

    /// <summary>A session's buffers in order of creation.</summary>
    public IReadOnlyList<SharedBuffer> List(string sessionId) => _parts.Keeper.Current.BuffersOf(sessionId);

    private void CheckRoom(BrokerState state, string sessionId, string name)
    {
        if (!state.Sessions.ContainsKey(sessionId)) throw Faults.SessionClosed();
        if (state.FindBuffer(sessionId, name) is not null) throw Taken(name);
        if (state.Buffers.Count >= _parts.Options.MaxBuffers)
            throw Faults.TooMany("TOO_MANY_BUFFERS", "buffers", _parts.Options.MaxBuffers, "free one with DeleteBuffer");
    }

    private static void CheckName(string name)
    {
        if (BufferNames.IsValid(name)) return;
        throw Faults.Invalid("NAME_INVALID", $"\"{Faults.Shorten(name)}\" can't name a buffer: use 1 to {BufferNames.MaxLength} of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit, without \"..\"");
    }

    private static BrokerException Taken(string name) => new(
        FaultKind.AlreadyExists, "NAME_TAKEN", $"this session has a buffer \"{name}\" already; choose another name or free it with DeleteBuffer");
}
