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

    /// <summary>State of the items that follow.</summary>
    internal void Enter(in PropertyState state)
    {
        if (_items.Count > _start && Same(state, _state)) return;
        Close();
        _state = state;
    }

    internal void Add(DisplayItem item)
    {
        _items.Add(item);
        _bounds = _items.Count - 1 == _start ? item.Bounds : _bounds.Union(item.Bounds);
    }

    internal DisplayList Build(Style.Color background)
    {
        Close();
        var list = new DisplayList(CollectionsMarshal.AsSpan(_items).ToArray(), CollectionsMarshal.AsSpan(_chunks).ToArray(), background);
        _items.Clear();
        _chunks.Clear();
        (_start, _bounds, _state) = (0, default, default);
        return list;
    }

    private void Close()
    {
        if (_items.Count > _start) _chunks.Add(new PaintChunk(_state, _start, _items.Count - _start, _bounds));
        _start = _items.Count;
        _bounds = default;
    }

    private static bool Same(in PropertyState a, in PropertyState b) =>
        a.Transform == b.Transform && ReferenceEquals(a.Clip, b.Clip) && a.Effect == b.Effect;
}
