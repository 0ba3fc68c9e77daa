using System.Collections.Immutable;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>Part of a buffer as it appears in a guest's memory.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="FileOffset">First byte of the window in the file, on a WebAssembly page.</param>
/// <param name="WindowBytes">Whole WebAssembly pages.</param>
/// <param name="Delta">From the window's first byte to the part's.</param>
/// <param name="Length">Bytes of the part.</param>
/// <param name="Access">What the guest may do.</param>
internal readonly record struct BufferPart(BufferRegion Buffer, long FileOffset, long WindowBytes, uint Delta, long Length, PageAccess Access);

/// <summary>
/// The buffers that one run was given: opened when they are first needed, kept open until it ends, so that all its instances map
/// the same files. Thread-safe.
/// </summary>
internal sealed class GrantedBuffers(RegionDirectory directory, FunctionSpec spec, ReservedPages reserved) : IDisposable
{
    private const long WasmPage = 65536;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BufferRegion> _open = new(StringComparer.Ordinal);

    /// <summary>All grants of a name, in the order of the arguments.</summary>
    internal ImmutableArray<BufferArgument> Of(string name) => [.. spec.Arguments.OfType<BufferArgument>().Where(b => b.Name == name)];

    /// <summary>Finds the pages of a slice and sets memory for them aside: a hole, once touched on a full file system, is the end of the process.</summary>
    /// <exception cref="CallInvalidException">The slice reaches over the buffer, or the buffer is not there.</exception>
    internal BufferPart Find(BufferArgument slice)
    {
        lock (_gate)
        {
            var buffer = Open(slice.Name);
            var size = (ulong)buffer.PayloadSize;
            if (slice.Offset >= size) throw new CallInvalidException($"buffer \"{slice.Name}\" has {size} bytes: there is none at {slice.Offset}");
            var length = slice.Length == 0 ? size - slice.Offset : slice.Length;
            if (length > size - slice.Offset) throw new CallInvalidException($"buffer \"{slice.Name}\" has {size} bytes: {length} from {slice.Offset} on reach over its end");
            var delta = (long)slice.Offset % WasmPage;
            var fileOffset = BufferRegion.PayloadOffset + (long)slice.Offset - delta;
            var window = (delta + (long)length + WasmPage - 1) / WasmPage * WasmPage;
            Reserve(buffer, fileOffset, window);
            return new BufferPart(buffer, fileOffset, window, (uint)delta, (long)length, slice.Writable ? PageAccess.ReadWrite : PageAccess.Read);
        }
    }

    private BufferRegion Open(string name)
    {
        if (_open.TryGetValue(name, out var buffer)) return buffer;
        if (!spec.Buffers.TryGetValue(name, out var region)) throw new CallInvalidException($"buffer \"{name}\" is not among the resolved buffers");
        try
        {
            buffer = BufferRegion.Open(directory, region);
        }
        catch (RegionException e)
        {
            throw new CallInvalidException($"buffer \"{name}\" can't be used: {e.Message}");
        }

        _open.Add(name, buffer);
        return buffer;
    }

    private void Reserve(BufferRegion buffer, long offset, long length)
    {
        if (reserved.Covers(buffer.Generation, offset, length)) return;
        try
        {
            buffer.ReservePages(offset, length);
        }
        catch (RegionException e)
        {
            throw new CallInvalidException(e.Message);
        }

        reserved.Add(buffer.Generation, offset, length);
    }

    /// <summary>Closes the files; the windows in guests stay until their instances end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var buffer in _open.Values) buffer.Dispose();
            _open.Clear();
        }
    }
}

/// <summary>
/// Which pages of which buffers have been set aside already: asking the system again would cost time for each page. Nobody gives
/// a buffer's pages back while it has its name. Keeps one range for each of the newest buffers. Thread-safe.
/// </summary>
internal sealed class ReservedPages
{
    private const int MaxBuffers = 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (long Begin, long End)> _ranges = [];

    internal bool Covers(ulong generation, long offset, long length)
    {
        lock (_gate) return _ranges.TryGetValue(generation, out var range) && range.Begin <= offset && offset + length <= range.End;
    }

    internal void Add(ulong generation, long offset, long length)
    {
        lock (_gate)
        {
            if (_ranges.Count >= MaxBuffers) _ranges.Clear(); // they come back at the price of one request each
            var end = offset + length;
            var joins = _ranges.TryGetValue(generation, out var range) && range.Begin <= end && offset <= range.End;
            _ranges[generation] = joins ? (Math.Min(range.Begin, offset), Math.Max(range.End, end)) : (offset, end);
        }
    }
}
