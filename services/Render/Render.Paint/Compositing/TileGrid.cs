namespace WasmEngine.Render.Paint;

/// <summary>A rectangle of whole pixels.</summary>
public readonly record struct TileRect(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public bool IsEmpty => Width <= 0 || Height <= 0;

    public TileRect Intersect(TileRect other)
    {
        int x = Math.Max(X, other.X), y = Math.Max(Y, other.Y);
        return new TileRect(x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }

    public TileRect Union(TileRect other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty) return this;
        int x = Math.Min(X, other.X), y = Math.Min(Y, other.Y);
        return new TileRect(x, y, Math.Max(Right, other.Right) - x, Math.Max(Bottom, other.Bottom) - y);
    }

    /// <summary>The pixels that a rectangle touches.</summary>
    public static TileRect Around(RectF rect)
    {
        const float far = 1 << 24;
        if (rect.IsEmpty) return default;
        int x = (int)MathF.Floor(Math.Clamp(rect.X, -far, far)), y = (int)MathF.Floor(Math.Clamp(rect.Y, -far, far));
        return new TileRect(x, y, (int)MathF.Ceiling(Math.Clamp(rect.Right, -far, far)) - x, (int)MathF.Ceiling(Math.Clamp(rect.Bottom, -far, far)) - y);
    }
}

/// <summary>One tile.</summary>
public sealed class Tile
{
    internal Tile(TileRect rect)
    {
        Rect = rect;
        Invalid = new FrameDamage { Frame = rect };
        Invalid.AddAll();
    }

    /// <summary>Its pixels in its layer's pixel space.</summary>
    public TileRect Rect { get; }

    /// <summary>What has to be drawn before it may be shown; empty when it is good.</summary>
    public FrameDamage Invalid { get; }

    /// <summary>Says that it is good now.</summary>
    public void MarkDrawn() => Invalid.Clear();

    /// <summary>The rasterizer's bitmap.</summary>
    public IDisposable? Bitmap { get; set; }

    /// <summary>The pass that wanted it last.</summary>
    internal int Pass { get; set; }
}

/// <summary>
/// The tiles of a layer: a grid of equal ones, or a single one for a small layer. Coordinates are those of the layer's pixel space (CSS px times scale).
/// </summary>
public sealed class TileGrid
{
    /// <summary>Size of a tile of a large layer.</summary>
    public const int TileWidth = 512;

    public const int TileHeight = 256;

    private const int SmallLayer = 640;
    private readonly Dictionary<(int X, int Y), Tile> _tiles = [];
    private readonly List<(int X, int Y)> _gone = [];
    private Tile? _single;

    /// <summary>All tiles.</summary>
    public Dictionary<(int X, int Y), Tile>.ValueCollection All => _tiles.Values;

    /// <summary>What changed since it was taken last, in pixels; for the frame's damage.</summary>
    public FrameDamage Damage { get; } = new(FrameDamage.OfFrame) { Frame = TileRect.Around(RectF.Infinite) };

    /// <summary>Forgets the damage.</summary>
    internal void ClearDamage() => Damage.Clear();

    /// <summary>Marks a rectangle of the layer's space.</summary>
    internal void Invalidate(RectF rect, float scale)
    {
        if (rect.IsEmpty) return;
        var pixels = TileRect.Around(new RectF(rect.X * scale, rect.Y * scale, rect.Width * scale, rect.Height * scale));
        Damage.Add(pixels);
        foreach (var tile in _tiles.Values) tile.Invalid.Add(pixels);
    }

    /// <summary>Forgets all tiles, as when the scale changes.</summary>
    internal void Clear()
    {
        foreach (var tile in _tiles.Values) tile.Bitmap?.Dispose();
        _tiles.Clear();
        _single = null;
    }

    /// <summary>Sees to it that there are tiles for what is visible.</summary>
    /// <param name="bounds">The layer's pixels.</param>
    /// <param name="visible">Those that are wanted.</param>
    /// <param name="pass">Number of the pass.</param>
    internal void Want(TileRect bounds, TileRect visible, int pass)
    {
        if (bounds.Width <= SmallLayer && bounds.Height <= SmallLayer)
        {
            if (_single is null || _single.Rect != bounds)
            {
                Clear();
                _single = new Tile(bounds);
                if (!bounds.IsEmpty) _tiles.Add((0, 0), _single);
            }

            _single.Pass = pass;
            return;
        }

        if (_single is not null) Clear();
        var part = visible.Intersect(bounds);
        if (part.IsEmpty) return;
        for (var y = Math.DivRem(part.Y, TileHeight).Quotient - (part.Y < 0 ? 1 : 0); y * TileHeight < part.Bottom; y++)
        {
            for (var x = Math.DivRem(part.X, TileWidth).Quotient - (part.X < 0 ? 1 : 0); x * TileWidth < part.Right; x++)
            {
                if (!_tiles.TryGetValue((x, y), out var tile))
                    _tiles.Add((x, y), tile = new Tile(new TileRect(x * TileWidth, y * TileHeight, TileWidth, TileHeight)));
                tile.Pass = pass;
            }
        }
    }

    /// <summary>Drops tiles that no pass wanted lately.</summary>
    internal void Trim(int oldestPass)
    {
        _gone.Clear();
        foreach (var (at, tile) in _tiles)
        {
            if (tile.Pass < oldestPass) _gone.Add(at);
        }

        foreach (var at in _gone)
        {
            _tiles.Remove(at, out var tile);
            if (tile == _single) _single = null;
            tile!.Bitmap?.Dispose();
        }
    }
}
