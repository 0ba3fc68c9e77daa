using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia;

/// <summary>Skia's CPU raster in BGRA 8888 premultiplied, tiles in parallel. Thread-safe.</summary>
/// <param name="fonts">The machine's fonts.</param>
/// <param name="workers">Threads that draw, the caller's included; 0: one for each core.</param>
public sealed class SkiaRasterizer(FontLibrary fonts, int workers = 0) : IRasterizer, IDisposable
{
    private readonly TextShaper _shaper = new(fonts);
    private readonly TilePool _pool = new(workers > 0 ? workers : Environment.ProcessorCount);

    internal TilePool Pool => _pool;

    /// <summary>The machine's fonts.</summary>
    public FontLibrary Fonts => fonts;

    /// <inheritdoc/>
    public long AllocatedBytes => _pool.AllocatedBytes;

    /// <inheritdoc/>
    public IShapedText Shape(TextNode text) => _shaper.Shape(text);

    /// <inheritdoc/>
    public IFrameCanvas CreateCanvas(ChainSpec geometry) => new SkiaFrameCanvas(geometry, _pool);

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
