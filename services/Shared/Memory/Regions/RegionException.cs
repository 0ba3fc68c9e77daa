namespace WasmEngine.Memory;

/// <summary>What is wrong with a region.</summary>
public enum RegionFault
{
    /// <summary>The name is not allowed.</summary>
    NameInvalid,

    /// <summary>There is no region of that name.</summary>
    Missing,

    /// <summary>There is a region of that name already.</summary>
    NameTaken,

    /// <summary>Not a region, another kind, or contents that contradict themselves.</summary>
    Corrupt,

    /// <summary>Shorter than its header says.</summary>
    Truncated,

    /// <summary>Written by another version of the layout.</summary>
    WrongVersion,

    /// <summary>Another process has the role (writer, producer, consumer) that was asked for.</summary>
    RoleTaken,

    /// <summary>All readers' places are taken by live processes.</summary>
    TooManyReaders,

    /// <summary>The system refuses to open or map it; the message has its reason. The region itself may be fine.</summary>
    Unavailable,

    /// <summary>The file system that holds the regions is full.</summary>
    NoSpace,
}

/// <summary>A region can't be used; the message names it and says why.</summary>
public sealed class RegionException : IOException
{
    /// <summary>Creates the exception.</summary>
    public RegionException(RegionFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>The kind of fault.</summary>
    public RegionFault Fault { get; }
}
