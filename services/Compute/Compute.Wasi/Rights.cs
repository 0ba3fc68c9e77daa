namespace WasmEngine.Compute.Wasi;

/// <summary>
/// Rights of WASI preview 1: what may be done through a descriptor, as far as the program has not given it up. What the user
/// granted is held apart from them (<see cref="Descriptor.IsWritable"/>), so that the error says which of the two it was.
/// </summary>
internal static class Rights
{
    internal const ulong Datasync = 1 << 0, Read = 1 << 1, Seek = 1 << 2, SetFlags = 1 << 3, Sync = 1 << 4, Tell = 1 << 5, Write = 1 << 6, Advise = 1 << 7,
        Allocate = 1 << 8, CreateDirectory = 1 << 9, CreateFile = 1 << 10, LinkSource = 1 << 11, LinkTarget = 1 << 12, Open = 1 << 13, ReadDirectory = 1 << 14,
        ReadLink = 1 << 15, RenameSource = 1 << 16, RenameTarget = 1 << 17, PathStat = 1 << 18, PathSetSize = 1 << 19, PathSetTimes = 1 << 20, Stat = 1 << 21,
        SetSize = 1 << 22, SetTimes = 1 << 23, SymbolicLink = 1 << 24, RemoveDirectory = 1 << 25, UnlinkFile = 1 << 26, Poll = 1 << 27;

    /// <summary>All that make sense for a file.</summary>
    internal const ulong File = Datasync | Read | Seek | SetFlags | Sync | Tell | Write | Advise | Allocate | Stat | SetSize | SetTimes | Poll;

    /// <summary>All that make sense for a directory.</summary>
    internal const ulong Directory = SetFlags | Sync | Datasync | Advise | CreateDirectory | CreateFile | LinkSource | LinkTarget | Open | ReadDirectory | ReadLink
        | RenameSource | RenameTarget | PathStat | PathSetSize | PathSetTimes | Stat | SetTimes | SymbolicLink | RemoveDirectory | UnlinkFile | Poll;

    /// <summary>What files and directories opened through a granted directory may have.</summary>
    internal const ulong All = File | Directory;

    /// <summary>Standard input. Neither it nor output can be sought: with the type of a device that makes it a terminal, whose lines come at once.</summary>
    internal const ulong Input = Read | Stat | SetFlags | Poll;

    /// <summary>Standard output and error.</summary>
    internal const ulong Output = Write | Stat | SetFlags | Sync | Datasync | Poll;
}
