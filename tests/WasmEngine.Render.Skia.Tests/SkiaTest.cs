using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia.Tests;

/// <summary>A test that draws into memory of its own.</summary>
public abstract class SkiaTest : IDisposable
{
    protected const uint Red = 0xFFFF0000, Green = 0xFF00FF00, Blue = 0xFF0000FF, White = 0xFFFFFFFF, Black = 0xFF000000;
    private readonly List<IDisposable> _owned = [];

    protected SkiaTest()
    {
        Fonts = Own(new FontLibrary(Log));
        Shaper = new TextShaper(Fonts);
        Pool = Own(new TilePool(3));
    }

    protected LogCapture Log { get; } = new();

    protected FontLibrary Fonts { get; }

    internal TextShaper Shaper { get; }

    internal TilePool Pool { get; }

    protected T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    internal PixelBuffer Buffer(int width, int height, uint? fill = null, RegionKind kind = RegionKind.FrameChain)
    {
        var buffer = Own(new PixelBuffer(width, height, kind));
        if (fill is { } colour) buffer.Fill(colour);
        return buffer;
    }

    internal SkiaFrameCanvas CanvasFor(PixelBuffer target, TilePool? pool = null) => Own(new SkiaFrameCanvas(target.Geometry, pool ?? Pool));

    internal IShapedText Shape(string text, float x = 10, float y = 40, float size = 20, uint argb = White) =>
        Own(Shaper.Shape(new TextNode(1, x, y, size, argb, text)));

    internal static DisplayList List(uint background, params ReadOnlySpan<object> items)
    {
        var list = new DisplayList { Background = background };
        foreach (var item in items) list.Add(item is Picture picture ? new DisplayItem(picture, null) : new DisplayItem(default, (IShapedText)item));
        return list;
    }

    /// <summary>Draws the whole frame, or parts of it, through a canvas of its own.</summary>
    internal void Draw(PixelBuffer target, DisplayList list, params ReadOnlySpan<PixelRect> parts)
    {
        PixelRect[] whole = [new(0, 0, target.Geometry.Width, target.Geometry.Height)];
        CanvasFor(target).Draw(0, target.Address, list, parts.IsEmpty ? whole : parts);
        target.AssertGuards();
    }

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What the fonts log.</summary>
public sealed class LogCapture : ILogger<FontLibrary>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}");
}
