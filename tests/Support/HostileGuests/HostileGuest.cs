namespace WasmEngine.HostileGuests;

/// <summary>What a hostile guest comes to.</summary>
public enum HostileEnd
{
    /// <summary>It never ends by itself: its deadline ends it.</summary>
    Stopped,

    /// <summary>It traps.</summary>
    Trapped,

    /// <summary>It is refused before it runs.</summary>
    Refused,

    /// <summary>It comes back, having got nothing.</summary>
    Returned,
}

/// <summary>A module that means no good, and how the engine must end it.</summary>
/// <param name="Name">For messages: lower case.</param>
/// <param name="Make">Makes the module's bytes.</param>
/// <param name="Export">Function to call.</param>
/// <param name="End">How it ends.</param>
/// <param name="Message">What the message must contain; empty: anything.</param>
public sealed record HostileGuest(string Name, Func<byte[]> Make, string Export, HostileEnd End, string Message = "")
{
    /// <summary>What it does to a buffer that it is given as (address, length): null when it takes no argument.</summary>
    public string? BufferAccess { get; init; }

    /// <summary>Host calls that it may make; 0: any number.</summary>
    public ulong HostCalls { get; init; }

    /// <summary>Linear memory that it may have in bytes; 0: the default.</summary>
    public ulong MemoryBytes { get; init; }

    /// <summary>For the runner's list of cases.</summary>
    public override string ToString() => Name;
}
