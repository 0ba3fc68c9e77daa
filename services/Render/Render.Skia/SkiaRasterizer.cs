using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia;

/// <summary>Skia's CPU raster in BGRA 8888 premultiplied, tiles in parallel. Thread-safe.</summary>
public sealed class SkiaRasterizer(FontLibrary fonts) : IRasterizer, IDisposable
{
    private readonly TextShaper _shaper = new(fonts);
    private readonly TilePool _pool = new(Environment.ProcessorCount);

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
