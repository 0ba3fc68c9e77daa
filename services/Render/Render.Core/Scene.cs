using System.Buffers.Binary;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// What an app shows: a background and nodes in ascending order of their numbers. Rebuilt from the app's journal; the state
/// that it saves as a checkpoint is the shortest journal that leads to it. One thread.
/// </summary>
public sealed class Scene
{
    private const int MaxNodes = 4096;
    private const int RecordHead = 8;
    private readonly SortedDictionary<uint, SceneNode> _nodes = [];
    private readonly SortedDictionary<string, NamedSurface> _names = new(StringComparer.Ordinal);
    private readonly DomReader _dom = new();
    private SceneNode[]? _order; // null after a change; walked at each frame, so it is not made anew each time

    /// <summary>Colour behind everything, 0xAARRGGBB.</summary>
    public uint Background { get; private set; } = 0xFF000000;

    /// <summary>Nodes in the order of painting.</summary>
    public ReadOnlySpan<SceneNode> Nodes => _order ??= [.. _nodes.Values];

    /// <summary>Whether anything was ever put into it.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The mutations of its document.</summary>
    public DocumentLog Document { get; } = new();

    /// <summary>Surfaces by their names.</summary>
    public IReadOnlyDictionary<string, NamedSurface> Names => _names;

    /// <summary>Whether a mutation of the document has begun whose rest is still to come: nothing may be saved now.</summary>
    public bool IsPending => _dom.IsPending;

    /// <summary>Takes a record of a document's mutation.</summary>
    /// <param name="payload">Its bytes.</param>
    /// <param name="mutation">The mutation that it completes; null when more of it follows, or there is no room for it.</param>
    /// <param name="refused">The mutation that it completes, if there is no room for it: it is left out.</param>
    /// <param name="position">Where the journal goes on after it; 0: it is part of a saved state.</param>
    /// <returns>False when the bytes are not a mutation; nothing was changed.</returns>
    public bool TryApplyDom(ReadOnlySpan<byte> payload, out DomMutation? mutation, out DomMutation? refused, ulong position = 0)
    {
        refused = null;
        if (!_dom.TryTake(payload, out mutation)) return false;
        if (mutation is { Operation: DomOperation.Scroll } && position > 0) mutation = mutation with { Position = position };
        if (mutation is not null && !Document.TryAdd(mutation)) (mutation, refused) = (null, mutation);
        IsEmpty = false;
        return true;
    }

    /// <summary>Takes a surface's name.</summary>
    /// <param name="payload">The record's bytes.</param>
    /// <param name="former">What had the name before; null when nothing had.</param>
    /// <param name="current">What has the name now; null when the bytes are no name, or there are too many.</param>
    public bool TryApplyName(ReadOnlySpan<byte> payload, out NamedSurface? former, out NamedSurface? current)
    {
        former = null;
        current = SceneRecord.TryDecodeSurfaceName(payload);
        if (current is null) return false;
        if (!_names.TryGetValue(current.Name, out former) && _names.Count >= MaxNodes) return false;
        if (current.Region is null) _names.Remove(current.Name);
        else _names[current.Name] = current;
        return true;
    }

    /// <summary>Applies one mutation.</summary>
    /// <param name="type">A <see cref="SceneRecordType"/>.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="replaced">The node that was there before; null if there was none.</param>
    /// <param name="current">The node that is there now; null if there is none.</param>
    /// <returns>False when the bytes are not a mutation; nothing was changed.</returns>
    public bool TryApply(uint type, ReadOnlySpan<byte> payload, out SceneNode? replaced, out SceneNode? current)
    {
        replaced = null;
        current = null;
        switch ((SceneRecordType)type)
        {
            case SceneRecordType.Background when SceneRecord.TryDecodeNumber(payload, out var argb):
                Background = argb;
                break;
            case SceneRecordType.Surface when SceneRecord.TryDecodeSurface(payload) is { } surface:
                if (!TryPut(current = new SceneNode(surface.Node, surface, null), out replaced)) return false;
                break;
            case SceneRecordType.Text when SceneRecord.TryDecodeText(payload) is { } text:
                if (!TryPut(current = new SceneNode(text.Node, null, text), out replaced)) return false;
                break;
            case SceneRecordType.Remove when SceneRecord.TryDecodeNumber(payload, out var node):
                _nodes.Remove(node, out replaced);
                _order = null;
                break;
            default:
                return false;
        }

        IsEmpty = false;
        return true;
    }

    private bool TryPut(SceneNode node, out SceneNode? replaced)
    {
        if (!_nodes.TryGetValue(node.Id, out replaced) && _nodes.Count >= MaxNodes) return false;
        _nodes[node.Id] = node;
        _order = null;
        return true;
    }

    /// <summary>Writes the state as mutations: type and length (4 bytes each), then the payload.</summary>
    /// <returns>Bytes written; -1 when the buffer is too small.</returns>
    public int Save(Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        var used = 0;
        if (!Append(destination, ref used, SceneRecordType.Background, payload[..SceneRecord.EncodeBackground(payload, Background)])) return -1;
        foreach (var node in _nodes.Values)
        {
            var (type, length) = node.Surface is { } surface
                ? (SceneRecordType.Surface, SceneRecord.EncodeSurface(payload, surface))
                : (SceneRecordType.Text, SceneRecord.EncodeText(payload, node.Text!));
            if (!Append(destination, ref used, type, payload[..length])) return -1;
        }

        foreach (var surface in _names.Values)
        {
            if (!Append(destination, ref used, SceneRecordType.SurfaceName, payload[..SceneRecord.EncodeSurfaceName(payload, surface)])) return -1;
        }

        return SaveDocument(destination, payload, used);
    }

    private int SaveDocument(Span<byte> destination, Span<byte> payload, int used)
    {
        foreach (var mutation in Document.Mutations)
        {
            var request = mutation.ToRequest();
            for (var i = 0; i < DomRecord.Records(request.Value.Length); i++)
            {
                if (!Append(destination, ref used, SceneRecordType.Dom, payload[..DomRecord.Encode(payload, request, i)])) return -1;
            }
        }

        return used;
    }

    private static bool Append(Span<byte> destination, ref int used, SceneRecordType type, ReadOnlySpan<byte> payload)
    {
        if (destination.Length - used < RecordHead + payload.Length) return false;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[used..], (uint)type);
        BinaryPrimitives.WriteInt32LittleEndian(destination[(used + 4)..], payload.Length);
        payload.CopyTo(destination[(used + RecordHead)..]);
        used += RecordHead + payload.Length;
        return true;
    }

    /// <summary>Applies a saved state; false when it is malformed from some point on, which is then ignored.</summary>
    public bool Load(ReadOnlySpan<byte> saved)
    {
        while (saved.Length >= RecordHead)
        {
            var type = BinaryPrimitives.ReadUInt32LittleEndian(saved);
            var length = BinaryPrimitives.ReadInt32LittleEndian(saved[4..]);
            if (length < 0 || length > saved.Length - RecordHead) return false;
            if (!TryLoad(type, saved.Slice(RecordHead, length))) return false;
            saved = saved[(RecordHead + length)..];
        }

        return saved.IsEmpty;
    }

    private bool TryLoad(uint type, ReadOnlySpan<byte> payload) => (SceneRecordType)type switch
    {
        SceneRecordType.Dom => TryApplyDom(payload, out _, out _),
        SceneRecordType.SurfaceName => TryApplyName(payload, out _, out _),
        _ => TryApply(type, payload, out _, out _),
    };
}

/// <summary>A node of a scene: a surface or a text.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Surface">The surface that it shows, or null.</param>
/// <param name="Text">The text that it shows, or null.</param>
public sealed record SceneNode(uint Id, SurfaceNode? Surface, TextNode? Text);
