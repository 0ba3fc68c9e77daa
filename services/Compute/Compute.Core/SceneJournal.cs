using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// The producing end of an app's scene mutations. Keeps the set of nodes, so that limits and unknown nodes are told to the
/// guest at once. One thread.
/// </summary>
internal sealed class SceneJournal : IDisposable
{
    private const int MaxNodes = 4096, MaxNames = 64;
    private const int RecordBytes = 1 << 20;
    private const long HeldBytes = RecordBytes / 4, HeldNs = 50_000_000;
    private const int SavedBytes = 48 << 20; // sparse: room for 4096 texts and all that render keeps of a document's changes
    private readonly RingProducer _ring;
    private readonly Dictionary<uint, int> _nodes = []; // node -> the surface that it shows, 0 for none
    private readonly List<uint> _due = []; // removals that found no room
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal); // name -> the surface that has it
    private readonly List<string> _dueNames = []; // names that are to be taken away
    private readonly byte[] _payload = new byte[SceneRecord.MaxPayload];
    private long _heldSinceNs;

    internal SceneJournal(RegionDirectory directory, RegionName name)
    {
        directory.DeleteAbandoned(name);
        _ring = RingProducer.Create(directory, name, new RingSpec(RecordBytes, SavedBytes));
        Region = name;
    }

    internal RegionName Region { get; }

    /// <summary>Whether removals wait for room.</summary>
    internal bool HasDue => _due.Count > 0 || _dueNames.Count > 0;

    /// <summary>Changes when there is more room.</summary>
    internal WakeWord Space => _ring.Space;

    /// <summary>Changes when render has shown more.</summary>
    internal WakeWord ShownWord => _ring.ShownWord;

    /// <summary>Whether render has shown all that was written.</summary>
    internal bool IsShown => _ring.IsShown;

    /// <summary>
    /// What follows is handed over together: a call into the guest changes the scene at once, and wakes render once. But not what a guest that does not come back, or that
    /// writes very much, has written by then.
    /// </summary>
    internal void Hold() => (_ring.IsHeld, _heldSinceNs) = (true, MonotonicClock.NowNs);

    /// <summary>Hands over what was held.</summary>
    internal void Release()
    {
        _ring.IsHeld = false;
        _ring.Publish();
    }

    private void PublishOverdue()
    {
        if (_ring.HeldBytes <= HeldBytes && MonotonicClock.NowNs - _heldSinceNs < HeldNs) return;
        _ring.Publish();
        _heldSinceNs = MonotonicClock.NowNs;
    }

    internal int SetBackground(uint argb) => Write(SceneRecordType.Background, SceneRecord.EncodeBackground(_payload, argb));

    internal int PlaceSurface(SurfaceNode node, int surface)
    {
        if (IsFull(node.Node)) return GuestError.Limit;
        var result = Write(SceneRecordType.Surface, SceneRecord.EncodeSurface(_payload, node));
        if (result == GuestError.Ok) _nodes[node.Node] = surface;
        return result;
    }

    internal int PlaceText(TextNode node)
    {
        if (IsFull(node.Node)) return GuestError.Limit;
        var result = Write(SceneRecordType.Text, SceneRecord.EncodeText(_payload, node));
        if (result == GuestError.Ok) _nodes[node.Node] = 0;
        return result;
    }

    internal int NameSurface(NamedSurface name, int surface)
    {
        if (_names.Count >= MaxNames && !_names.ContainsKey(name.Name)) return GuestError.Limit;
        var result = Write(SceneRecordType.SurfaceName, SceneRecord.EncodeSurfaceName(_payload, name));
        if (result == GuestError.Ok) _names[name.Name] = surface;
        return result;
    }

    /// <summary>Writes a change of the document: all of its records, or none.</summary>
    internal int ChangeDocument(in DomRequest request)
    {
        PublishOverdue();
        if (!TryFlush()) return GuestError.Again;
        var records = DomRecord.Records(request.Value.Length);
        // Each is as long as a record can be, and one may need filling up to the ring's end before it.
        if (_ring.FreeBytes < (long)(records + 1) * RingProducer.RecordBytes(SceneRecord.MaxPayload)) return GuestError.Again;
        for (var i = 0; i < records; i++)
        {
            if (!_ring.TryWrite((uint)SceneRecordType.Dom, _payload.AsSpan(0, DomRecord.Encode(_payload, request, i)))) return GuestError.Again; // a consumer that lies about its room
        }

        return GuestError.Ok;
    }

    internal int Remove(uint node)
    {
        if (!_nodes.ContainsKey(node)) return GuestError.NotFound;
        var result = Write(SceneRecordType.Remove, SceneRecord.EncodeRemove(_payload, node));
        if (result == GuestError.Ok) _nodes.Remove(node);
        return result;
    }

    /// <summary>Removes the nodes that show a surface which is being destroyed; when there is no room, as soon as there is.</summary>
    internal void RemoveNodesOf(int surface)
    {
        foreach (var node in _nodes.Where(n => n.Value == surface).Select(n => n.Key).ToArray())
        {
            _nodes.Remove(node);
            _due.Add(node);
        }

        foreach (var name in _names.Where(n => n.Value == surface).Select(n => n.Key).ToArray())
        {
            _names.Remove(name);
            _dueNames.Add(name);
        }

        TryFlush();
    }

    /// <summary>Writes the removals that are due; false when some still are.</summary>
    internal bool TryFlush() => TryFlushNodes() && TryFlushNames();

    private bool TryFlushNames()
    {
        if (_dueNames.Count == 0) return true;
        Span<byte> payload = stackalloc byte[SceneRecord.MaxSurfaceName + 64]; // the journal's own buffer may hold a record already
        while (_dueNames.Count > 0)
        {
            // A name that another surface has by now stays.
            var gone = new NamedSurface(_dueNames[^1], false, null);
            if (!_names.ContainsKey(gone.Name) && !_ring.TryWrite((uint)SceneRecordType.SurfaceName, payload[..SceneRecord.EncodeSurfaceName(payload, gone)])) return false;
            _dueNames.RemoveAt(_dueNames.Count - 1);
        }

        return true;
    }

    private bool TryFlushNodes()
    {
        if (_due.Count == 0) return true;
        Span<byte> payload = stackalloc byte[sizeof(uint)];
        var written = 0;
        while (written < _due.Count && _ring.TryWrite((uint)SceneRecordType.Remove, payload[..SceneRecord.EncodeRemove(payload, _due[written])])) written++;
        _due.RemoveRange(0, written);
        return _due.Count == 0;
    }

    private bool IsFull(uint node) => _nodes.Count >= MaxNodes && !_nodes.ContainsKey(node);

    private int Write(SceneRecordType type, int length)
    {
        PublishOverdue();
        return TryFlush() && _ring.TryWrite((uint)type, _payload.AsSpan(0, length)) ? GuestError.Ok : GuestError.Again;
    }

    public void Dispose() => _ring.Dispose();
}
