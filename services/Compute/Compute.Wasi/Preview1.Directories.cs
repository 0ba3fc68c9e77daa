using System.Buffers;
using System.Buffers.Binary;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>fd_readdir.</summary>
internal sealed partial class Preview1
{
    private const int EntryHead = 24, MinEntries = 4096, MaxEntries = 64 << 10;

    /// <summary>
    /// Cookies are the system's own positions, so nothing is kept between calls and any number of readers may be under way; a
    /// made-up cookie finds nothing or some entries, never anything else.
    /// </summary>
    public int FdReaddir(IGuestMemory memory, uint fd, uint buffer, uint length, ulong cookie, uint result)
    {
        var error = FindDirectory(fd, Rights.ReadDirectory, out var directory);
        if (error != Errno.Success) return error;
        if (!memory.TryWrite(buffer, length, out var target) || !memory.CanWrite(result, sizeof(uint))) return Errno.Fault;
        if (cookie > long.MaxValue) return Errno.Invalid;
        var moved = FileCalls.Seek(directory.Handle!, (long)cookie, 0);
        if (moved < 0) return Errno.Of(moved);
        var entries = ArrayPool<byte>.Shared.Rent(Math.Clamp(target.Length, MinEntries, MaxEntries));
        try
        {
            var used = 0;
            while (used < target.Length)
            {
                _stop.ThrowIfRaised();
                var read = DirectoryCalls.ReadEntries(directory.Handle!, entries);
                if (read < 0) return Errno.Of(read);
                if (read == 0) break; // fewer bytes than the buffer holds: the end
                used += Convert(directory, entries.AsSpan(0, read), target[used..]);
            }

            return memory.Write32(result, (uint)used);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(entries);
        }
    }

    /// <summary>struct linux_dirent64 {ino, off, reclen, type, name} to {next, ino, name length, type}, name; as much as fits.</summary>
    private static int Convert(Descriptor directory, ReadOnlySpan<byte> entries, Span<byte> target)
    {
        var used = 0;
        Span<byte> head = stackalloc byte[EntryHead];
        while (entries.Length > 19 && used < target.Length)
        {
            var name = entries[19..BinaryPrimitives.ReadUInt16LittleEndian(entries[16..])];
            name = name[..(name.IndexOf((byte)0) + 1)];
            head.Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(head, BinaryPrimitives.ReadUInt64LittleEndian(entries[8..]));
            BinaryPrimitives.WriteUInt64LittleEndian(head[8..], BinaryPrimitives.ReadUInt64LittleEndian(entries));
            BinaryPrimitives.WriteUInt32LittleEndian(head[16..], (uint)name.Length - 1);
            head[20] = (byte)EntryType(directory, entries[18], name);
            used += CopySome(head, target[used..]);
            used += CopySome(name[..^1], target[used..]);
            entries = entries[BinaryPrimitives.ReadUInt16LittleEndian(entries[16..])..];
        }

        return used;
    }

    private static int CopySome(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var count = Math.Min(source.Length, target.Length);
        source[..count].CopyTo(target);
        return count;
    }

    private static FileType EntryType(Descriptor directory, byte type, ReadOnlySpan<byte> name)
    {
        const int unknown = 0;
        if (type == unknown && !name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
            return DirectoryCalls.Stat(directory.Handle!, name, out var stat) == 0 ? TypeOf(stat.Kind) : FileType.Unknown; // file systems that don't keep it with the name
        return type switch
        {
            2 => FileType.CharacterDevice,
            unknown or 4 => FileType.Directory,
            6 => FileType.BlockDevice,
            8 => FileType.Regular,
            10 => FileType.SymbolicLink,
            12 => FileType.SocketStream,
            _ => FileType.Unknown,
        };
    }
}
