using System.Runtime.InteropServices;

namespace WasmEngine.Render.Paint;

/// <summary>Collects items into chunks; keeps its arrays between passes.</summary>
internal sealed class DisplayListBuilder
{
    private readonly List<DisplayItem> _items = [];
    private readonly List<PaintChunk> _chunks = [];
    private PropertyState _state;
    private int _start;
    private RectF _bounds;
    private ImageItem? _surface; // the open chunk's

    /// <summary>State of the items that follow.</summary>
    internal void Enter(in PropertyState state)
    {
        if (_items.Count > _start && Same(state, _state) && _surface is null) return;
        Close();
        _state = state;
    }

    internal void Add(DisplayItem item)
    {
        // A surface is a chunk of its own, so that it can be put on frames without being drawn into a tile.
        var surface = item is ImageItem { Kind: ImageSourceKind.Surface };
        if (surface || _surface is not null) Close();
        _surface = surface ? (ImageItem)item : null;
        _items.Add(item);
        _bounds = _items.Count - 1 == _start ? item.Bounds : _bounds.Union(item.Bounds);
    }

    internal DisplayList Build(Style.Color background)
    {
        Close();
        var list = new DisplayList(CollectionsMarshal.AsSpan(_items).ToArray(), CollectionsMarshal.AsSpan(_chunks).ToArray(), background);
        _items.Clear();
        _chunks.Clear();
        (_start, _bounds, _state, _surface) = (0, default, default, null);
        return list;
    }

    private void Close()
    {
        if (_items.Count > _start) _chunks.Add(new PaintChunk(_state, _start, _items.Count - _start, _bounds, _surface));
        _surface = null;
        _start = _items.Count;
        _bounds = default;
    }

    private static bool Same(in PropertyState a, in PropertyState b) =>
        a.Transform == b.Transform && ReferenceEquals(a.Clip, b.Clip) && a.Effect == b.Effect;
}
