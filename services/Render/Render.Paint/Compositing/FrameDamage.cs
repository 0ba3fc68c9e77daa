using System.Runtime.InteropServices;

namespace WasmEngine.Render.Paint;

/// <summary>Rectangles of a frame's or tile's pixels that are to be drawn anew, which do not overlap.</summary>
/// <param name="capacity">Rectangles that are kept apart.</param>
public sealed class FrameDamage(int capacity = FrameDamage.OfTile)
{
    /// <summary>Usual for a tile.</summary>
    public const int OfTile = 8;

    /// <summary>Usual for a frame, where many small things may change far from each other.</summary>
    public const int OfFrame = 32;

    private readonly List<TileRect> _rects = new(capacity + 1);

    /// <summary>The frame's pixels.</summary>
    public TileRect Frame { get; set; }

    public ReadOnlySpan<TileRect> Rects => CollectionsMarshal.AsSpan(_rects);

    public bool IsEmpty => _rects.Count == 0;

    public void Clear() => _rects.Clear();

    public void AddAll() => Add(Frame);

    public void Add(RectF rect) => Add(TileRect.Around(rect));

    /// <summary>Adds a rectangle; joins it with what it overlaps, and when there are too many with what grows least.</summary>
    public void Add(TileRect rect)
    {
        rect = rect.Intersect(Frame);
        if (rect.IsEmpty) return;
        for (var i = 0; i < _rects.Count; i++)
        {
            var common = _rects[i].Intersect(rect);
            if (common.IsEmpty) continue;
            if (common == rect) return;
            rect = rect.Union(_rects[i]);
            _rects.RemoveAt(i);
            i = -1; // the larger one may overlap others
        }

        if (_rects.Count < capacity)
        {
            _rects.Add(rect);
            return;
        }

        var best = 0;
        var least = long.MaxValue;
        for (var i = 0; i < _rects.Count; i++)
        {
            var joined = _rects[i].Union(rect);
            var growth = ((long)joined.Width * joined.Height) - ((long)_rects[i].Width * _rects[i].Height);
            if (growth >= least) continue;
            (best, least) = (i, growth);
        }

        var union = _rects[best].Union(rect);
        _rects.RemoveAt(best);
        Add(union);
    }

    /// <summary>Whether any of it lies in a rectangle.</summary>
    public bool Touches(TileRect rect)
    {
        foreach (var own in Rects)
        {
            if (!own.Intersect(rect).IsEmpty) return true;
        }

        return false;
    }
}
