using System.Security.Cryptography;
using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// A mapped region whose header has been checked. Offsets are relative to the start of the file. Nothing read from it is to
/// be trusted: another process may change any byte at any time. Addresses die with this object.
/// </summary>
public sealed unsafe class Region : IDisposable
{
    private readonly SharedFile _file;
    private readonly MappedFile _map;

    private Region(RegionName name, SharedFile file, MappedFile map, ulong generation)
    {
        Name = name;
        _file = file;
        _map = map;
        Generation = generation;
    }

    /// <summary>Its name.</summary>
    public RegionName Name { get; }

    /// <summary>Bytes mapped.</summary>
    public long Size => _map.Length;

    /// <summary>Tells this creation apart from any other of the same name.</summary>
    public ulong Generation { get; }

    /// <summary>Whether it has been unmapped.</summary>
    internal bool IsDisposed => _map.IsClosed;

    /// <summary>The open file, for mapping windows of it elsewhere and for role locks.</summary>
    public SharedFile File => _file;

    // An address of unmapped memory would end the process with SIGSEGV.
    internal byte* Base => _map.IsClosed ? throw new ObjectDisposedException(nameof(Region), $"region {Name} is unmapped already") : (byte*)_map.Address;

    /// <summary>
    /// Creates a region under a temporary name, lets <paramref name="initialise"/> fill it, sets its version last and gives
    /// it its name in one step: others see it whole or not at all.
    /// </summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="version">Version of the kind's layout, above 0.</param>
    /// <param name="size">Bytes, a multiple of 4096.</param>
    /// <param name="reserved">Bytes from the start that are used from the beginning; the rest is sparse.</param>
    /// <param name="initialise">Writes the layout's parameters; the file is all zeros before.</param>
    /// <exception cref="RegionException">NameTaken or NoSpace.</exception>
    internal static Region Create(RegionDirectory directory, RegionName name, RegionKind kind, uint version, long size, long reserved, Action<Region> initialise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, RegionHeader.PageSize);
        var temporary = directory.TemporaryPath();
        var file = SharedFile.Create(temporary, size);
        Region? region = null;
        try
        {
            var generation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1; // never 0
            region = new Region(name, file, MappedFile.Map(file, size, PageAccess.ReadWrite), generation);
            region.Reserve(0, reserved);
            var header = (RegionHeader*)region.Base;
            header->Magic = RegionHeader.MagicValue;
            header->Kind = (uint)kind;
            header->TotalSize = (ulong)size;
            header->Generation = generation;
            header->OwnerPid = ProcessIdentity.Current.Pid;
            header->OwnerStartTicks = ProcessIdentity.Current.StartTicks;
            initialise(region);
            // SYNC: release; pairs with the acquire load in CheckHeader. Everything above is visible once this is.
            Volatile.Write(ref header->Version, version);
            if (!SharedFile.TryRename(temporary, directory.PathOf(name)))
                throw new RegionException(RegionFault.NameTaken, $"there is a region {name} already in {directory.DirectoryPath}");
            return region;
        }
        catch
        {
            if (region is null) file.Dispose();
            else region.Dispose();
            System.IO.File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Maps an existing region after checking its header.</summary>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated, WrongVersion or Unavailable.</exception>
    internal static Region Open(RegionDirectory directory, RegionName name, RegionKind kind, uint version, PageAccess access)
    {
        SharedFile file;
        try
        {
            file = SharedFile.Open(directory.PathOf(name));
        }
        catch (FileNotFoundException)
        {
            throw new RegionException(RegionFault.Missing, $"there is no region {name} in {directory.DirectoryPath}");
        }
        catch (IOException exception)
        {
            throw Unavailable(name, exception);
        }

        try
        {
            var header = ReadHeader(file, name);
            CheckHeader(header, name, kind, version, file.Length);
            return new Region(name, file, MappedFile.Map(file, (long)header.TotalSize, access), header.Generation);
        }
        catch (IOException exception) when (exception is not RegionException)
        {
            file.Dispose();
            throw Unavailable(name, exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static RegionException Unavailable(RegionName name, IOException reason) =>
        new(RegionFault.Unavailable, $"region {name} can't be used: {reason.Message}");

    private static RegionHeader ReadHeader(SharedFile file, RegionName name)
    {
        if (file.Length < RegionHeader.PageSize)
            throw new RegionException(RegionFault.Truncated, $"region {name} holds {file.Length} bytes, less than its header: it is truncated");
        using var map = MappedFile.Map(file, RegionHeader.PageSize, PageAccess.Read);
        // SYNC: acquire; pairs with the release store in Create.
        var version = Volatile.Read(ref ((RegionHeader*)map.Address)->Version);
        var copy = *(RegionHeader*)map.Address; // judged as a copy: the original may change under us
        copy.Version = version;
        return copy;
    }

    private static void CheckHeader(RegionHeader header, RegionName name, RegionKind kind, uint version, long length)
    {
        if (header.Magic != RegionHeader.MagicValue) throw new RegionException(RegionFault.Corrupt, $"{name} is not a region: its magic number is {header.Magic:x16}");
        if (header.Kind != (uint)kind) throw new RegionException(RegionFault.Corrupt, $"region {name} is of kind {header.Kind}, {kind} ({(uint)kind}) is needed");
        if (header.Version != version) throw new RegionException(RegionFault.WrongVersion, $"region {name} has layout version {header.Version}, this build knows {version}: restart the daemon and its clients from one build");
        if (header.TotalSize is < RegionHeader.PageSize or > long.MaxValue) throw new RegionException(RegionFault.Corrupt, $"region {name} claims {header.TotalSize} bytes");
        if ((ulong)length < header.TotalSize) throw new RegionException(RegionFault.Truncated, $"region {name} holds {length} bytes, its header says {header.TotalSize}: it is truncated");
    }

    /// <summary>Takes a role that one process can have at a time; the kernel frees it when that process dies.</summary>
    /// <exception cref="RegionException">RoleTaken.</exception>
    internal void TakeRole(long position, string role)
    {
        if (!_file.TryLock(position)) throw new RegionException(RegionFault.RoleTaken, $"region {Name} has a {role} already");
    }

    /// <summary>Sets memory for a range aside, so that touching it can't fail.</summary>
    /// <exception cref="RegionException">NoSpace.</exception>
    internal void Reserve(long offset, long length)
    {
        if (length > 0 && !_file.TryReserve(offset, length))
            throw new RegionException(RegionFault.NoSpace, $"no space for {length} bytes of region {Name}: the file system of {System.IO.Path.GetDirectoryName(_file.Path)} is full, give it more or close something");
    }

    /// <summary>Changes the access of whole pages of the mapping.</summary>
    internal void Protect(long offset, long length, PageAccess access) => _map.Protect(offset, length, access);

    /// <inheritdoc/>
    public void Dispose()
    {
        _map.Dispose();
        _file.Dispose();
    }
}
