using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Puts a document's frames into the slots of one chain. A canvas for each slot and worker is made once and kept; they draw into the shared
/// memory itself. One thread calls it.
/// </summary>
public sealed class DocumentCanvas : IDisposable
{
    private readonly ChainSpec _geometry;
    private readonly SkiaCompositor _compositor;
    private readonly SKSurface?[] _surfaces;
    private readonly SKCanvas[] _canvases;
    private TileRect[] _parts = new TileRect[DamageCapacity];

    private const int DamageCapacity = 32;

    /// <summary>A canvas for a chain of that geometry.</summary>
    public DocumentCanvas(ChainSpec geometry, SkiaRasterizer rasterizer, IPictureSource pictures)
    {
        _geometry = geometry;
        _compositor = new SkiaCompositor(rasterizer, pictures);
        _surfaces = new SKSurface?[geometry.SlotCount * _compositor.Workers];
        _canvases = new SKCanvas[_compositor.Workers];
    }

    /// <summary>Draws the tiles that a prepared frame lacks, and puts parts of the frame together from them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="slot">Slot number; the address of a slot never changes.</param>
    /// <param name="pixels">Address of the slot's pixels.</param>
    /// <param name="parts">Rectangles within the frame that do not overlap.</param>
    public void Draw(Compositor frame, int slot, nint pixels, ReadOnlySpan<PixelRect> parts)
    {
        for (var worker = 0; worker < _canvases.Length; worker++)
        {
            var surface = _surfaces[(slot * _canvases.Length) + worker] ??=
                SKSurface.Create(new SKImageInfo(_geometry.Width, _geometry.Height, SKColorType.Bgra8888, SKAlphaType.Premul), pixels, _geometry.Stride);
            _canvases[worker] = surface.Canvas;
        }

        if (_parts.Length < parts.Length) _parts = new TileRect[parts.Length];
        for (var i = 0; i < parts.Length; i++) _parts[i] = new TileRect(parts[i].X, parts[i].Y, parts[i].Width, parts[i].Height);
        _compositor.DrawTiles(frame);
        _compositor.Compose(frame, _canvases, _parts.AsSpan(0, parts.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var surface in _surfaces) surface?.Dispose();
        _compositor.Dispose();
    }
}
