namespace WasmEngine.Broker;

/// <summary>Keeps the broker's state across its death. Called by one thread at a time.</summary>
public interface IStateStore
{
    /// <summary>Reads everything.</summary>
    BrokerState Load();

    /// <summary>Writes a change, all of it or nothing; it outlives the process once this returns.</summary>
    void Save(StateDelta delta);
}
