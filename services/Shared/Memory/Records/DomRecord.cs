using System.Runtime.InteropServices;
using System.Text;

namespace WasmEngine.Memory;

/// <summary>What a mutation of a document does.</summary>
public enum DomOperation : uint
{
    /// <summary>Replaces an element's contents by characters.</summary>
    Text = 1,

    /// <summary>Sets an attribute.</summary>
    Attribute = 2,

    /// <summary>Takes an attribute away.</summary>
    RemoveAttribute = 3,

    /// <summary>Adds a class.</summary>
    AddClass = 4,

    /// <summary>Takes a class away.</summary>
    RemoveClass = 5,

    /// <summary>Puts HTML in.</summary>
    Html = 6,

    /// <summary>Takes an element away.</summary>
    Remove = 7,

    /// <summary>Scrolls a container, or the viewport.</summary>
    Scroll = 8,
}

/// <summary>Where HTML goes; the numbers that guests see.</summary>
public enum HtmlPlace : uint
{
    /// <summary>Before the element.</summary>
    BeforeBegin = 0,

    /// <summary>Before its first child.</summary>
    AfterBegin = 1,

    /// <summary>After its last child.</summary>
    BeforeEnd = 2,

    /// <summary>After the element.</summary>
    AfterEnd = 3,

    /// <summary>In place of its contents.</summary>
    Inner = 4,
}

/// <summary>A mutation of an app's document.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Id">The element's id attribute; empty: the viewport, for scrolling alone.</param>
/// <param name="Name">Attribute or class; else empty.</param>
/// <param name="Value">Text, HTML or the attribute's value; else empty.</param>
public sealed record DomMutation(DomOperation Operation, string Id, string Name = "", string Value = "")
{
    /// <summary>Where HTML goes.</summary>
    public HtmlPlace Place { get; init; }

    /// <summary>Scrolling: where the journal goes on after it, to tell what came first; 0: not known. Not part of a record.</summary>
    public ulong Position { get; init; }

    /// <summary>Horizontal scroll offset in CSS px.</summary>
    public float X { get; init; }

    /// <summary>Vertical scroll offset in CSS px.</summary>
    public float Y { get; init; }

    /// <summary>The same as a producer has it, to be written again.</summary>
    public DomRequest ToRequest() => new()
    {
        Operation = Operation,
        Id = Encoding.UTF8.GetBytes(Id),
        Name = Encoding.UTF8.GetBytes(Name),
        Value = Encoding.UTF8.GetBytes(Value),
        Place = Place,
        X = X,
        Y = Y,
    };
}

/// <summary>A mutation as its producer has it: characters in UTF-8.</summary>
public readonly ref struct DomRequest
{
    /// <summary>What it does.</summary>
    public required DomOperation Operation { get; init; }

    /// <summary>The element's id, 1 to <see cref="DomRecord.MaxName"/> bytes; empty for scrolling the viewport.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Attribute or class, up to <see cref="DomRecord.MaxName"/> bytes.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Text, HTML or value, up to <see cref="DomRecord.MaxValue"/> bytes.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Where HTML goes.</summary>
    public HtmlPlace Place { get; init; }

    /// <summary>Horizontal scroll offset.</summary>
    public float X { get; init; }

    /// <summary>Vertical scroll offset.</summary>
    public float Y { get; init; }

    /// <summary>Whether a record of it would be taken.</summary>
    public bool IsValid => DomRecord.IsValid(Operation, Id.Length, Name.Length, Value.Length, Place, X, Y);
}

/// <summary>
/// Encoding of document mutations, little-endian; docs/memory-layouts.md has the table. A value that is longer than a record holds goes
/// on in the records that follow at once.
/// </summary>
public static class DomRecord
{
    /// <summary>Most bytes of an id, an attribute's or a class's name.</summary>
    public const int MaxName = 256;

    /// <summary>Most bytes of a text, of HTML, of an attribute's value.</summary>
    public const int MaxValue = 1 << 18;

    /// <summary>Most bytes of a value in one record.</summary>
    public const int ChunkBytes = SceneRecord.MaxPayload - HeadBytes - (2 * MaxName);

    internal const int HeadBytes = 32;
    internal const uint Continues = 1, MoreFollows = 2;

    /// <summary>Records that a value takes.</summary>
    public static int Records(int valueBytes) => Math.Max(1, (valueBytes + ChunkBytes - 1) / ChunkBytes);

    /// <summary>Encodes one of a mutation's records.</summary>
    /// <param name="destination">At least <see cref="SceneRecord.MaxPayload"/> bytes.</param>
    /// <param name="request">A valid one.</param>
    /// <param name="index">Which, 0 to <see cref="Records"/> - 1.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(Span<byte> destination, in DomRequest request, int index)
    {
        var chunk = request.Value[(index * ChunkBytes)..];
        var more = chunk.Length > ChunkBytes;
        if (more) chunk = chunk[..ChunkBytes];
        var id = index == 0 ? request.Id : default;
        var name = index == 0 ? request.Name : default;
        var wire = new Wire
        {
            Operation = (uint)request.Operation,
            Flags = (index > 0 ? Continues : 0) | (more ? MoreFollows : 0),
            Place = (uint)request.Place,
            X = request.X,
            Y = request.Y,
            IdLength = (uint)id.Length,
            NameLength = (uint)name.Length,
            ValueLength = (uint)chunk.Length,
        };
        MemoryMarshal.Write(destination, in wire);
        var rest = destination[HeadBytes..];
        id.CopyTo(rest);
        name.CopyTo(rest[id.Length..]);
        chunk.CopyTo(rest[(id.Length + name.Length)..]);
        return HeadBytes + id.Length + name.Length + chunk.Length;
    }

    internal static bool IsValid(DomOperation operation, int id, int name, int value, HtmlPlace place, float x, float y)
    {
        if (id > MaxName || name > MaxName || value > MaxValue || place > HtmlPlace.Inner || !float.IsFinite(x) || !float.IsFinite(y)) return false;
        if (id == 0 && operation != DomOperation.Scroll) return false;
        return operation switch
        {
            DomOperation.Text or DomOperation.Html => name == 0,
            DomOperation.Attribute => name > 0,
            DomOperation.RemoveAttribute or DomOperation.AddClass or DomOperation.RemoveClass => name > 0 && value == 0,
            DomOperation.Remove or DomOperation.Scroll => name == 0 && value == 0,
            _ => false,
        };
    }

    [StructLayout(LayoutKind.Sequential, Size = HeadBytes)]
    internal struct Wire
    {
        public uint Operation;
        public uint Flags;
        public uint Place;
        public float X, Y;
        public uint IdLength;
        public uint NameLength;
        public uint ValueLength;
    }
}

/// <summary>
/// Puts mutations together from their records. Checks everything: the bytes may come from a corrupt ring. One thread.
/// </summary>
public sealed class DomReader
{
    private byte[] _value = [];
    private int _length;
    private DomMutation? _pending;

    /// <summary>Whether a mutation lacks records yet.</summary>
    public bool IsPending => _pending is not null;

    /// <summary>Takes a record.</summary>
    /// <param name="payload">Its bytes.</param>
    /// <param name="mutation">The mutation that it completes; null when more follows.</param>
    /// <returns>False when it is malformed; then a mutation that had begun is dropped with it.</returns>
    public bool TryTake(ReadOnlySpan<byte> payload, out DomMutation? mutation)
    {
        mutation = null;
        var begun = _pending;
        _pending = null;
        if (payload.Length is < DomRecord.HeadBytes or > SceneRecord.MaxPayload) return false;
        var wire = MemoryMarshal.Read<DomRecord.Wire>(payload);
        if (wire.IdLength > DomRecord.MaxName || wire.NameLength > DomRecord.MaxName || wire.ValueLength > DomRecord.ChunkBytes) return false;
        if (payload.Length != DomRecord.HeadBytes + wire.IdLength + wire.NameLength + wire.ValueLength) return false;
        if ((wire.Flags & DomRecord.Continues) == 0)
        {
            begun = Begin(wire, payload[DomRecord.HeadBytes..]);
            _length = 0;
        }

        if (begun is null || wire.Operation != (uint)begun.Operation) return false;
        if (!TryAppend(payload[^(int)wire.ValueLength..])) return false;
        if ((wire.Flags & DomRecord.MoreFollows) != 0)
        {
            if (wire.ValueLength == 0) return false; // nothing would ever end it
            _pending = begun;
            return true;
        }

        mutation = Finish(begun);
        return mutation is not null;
    }

    private static DomMutation? Begin(in DomRecord.Wire wire, ReadOnlySpan<byte> rest)
    {
        var operation = (DomOperation)wire.Operation;
        if (!DomRecord.IsValid(operation, (int)wire.IdLength, (int)wire.NameLength, (int)wire.ValueLength, (HtmlPlace)wire.Place, wire.X, wire.Y)) return null;
        var id = Encoding.UTF8.GetString(rest[..(int)wire.IdLength]);
        var name = Encoding.UTF8.GetString(rest.Slice((int)wire.IdLength, (int)wire.NameLength));
        // Replacement characters may be longer than what they replace; what can't be encoded again is no mutation.
        if (Encoding.UTF8.GetByteCount(id) > DomRecord.MaxName || Encoding.UTF8.GetByteCount(name) > DomRecord.MaxName) return null;
        return new DomMutation(operation, id, name) { Place = (HtmlPlace)wire.Place, X = wire.X, Y = wire.Y };
    }

    private bool TryAppend(ReadOnlySpan<byte> chunk)
    {
        if (_length + chunk.Length > DomRecord.MaxValue) return false;
        if (_value.Length < _length + chunk.Length) Array.Resize(ref _value, Math.Min(DomRecord.MaxValue, Math.Max(1024, (_length + chunk.Length) * 2)));
        chunk.CopyTo(_value.AsSpan(_length));
        _length += chunk.Length;
        return true;
    }

    private DomMutation? Finish(DomMutation begun)
    {
        if (_length == 0) return begun;
        var value = Encoding.UTF8.GetString(_value, 0, _length);
        return Encoding.UTF8.GetByteCount(value) <= DomRecord.MaxValue ? begun with { Value = value } : null;
    }
}
