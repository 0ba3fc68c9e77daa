using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Draws a compositor's tiles, and puts frames together from them, on all cores. Allocates nothing while no tile is new. One thread calls it.
/// </summary>
public sealed class SkiaCompositor : IDisposable
{
    private readonly TilePool _pool;
    private readonly DisplayListPlayer[] _players;
    private readonly TileRaster _raster;
    private readonly FrameComposer _composer;

    /// <summary>A compositor over a rasterizer's threads.</summary>
    public SkiaCompositor(SkiaRasterizer rasterizer, IPictureSource pictures)
        : this(rasterizer.Pool, pictures)
    {
    }

    internal SkiaCompositor(TilePool pool, IPictureSource pictures)
    {
        _pool = pool;
        _players = new DisplayListPlayer[pool.Workers];
        for (var i = 0; i < _players.Length; i++) _players[i] = new DisplayListPlayer(pictures);
        _raster = new TileRaster(_players);
        _composer = new FrameComposer(_players);
    }

    /// <summary>Draws the tiles that a prepared frame needs.</summary>
    public void DrawTiles(Compositor frame)
    {
        if (frame.Jobs.IsEmpty) return;
        _raster.Frame = frame;
        foreach (var job in frame.Jobs) job.Tile.Bitmap ??= new TileBitmap(job.Tile.Rect.Width, job.Tile.Rect.Height);
        _pool.Run(_raster, frame.Jobs.Length);
        _raster.Frame = null;
    }

    /// <summary>Puts rectangles of a frame together from its tiles.</summary>
    /// <param name="frame">The frame; its tiles are drawn.</param>
    /// <param name="canvases">A canvas over the same pixels for each of <see cref="Workers"/>.</param>
    /// <param name="parts">Rectangles that do not overlap.</param>
    public void Compose(Compositor frame, ReadOnlySpan<SKCanvas> canvases, ReadOnlySpan<TileRect> parts)
    {
        _composer.Begin(frame, canvases, parts);
        _pool.Run(_composer, _composer.Count);
        _composer.End();
    }

    /// <summary>Threads that draw, the caller's included.</summary>
    public int Workers => _pool.Workers;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var player in _players) player.Dispose();
    }
}

/// <summary>Draws tiles: what is in a tile is looked up once, then each invalid rectangle is drawn with what lies in it.</summary>
internal sealed class TileRaster(DisplayListPlayer[] players) : ITileWork
{
    private readonly List<VisibleItem>[] _visible = Array.ConvertAll(players, _ => new List<VisibleItem>());

    internal Compositor? Frame { get; set; }

    public void Draw(int tile, int worker)
    {
        var (layer, target) = Frame!.Jobs[tile];
        var canvas = ((TileBitmap)target.Bitmap!).Surface.Canvas;
        var rect = target.Rect;
        var toCanvas = Matrix4x4.CreateScale(layer.Scale, layer.Scale, 1) * Matrix4x4.CreateTranslation(-rect.X, -rect.Y, 0);
        var root = new PropertyState(layer.Space, layer.Clip, layer.Effect);
        var (player, visible) = (players[worker], _visible[worker]);
        visible.Clear();
        for (var i = 0; i < layer.Chunks.Count; i++) player.Collect(Frame.List, layer.Chunks[i], root, toCanvas, new RectF(0, 0, rect.Width, rect.Height), visible);
        foreach (var part in target.Invalid.Rects)
        {
            canvas.Save();
            try
            {
                canvas.ClipRect(new SKRect(part.X - rect.X, part.Y - rect.Y, part.Right - rect.X, part.Bottom - rect.Y));
                player.Draw(canvas, Frame.List, visible, root, toCanvas, new RectF(part.X - rect.X, part.Y - rect.Y, part.Width, part.Height), layer.Clear.ToSkia());
            }
            finally
            {
                canvas.Restore();
            }
        }

        target.MarkDrawn();
    }
}

/// <summary>Puts bands of a frame together.</summary>
internal sealed class FrameComposer(DisplayListPlayer[] players) : ITileWork
{
    private const int BandHeight = 128;
    private static readonly SKSamplingOptions Exact = new(SKFilterMode.Nearest);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear);
    private readonly List<TileRect> _bands = [];
    private readonly SKPaint[] _paints = MakePaints(players.Length);
    private SKCanvas[] _canvases = [];
    private Compositor? _frame;

    internal int Count => _bands.Count;

    private static SKPaint[] MakePaints(int count)
    {
        var paints = new SKPaint[count];
        for (var i = 0; i < count; i++) paints[i] = new SKPaint { IsAntialias = true };
        return paints;
    }

    internal void Begin(Compositor frame, ReadOnlySpan<SKCanvas> canvases, ReadOnlySpan<TileRect> parts)
    {
        _frame = frame;
        if (_canvases.Length != canvases.Length) _canvases = new SKCanvas[canvases.Length];
        canvases.CopyTo(_canvases);
        _bands.Clear();
        var whole = Backdrops(frame, parts);
        foreach (var part in parts)
        {
            AddBands(part with { Height = Math.Min(part.Bottom, whole.IsEmpty ? part.Bottom : Math.Max(part.Y, whole.Y)) - part.Y });
            if (!whole.IsEmpty && part.Bottom > whole.Bottom) AddBands(part with { Y = Math.Max(part.Y, whole.Bottom), Height = part.Bottom - Math.Max(part.Y, whole.Bottom) });
        }

        if (!whole.IsEmpty) _bands.Add(whole);
    }

    private void AddBands(TileRect part)
    {
        for (var y = part.Y; y < part.Bottom; y += BandHeight) _bands.Add(part with { Y = y, Height = Math.Min(BandHeight, part.Bottom - y) });
    }

    // A filtered backdrop takes in all of the pixels below its box, so it can't be put together by parts: all rows with such boxes that change are one band,
    // as wide as anything that changes in them. Empty when there are none.
    private static TileRect Backdrops(Compositor frame, ReadOnlySpan<TileRect> parts)
    {
        TileRect whole = default;
        foreach (var layer in frame.LayerSpan)
        {
            for (var effect = layer.Effect; effect is not null; effect = effect.Parent)
            {
                if (effect.Backdrop.Count == 0) continue;
                var box = effect.BackdropBox.Rect.Transform(effect.Space.To(null) * Matrix4x4.CreateScale(frame.DevicePixelRatio, frame.DevicePixelRatio, 1));
                var pixels = TileRect.Around(box).Intersect(frame.Damage.Frame);
                foreach (var part in parts)
                {
                    if (!part.Intersect(pixels).IsEmpty) whole = whole.Union(pixels);
                }
            }
        }

        if (whole.IsEmpty) return default;
        var (top, bottom) = (whole.Y, whole.Bottom);
        foreach (var part in parts)
        {
            var shared = part.Intersect(new TileRect(part.X, top, part.Width, bottom - top));
            if (!shared.IsEmpty) whole = whole.Union(shared);
        }

        return whole;
    }

    internal void End() => _frame = null;

    public void Draw(int tile, int worker)
    {
        var band = _bands[tile];
        var canvas = _canvases[worker];
        var stack = players[worker].Stack;
        var ratio = _frame!.DevicePixelRatio;
        canvas.Save();
        try
        {
            canvas.ClipRect(new SKRect(band.X, band.Y, band.Right, band.Bottom));
            stack.Begin(canvas, null, null, null, Matrix4x4.CreateScale(ratio, ratio, 1));
            var layers = _frame.LayerSpan;
            var first = FirstVisible(layers, band);
            if (first < 0) canvas.Clear(_frame.List.Background.ToSkia());
            for (var i = Math.Max(first, 0); i < layers.Length; i++) DrawLayer(canvas, stack, players[worker], layers[i], band, _paints[worker]);
        }
        finally
        {
            stack.End();
            canvas.Restore();
        }
    }

    // Nothing below the topmost layer that covers the band can be seen.
    private static int FirstVisible(ReadOnlySpan<CompositeLayer> layers, TileRect band)
    {
        var rect = new RectF(band.X, band.Y, band.Width, band.Height);
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var layer = layers[i];
            if (layer.IsOpaque && layer.IsAligned && layer.DirectOpacity >= 1 && layer.Group is null && layer.Clip is null && layer.Surface is null
                && layer.FrameBounds.Contains(rect)) return i;
        }

        return -1;
    }

    private static void DrawLayer(SKCanvas canvas, EffectStack stack, DisplayListPlayer player, CompositeLayer layer, TileRect band, SKPaint paint)
    {
        var visible = TileRect.Around(layer.FrameBounds).Intersect(band);
        if (visible.IsEmpty || layer.DirectOpacity <= 0 || Backfaces.AreHidden(layer.Space, null)) return;
        stack.Enter(layer.Group);
        canvas.Save();
        stack.ApplyClips(layer.Clip);
        if (layer.Surface is { } surface)
        {
            canvas.SetMatrix(layer.ToFrame.ToSkia());
            player.Draw(canvas, surface);
            canvas.Restore();
            return;
        }

        var alpha = (byte)MathF.Round(Math.Clamp(layer.DirectOpacity, 0, 1) * 255);
        paint.Color = new SKColor(255, 255, 255, alpha);
        paint.BlendMode = layer.IsOpaque && alpha == 255 && layer.IsAligned && layer.Clear.IsOpaque ? SKBlendMode.Src : SKBlendMode.SrcOver;
        var matrix = Matrix4x4.CreateScale(1 / layer.Scale, 1 / layer.Scale, 1) * layer.ToFrame;
        if (layer.IsAligned)
        {
            canvas.ResetMatrix();
            DrawAligned(canvas, layer, (int)layer.ToFrame.M41, (int)layer.ToFrame.M42, visible, paint);
        }
        else
        {
            canvas.SetMatrix(matrix.ToSkia());
            foreach (var tile in layer.Tiles.All)
            {
                if (tile.Bitmap is TileBitmap bitmap && new RectF(tile.Rect.X, tile.Rect.Y, tile.Rect.Width, tile.Rect.Height).Transform(matrix).Intersects(new RectF(band.X, band.Y, band.Width, band.Height)))
                    canvas.DrawImage(bitmap.Image, tile.Rect.X, tile.Rect.Y, Smooth, paint);
            }
        }

        canvas.Restore();
    }

    private static void DrawAligned(SKCanvas canvas, CompositeLayer layer, int x, int y, TileRect visible, SKPaint paint)
    {
        foreach (var tile in layer.Tiles.All)
        {
            if (tile.Bitmap is not TileBitmap bitmap) continue;
            if (!(tile.Rect with { X = tile.Rect.X + x, Y = tile.Rect.Y + y }).Intersect(visible).IsEmpty)
                canvas.DrawImage(bitmap.Image, tile.Rect.X + x, tile.Rect.Y + y, Exact, paint);
        }
    }
}
