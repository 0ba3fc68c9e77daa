using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>A rectangle of pixels, 16 bytes in shared memory.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PixelRect(int X, int Y, int Width, int Height)
{
    /// <summary>Whether it covers no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Column after the last.</summary>
    public int Right => X + Width;

    /// <summary>Row after the last.</summary>
    public int Bottom => Y + Height;

    /// <summary>Pixels that it covers.</summary>
    public long Area => IsEmpty ? 0 : (long)Width * Height;

    /// <summary>The part that both cover; for coordinates of any value, as a hostile writer may give them.</summary>
    public PixelRect Intersect(PixelRect other)
    {
        var left = Math.Max((long)X, other.X);
        var top = Math.Max((long)Y, other.Y);
        var right = Math.Min((long)X + Width, (long)other.X + other.Width);
        var bottom = Math.Min((long)Y + Height, (long)other.Y + other.Height);
        return right <= left || bottom <= top ? default : new PixelRect((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }

    /// <summary>The smallest rectangle that covers both.</summary>
    public PixelRect Union(PixelRect other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty) return this;
        var left = Math.Min(X, other.X);
        var top = Math.Min(Y, other.Y);
        return new PixelRect(left, top, Math.Max(Right, other.Right) - left, Math.Max(Bottom, other.Bottom) - top);
    }
}
