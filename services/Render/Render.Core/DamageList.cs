using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// A few rectangles that do not overlap and cover all that was added, perhaps more. A value: no allocation.
/// </summary>
public struct DamageList
{
    /// <summary>Most rectangles: more than readers are told, for what is drawn costs more than what is looked at.</summary>
    public const int Capacity = 32;

    private Rects _rects;
    private int _count;

    /// <summary>Whether nothing is damaged.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <summary>The rectangles.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<PixelRect> Rectangles => MemoryMarshal.CreateReadOnlySpan(in _rects[0], _count);

    /// <summary>Adds a rectangle; what it overlaps is merged with it, and so is what it is nearest to when there is no room.</summary>
    public void Add(PixelRect added)
    {
        if (added.IsEmpty) return;
        for (var i = 0; i < _count;)
        {
            if (_rects[i].Intersect(added).IsEmpty)
            {
                i++;
                continue;
            }

            added = _rects[i].Union(added);
            _rects[i] = _rects[--_count];
            i = 0; // the grown rectangle may overlap one that it did not before
        }

        if (_count < Capacity) _rects[_count++] = added;
        else Join(added);
    }

    /// <summary>Merges rectangles that are near to each other until there are at most so many, 1 or more.</summary>
    public void MergeTo(int most)
    {
        while (_count > most) Join(_rects[--_count]);
    }

    private void Join(PixelRect added)
    {
        var nearest = Cheapest(added);
        added = _rects[nearest].Union(added);
        _rects[nearest] = _rects[--_count];
        Add(added);
    }

    /// <summary>Adds all of another list.</summary>
    public void Add(in DamageList other)
    {
        foreach (var rect in other.Rectangles) Add(rect);
    }

    /// <summary>Keeps what lies within <paramref name="bounds"/>.</summary>
    public void Clip(PixelRect bounds)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var part = _rects[i].Intersect(bounds);
            if (!part.IsEmpty) _rects[kept++] = part;
        }

        _count = kept;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _count = 0;

    private readonly int Cheapest(PixelRect added)
    {
        var best = 0;
        var growth = long.MaxValue;
        for (var i = 0; i < _count; i++)
        {
            var grown = _rects[i].Union(added).Area - _rects[i].Area;
            if (grown >= growth) continue;
            growth = grown;
            best = i;
        }

        return best;
    }

    [InlineArray(Capacity)]
    private struct Rects
    {
        private PixelRect _first;
    }
}
