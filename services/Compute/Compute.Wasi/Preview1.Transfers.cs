using System.Buffers;
using System.Buffers.Binary;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>Reading and writing. Allocates nothing.</summary>
internal sealed partial class Preview1
{
    private const int MaxVectors = 1024, GatheredVectors = 16, GatheredBytes = 64 << 10;
    private const long AtPosition = -1;

    public int FdRead(IGuestMemory memory, uint fd, uint vectors, uint count, uint result)
    {
        var error = Find(fd, Rights.Read, out var descriptor);
        return error != Errno.Success ? error : Read(memory, descriptor, vectors, count, AtPosition, result);
    }

    public int FdPread(IGuestMemory memory, uint fd, uint vectors, uint count, ulong offset, uint result)
    {
        var error = FindPositional(fd, Rights.Read, offset, out var descriptor);
        return error != Errno.Success ? error : Read(memory, descriptor, vectors, count, (long)offset, result);
    }

    public int FdWrite(IGuestMemory memory, uint fd, uint vectors, uint count, uint result)
    {
        var error = Find(fd, Rights.Write, out var descriptor);
        return error != Errno.Success ? error : Write(memory, descriptor, vectors, count, AtPosition, result);
    }

    public int FdPwrite(IGuestMemory memory, uint fd, uint vectors, uint count, ulong offset, uint result)
    {
        var error = FindPositional(fd, Rights.Write, offset, out var descriptor);
        return error != Errno.Success ? error : Write(memory, descriptor, vectors, count, (long)offset, result);
    }

    private int FindPositional(uint fd, ulong right, ulong offset, out Descriptor descriptor)
    {
        var error = Find(fd, right, out descriptor);
        if (error != Errno.Success) return error;
        if (descriptor.Handle is null) return Errno.IllegalSeek;
        if ((descriptor.Rights & Rights.Seek) == 0) return Errno.NotCapable;
        return offset > long.MaxValue ? Errno.Invalid : Errno.Success;
    }

    public int FdSeek(IGuestMemory memory, uint fd, long offset, uint whence, uint result)
    {
        var error = Find(fd, 0, out var descriptor);
        if (error != Errno.Success) return error;
        if (descriptor.Type != FileType.Regular) return descriptor.Handle is null ? Errno.IllegalSeek : Errno.BadDescriptor;
        if ((descriptor.Rights & (offset == 0 && whence == 1 ? Rights.Seek | Rights.Tell : Rights.Seek)) == 0) return Errno.NotCapable;
        return whence > 2 ? Errno.Invalid : Seek(memory, descriptor, offset, (int)whence, result);
    }

    public int FdTell(IGuestMemory memory, uint fd, uint result)
    {
        var error = Find(fd, 0, out var descriptor);
        if (error != Errno.Success) return error;
        if (descriptor.Type != FileType.Regular) return descriptor.Handle is null ? Errno.IllegalSeek : Errno.BadDescriptor;
        return (descriptor.Rights & (Rights.Seek | Rights.Tell)) == 0 ? Errno.NotCapable : Seek(memory, descriptor, 0, 1, result);
    }

    private static int Seek(IGuestMemory memory, Descriptor descriptor, long offset, int whence, uint result)
    {
        if (!memory.CanWrite(result, sizeof(ulong))) return Errno.Fault;
        var position = FileCalls.Seek(descriptor.Handle!, offset, whence);
        return position < 0 ? Errno.Of(position) : memory.Write64(result, (ulong)position);
    }

    private int Read(IGuestMemory memory, Descriptor descriptor, uint vectors, uint count, long offset, uint result)
    {
        if (count > MaxVectors) return Errno.Invalid;
        if (!memory.TryRead(vectors, count * 8L, out var list) || !memory.CanWrite(result, sizeof(uint))) return Errno.Fault;
        if (descriptor.Handle is not { } file) return memory.Write32(result, 0); // standard input is empty
        uint done = 0;
        for (var i = 0; i < count; i++)
        {
            // Each field is read once: others may change it meanwhile.
            var (address, length) = VectorAt(list, i);
            for (uint within = 0; within < length;)
            {
                _stop.ThrowIfRaised();
                var part = (int)Math.Min(PartBytes, length - within);
                if ((ulong)address + within > uint.MaxValue || !memory.TryWrite(address + within, part, out var bytes)) return Ended(memory, result, done, Errno.Fault);
                var read = offset == AtPosition ? FileCalls.Read(file, bytes) : FileCalls.Read(file, bytes, offset + done);
                if (read < 0) return Ended(memory, result, done, Errno.Of(read));
                done += (uint)read;
                within += (uint)read;
                if (read < part || done > int.MaxValue - PartBytes) return memory.Write32(result, done);
            }
        }

        return memory.Write32(result, done);
    }

    private int Write(IGuestMemory memory, Descriptor descriptor, uint vectors, uint count, long offset, uint result)
    {
        if (count > MaxVectors) return Errno.Invalid;
        if (!memory.TryRead(vectors, count * 8L, out var list) || !memory.CanWrite(result, sizeof(uint))) return Errno.Fault;
        if (count is > 1 and <= GatheredVectors && descriptor.Handle is not null && TryWriteGathered(memory, descriptor, list, offset, result, out var error)) return error;
        uint done = 0;
        for (var i = 0; i < count; i++)
        {
            var (address, length) = VectorAt(list, i);
            for (uint within = 0; within < length;)
            {
                _stop.ThrowIfRaised();
                var part = (int)Math.Min(PartBytes, length - within);
                if ((ulong)address + within > uint.MaxValue || !memory.TryRead(address + within, part, out var bytes)) return Ended(memory, result, done, Errno.Fault);
                var written = WritePart(descriptor, bytes, offset == AtPosition ? AtPosition : offset + done);
                if (written < 0) return Ended(memory, result, done, Errno.Of(written));
                done += (uint)written;
                within += (uint)written;
                if (written < part || done > int.MaxValue - PartBytes) return memory.Write32(result, done);
            }
        }

        return memory.Write32(result, done);
    }

    private static long WritePart(Descriptor descriptor, ReadOnlySpan<byte> bytes, long offset)
    {
        if (descriptor.Handle is { } file) return offset == AtPosition ? FileCalls.Write(file, bytes) : FileCalls.Write(file, bytes, offset);
        descriptor.Output?.Write(bytes);
        return bytes.Length;
    }

    /// <summary>
    /// Several small pieces become one write, as writev(2) does it: C libraries write their buffer and what comes after it
    /// together, and what is appended to a log must not be torn.
    /// </summary>
    private static bool TryWriteGathered(IGuestMemory memory, Descriptor descriptor, ReadOnlySpan<byte> list, long offset, uint result, out int error)
    {
        error = Errno.Success;
        Span<(uint Address, uint Length)> pieces = stackalloc (uint, uint)[GatheredVectors];
        var count = list.Length / 8;
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            pieces[i] = VectorAt(list, i);
            total += pieces[i].Length;
        }

        if (total > GatheredBytes) return false;
        var gathered = ArrayPool<byte>.Shared.Rent(GatheredBytes);
        try
        {
            var filled = 0;
            foreach (var (address, length) in pieces[..count])
            {
                if (!memory.TryRead(address, length, out var bytes)) return false; // what comes before it is still written, piece by piece
                bytes.CopyTo(gathered.AsSpan(filled));
                filled += (int)length;
            }

            var written = WritePart(descriptor, gathered.AsSpan(0, filled), offset);
            error = written < 0 ? Errno.Of(written) : memory.Write32(result, (uint)written);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    private static (uint Address, uint Length) VectorAt(ReadOnlySpan<byte> list, int index) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(list[(index * 8)..]), BinaryPrimitives.ReadUInt32LittleEndian(list[((index * 8) + 4)..]));

    // What was transferred counts; the error comes back when the guest goes on.
    private static int Ended(IGuestMemory memory, uint result, uint done, int error) => done == 0 ? error : memory.Write32(result, done);
}
