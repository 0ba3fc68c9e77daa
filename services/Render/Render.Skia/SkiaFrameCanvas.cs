using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Draws into the slots of one frame chain. A canvas for each slot and worker, and an image over each surface slot, are made
/// once and kept; both are views of the shared memory itself, no pixel is copied into a buffer of Skia's.
/// </summary>
internal sealed class SkiaFrameCanvas : IFrameCanvas, ITileWork
{
    private const int TileHeight = 128, MaxImages = 256;
    private static readonly SKSamplingOptions Exact = new(SKFilterMode.Nearest);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear);
    private readonly ChainSpec _geometry;
    private readonly TilePool _pool;
    private readonly SKSurface?[] _surfaces;
    private readonly SKPaint _source = new() { BlendMode = SKBlendMode.Src };
    private readonly SKPaint _over = new() { BlendMode = SKBlendMode.SrcOver };
    private readonly Dictionary<(ulong Generation, nint Pixels, bool Opaque), SKImage> _images = [];
    private readonly List<PixelRect> _tiles = [];
    private DisplayList? _list;
    private SKImage?[] _pictures = new SKImage?[16];
    private DamageList _damage;
    private int _slot;

    internal SkiaFrameCanvas(ChainSpec geometry, TilePool pool)
    {
        _geometry = geometry;
        _pool = pool;
        _surfaces = new SKSurface?[geometry.SlotCount * pool.Workers];
    }

    /// <inheritdoc/>
    public void Draw(int slot, nint pixels, DisplayList list, ReadOnlySpan<PixelRect> parts)
    {
        Begin(slot, pixels, list, parts);
        if (list.Below is { } document)
        {
            document.Draw(slot, pixels, _damage.Rectangles);
            if (list.Items.IsEmpty) _tiles.Clear();
        }

        _pool.Run(this, _tiles.Count);
        _list = null;
    }

    /// <summary>Makes everything ready for drawing tiles.</summary>
    internal void Begin(int slot, nint pixels, DisplayList list, ReadOnlySpan<PixelRect> parts)
    {
        Prepare(slot, pixels, list);
        _tiles.Clear();
        _damage = ScaledRows.Widen(parts, list, _geometry.Width);
        foreach (var part in _damage.Rectangles)
        {
            for (var y = part.Y; y < part.Bottom; y += TileHeight)
                _tiles.Add(part with { Y = y, Height = Math.Min(TileHeight, part.Bottom - y) });
        }
    }

    private void Prepare(int slot, nint pixels, DisplayList list)
    {
        _slot = slot;
        _list = list;
        for (var worker = 0; worker < _pool.Workers; worker++)
            _surfaces[(slot * _pool.Workers) + worker] ??= SKSurface.Create(Info(_geometry, opaque: false), pixels, _geometry.Stride);
        if (_images.Count >= MaxImages) ForgetImages(); // most are of surfaces that are long gone
        var items = list.Items;
        if (_pictures.Length < items.Length) _pictures = new SKImage?[items.Length * 2];
        for (var i = 0; i < items.Length; i++) _pictures[i] = items[i].Text is null ? ImageOf(items[i].Picture) : null;
    }

    private SKImage ImageOf(in Picture picture)
    {
        // The address is part of it: a surface that went and came back is mapped elsewhere, and its former pages are gone.
        var key = (picture.Generation, picture.Pixels, picture.Opaque);
        if (_images.TryGetValue(key, out var known)) return known;
        using var pixmap = new SKPixmap(Info(picture.Geometry, picture.Opaque), picture.Pixels, picture.Geometry.Stride);
        var image = SKImage.FromPixels(pixmap); // refers to the pixels, takes no copy
        _images.Add(key, image);
        return image;
    }

    private static SKImageInfo Info(ChainSpec geometry, bool opaque) =>
        new(geometry.Width, geometry.Height, SKColorType.Bgra8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul);

    /// <inheritdoc/>
    void ITileWork.Draw(int tile, int worker)
    {
        var part = _tiles[tile];
        var canvas = _surfaces[(_slot * _pool.Workers) + worker]!.Canvas;
        canvas.Save();
        try
        {
            canvas.ClipRect(new SKRect(part.X, part.Y, part.Right, part.Bottom));
            DrawItems(canvas, part);
        }
        finally
        {
            canvas.Restore(); // also for the frame after one that failed
        }
    }

    private void DrawItems(SKCanvas canvas, PixelRect part)
    {
        var first = _list!.FirstVisible(part);
        if (first < 0 && _list.Below is null) canvas.Clear(new SKColor(_list.Background));
        var items = _list.Items;
        for (var i = Math.Max(first, 0); i < items.Length; i++)
        {
            if (items[i].Text is ShapedLine line)
            {
                if (!line.Bounds.Intersect(part).IsEmpty) line.Draw(canvas);
            }
            else if (_pictures[i] is { } image)
            {
                DrawPicture(canvas, image, items[i].Picture);
            }
        }
    }

    private void DrawPicture(SKCanvas canvas, SKImage image, in Picture picture)
    {
        var paint = picture.Opaque && picture.IsUnscaled ? _source : _over;
        if (picture.IsUnscaled) canvas.DrawImage(image, picture.X, picture.Y, Exact, paint);
        else canvas.DrawImage(image, new SKRect(picture.X, picture.Y, picture.X + picture.Width, picture.Y + picture.Height), Smooth, paint);
    }

    private void ForgetImages()
    {
        foreach (var image in _images.Values) image.Dispose();
        _images.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetImages();
        foreach (var surface in _surfaces) surface?.Dispose();
        _source.Dispose();
        _over.Dispose();
    }
}
