using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Rewriting;

namespace WasmEngine.Compute.Modules;

/// <summary>
/// Where each byte of a rewritten module comes from. Offsets count from the module's beginning, as Wasmtime's traps have them.
/// Immutable, thread-safe; some two bytes for each guard access.
/// </summary>
/// <remarks>
/// Bytes: version, length of a guard access, length of the rewritten and of the original module, count of changes; then for
/// each change the bytes kept since the last one, times two, and one more if the change is no guard access; if so, the bytes that went and
/// those that came. All numbers are LEB128.
/// </remarks>
public sealed class OffsetMap
{
    private const byte FormatVersion = 1;
    private const int CheckpointEvery = 64, MostHeaderBytes = 21;
    private readonly byte[] _bytes;
    private readonly List<Checkpoint> _checkpoints = [];
    private readonly uint _guardLength, _rewrittenLength, _originalLength;

    private OffsetMap(byte[] bytes)
    {
        _bytes = bytes;
        var reader = new WasmReader(bytes, 0);
        if (reader.ReadByte() != FormatVersion) throw new ModuleFormatException("is no offset map of this version", 0);
        _guardLength = reader.ReadU32();
        _rewrittenLength = reader.ReadU32();
        _originalLength = reader.ReadU32();
        var changes = reader.ReadU32();
        var at = new Checkpoint(0, 0, 0, changes);
        for (; at.ChangesLeft > 0; at = Next(ref reader, at, out _))
        {
            if ((changes - at.ChangesLeft) % CheckpointEvery == 0) _checkpoints.Add(at with { Position = reader.Position });
        }

        var rest = (long)_originalLength - at.Original;
        if (!reader.AtEnd || rest < 0 || _rewrittenLength - (long)at.Rewritten != rest) throw new ModuleFormatException("lengths do not agree", reader.Position);
        _checkpoints.Add(at with { Position = reader.Position });
    }

    /// <summary>Offsets right behind some change, and where the next one is described.</summary>
    private readonly record struct Checkpoint(uint Rewritten, uint Original, int Position, uint ChangesLeft);

    private readonly record struct Change(uint Kept, uint Removed, uint Inserted);

    /// <summary>The original offset of a byte; null if the rewriter put it there, or if there is no such byte.</summary>
    /// <remarks>Bytes that took the place of others, as the call that replaces memory.copy, have the offset of the first of those.</remarks>
    /// <param name="rewritten">Offset in the rewritten module.</param>
    public uint? ToOriginal(uint rewritten) => Find(rewritten, out var original) ? original : null;

    /// <summary>
    /// As <see cref="ToOriginal"/>, but a guard access has the offset of what it stands before: there the guest was
    /// when it was stopped. Null within injected functions.
    /// </summary>
    /// <param name="rewritten">Offset in the rewritten module.</param>
    public uint? ToNearestOriginal(uint rewritten) => Find(rewritten, out var original) || original is not null ? original : null;

    /// <summary>The map in bytes, to be kept beside the rewritten module or its code.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The bytes, of any origin.</param>
    /// <returns>The map, or null if the bytes are none.</returns>
    public static OffsetMap? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new OffsetMap(bytes.ToArray());
        }
        catch (ModuleFormatException)
        {
            return null;
        }
    }

    private bool Find(uint rewritten, out uint? original)
    {
        original = null;
        if (rewritten >= _rewrittenLength) return false;
        var at = Before(rewritten);
        var reader = new WasmReader(_bytes, at.Position);
        while (at.ChangesLeft > 0)
        {
            var next = Next(ref reader, at, out var change);
            if (rewritten - at.Rewritten < change.Kept) break;
            if (rewritten < next.Rewritten)
            {
                if (change.Removed > 0 || change.Inserted == _guardLength) original = at.Original + change.Kept;
                return change.Removed > 0;
            }

            at = next;
        }

        original = at.Original + (rewritten - at.Rewritten);
        return true;
    }

    /// <summary>The last checkpoint that is not behind an offset.</summary>
    private Checkpoint Before(uint rewritten)
    {
        var (low, high) = (0, _checkpoints.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_checkpoints[middle].Rewritten <= rewritten) low = middle;
            else high = middle - 1;
        }

        return _checkpoints[low];
    }

    private Checkpoint Next(ref WasmReader reader, Checkpoint at, out Change change)
    {
        var head = reader.ReadU32();
        change = (head & 1) == 0 ? new Change(head >> 1, 0, _guardLength) : new Change(head >> 1, reader.ReadU32(), reader.ReadU32());
        var original = (long)at.Original + change.Kept + change.Removed;
        var rewritten = (long)at.Rewritten + change.Kept + change.Inserted;
        if (original > _originalLength || rewritten > _rewrittenLength) throw new ModuleFormatException("a change is behind the end", reader.Position);
        return new Checkpoint((uint)rewritten, (uint)original, at.Position, at.ChangesLeft - 1);
    }

    /// <summary>Collects changes, in order.</summary>
    internal sealed class Builder(int guardLength)
    {
        private readonly WasmWriter _changes = new(1024);
        private uint _count;

        internal void Add(int kept, int removed, int inserted)
        {
            _count++;
            var isGuard = removed == 0 && inserted == guardLength;
            _changes.U32(((uint)kept << 1) | (isGuard ? 0u : 1u));
            if (!isGuard) _changes.U32((uint)removed).U32((uint)inserted);
        }

        internal OffsetMap Finish(int rewrittenLength, int originalLength)
        {
            var all = new WasmWriter(_changes.Length + MostHeaderBytes);
            all.Byte(FormatVersion).U32((uint)guardLength).U32((uint)rewrittenLength).U32((uint)originalLength).U32(_count);
            return new OffsetMap(all.Bytes(_changes.Written).ToArray());
        }
    }
}
