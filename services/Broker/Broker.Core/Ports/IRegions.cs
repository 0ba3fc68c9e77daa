using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>The regions of the instance. Thread-safe.</summary>
public interface IRegions
{
    /// <summary>Whether there is a region of that name.</summary>
    bool Exists(RegionName name);

    /// <summary>Removes a region's name if there is one.</summary>
    void Delete(RegionName name);

    /// <summary>Deletes each region that <paramref name="isWanted"/> denies.</summary>
    /// <returns>How many.</returns>
    int Sweep(Func<RegionName, bool> isWanted);

    /// <summary>Creates a zeroed buffer.</summary>
    /// <returns>Offset of its payload in bytes.</returns>
    /// <exception cref="RegionException">NameTaken.</exception>
    long CreateBuffer(RegionName name, long payloadBytes);

    /// <summary>Creates an empty ring that nobody has opened.</summary>
    /// <exception cref="RegionException">NameTaken.</exception>
    void CreateRing(RegionName name, int bytes);
}

/// <summary>The input rings of apps, of which the broker is the producer. Thread-safe.</summary>
public interface IInputRings
{
    /// <summary>Opens an app's ring, creating it if there is none; nothing happens when it is open.</summary>
    void Open(string appId, RegionName region);

    /// <summary>Queues events in order, all or none.</summary>
    /// <returns>False when they do not fit, or when the app has no ring.</returns>
    bool TryWrite(string appId, ReadOnlySpan<InputEventRecord> events);

    /// <summary>Closes an app's ring; its region stays.</summary>
    void Close(string appId);
}
