using Microsoft.Win32.SafeHandles;

namespace WasmEngine.Compute.Wasi;

/// <summary>Types of files in WASI preview 1's numbering.</summary>
internal enum FileType : byte
{
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    Regular = 4,
    SocketStream = 6,
    SymbolicLink = 7,
}

/// <summary>Something that a guest has open. One thread.</summary>
internal sealed class Descriptor : IDisposable
{
    /// <summary>The open file or directory; null for a standard stream.</summary>
    internal SafeFileHandle? Handle { get; init; }

    /// <summary>Where written lines go; null for everything but standard output and error.</summary>
    internal OutputLines? Output { get; init; }

    /// <summary>What it is.</summary>
    internal required FileType Type { get; init; }

    /// <summary>What may be done through it.</summary>
    internal ulong Rights { get; set; }

    /// <summary>What may be done through what is opened below it.</summary>
    internal ulong Inheriting { get; set; }

    /// <summary>Its flags (append 1, dsync 2, nonblock 4, rsync 8, sync 16).</summary>
    internal uint Flags { get; set; }

    /// <summary>Whether the user granted changes.</summary>
    internal bool IsWritable { get; init; }

    /// <summary>The guest's name for it, if it is a granted directory.</summary>
    internal byte[]? GrantName { get; init; }

    /// <summary>Given back at the end.</summary>
    internal DescriptorBudget? Budget { get; init; }

    public void Dispose()
    {
        Output?.Flush();
        if (Handle is null) return;
        Handle.Dispose();
        Budget?.Return();
    }
}
