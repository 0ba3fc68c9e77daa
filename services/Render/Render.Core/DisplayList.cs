using System.Runtime.InteropServices;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>A surface's frame as a picture in place.</summary>
/// <param name="X">Left edge in view pixels.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width that it is scaled to.</param>
/// <param name="Height">Height that it is scaled to.</param>
/// <param name="Opaque">All alpha is 255.</param>
/// <param name="Pixels">Address of the guest's own pixels, held by a lease while the list is drawn.</param>
/// <param name="Generation">Generation of the surface's region.</param>
/// <param name="Slot">Slot within the surface.</param>
/// <param name="Geometry">Size of the surface.</param>
public readonly record struct Picture(
    float X, float Y, float Width, float Height, bool Opaque, nint Pixels, ulong Generation, int Slot, ChainSpec Geometry)
{
    /// <summary>Whether one surface pixel is exactly one view pixel.</summary>
    public bool IsUnscaled => Width == Geometry.Width && Height == Geometry.Height && X == MathF.Floor(X) && Y == MathF.Floor(Y);

    /// <summary>View pixels that it may touch.</summary>
    public PixelRect Bounds => PixelBounds.Of(X, Y, Width, Height);
}

/// <summary>One thing to draw: a picture, or text when <see cref="Text"/> is set.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Text">The text.</param>
public readonly record struct DisplayItem(Picture Picture, IShapedText? Text)
{
    /// <summary>View pixels that it may touch.</summary>
    public PixelRect Bounds => Text?.Bounds ?? Picture.Bounds;

    /// <summary>Whether nothing below shows through within <paramref name="part"/>.</summary>
    public bool Covers(PixelRect part)
    {
        if (Text is not null || !Picture.Opaque || !Picture.IsUnscaled) return false;
        return Picture.Bounds.Intersect(part) == part;
    }
}

/// <summary>What a view shows, back to front. Filled anew for each frame, without allocating once it has grown.</summary>
public sealed class DisplayList
{
    private readonly List<DisplayItem> _items = [];

    /// <summary>Colour behind everything, 0xAARRGGBB.</summary>
    public uint Background { get; set; } = 0xFF000000;

    /// <summary>Drawn below everything, in place of the background; null: nothing is.</summary>
    public IDocumentView? Below { get; set; }

    /// <summary>Items, back to front.</summary>
    public ReadOnlySpan<DisplayItem> Items => CollectionsMarshal.AsSpan(_items);

    /// <summary>Empties the list.</summary>
    public void Clear()
    {
        _items.Clear();
        Below = null;
    }

    /// <summary>Adds an item in front of the others.</summary>
    public void Add(DisplayItem item) => _items.Add(item);

    /// <summary>The first item that can be seen within <paramref name="part"/>; -1 when the background can be.</summary>
    public int FirstVisible(PixelRect part)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (_items[i].Covers(part)) return i;
        }

        return -1;
    }
}

/// <summary>Rounding of rectangles to pixels.</summary>
public static class PixelBounds
{
    private const float Limit = 1 << 20;

    /// <summary>The pixels that a rectangle touches; coordinates far outside of any view are drawn in.</summary>
    public static PixelRect Of(float x, float y, float width, float height)
    {
        var left = (int)MathF.Floor(Within(x, -Limit));
        var top = (int)MathF.Floor(Within(y, -Limit));
        var right = (int)MathF.Ceiling(Within(x + width, Limit));
        var bottom = (int)MathF.Ceiling(Within(y + height, Limit));
        return new PixelRect(left, top, Math.Max(0, right - left), Math.Max(0, bottom - top));
    }

    // Overflowing arithmetic gives no number; such an edge is as far out as it can be.
    private static float Within(float edge, float unknown) => float.IsNaN(edge) ? unknown : Math.Clamp(edge, -Limit, Limit);
}
