using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Bench.Ui;

/// <summary>
/// Our side: the render layer's own code, from the document's source to frames published in a frame chain in shared memory. Runs in the bench's process on a thread of its
/// own, as a scene's does.
/// </summary>
internal sealed class EngineSide : IDisposable
{
    internal const int Width = 1920, Height = 1080;
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly SkiaRasterizer _rasterizer;
    private readonly ParagraphShaper _shaper;
    private readonly SkiaCompositor _compositor;
    private readonly ChainWriter _chain;
    private readonly FrameTargets _targets;
    private readonly string _source;
    private PageView? _view;

    internal EngineSide(RegionDirectory directory, string source)
    {
        _source = source;
        _rasterizer = new SkiaRasterizer(_fonts);
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
        _compositor = new SkiaCompositor(_rasterizer, new NoPictures());
        var geometry = new ChainSpec(RegionKind.FrameChain, Width, Height, 4);
        _chain = ChainWriter.Create(directory, RegionName.Parse("frames"), geometry);
        _targets = new FrameTargets(_chain, geometry, _compositor.Workers);
    }

    /// <summary>Gets the stages of each frame; null: nobody.</summary>
    internal StageProfile? Profile { get; set; }

    /// <summary>The farthest that the page scrolls, px.</summary>
    internal float FarthestScroll => View.Page.Layout.Scrolling.RangeOf(null).Most.Y.ToFloat();

    internal PageView View => _view ?? throw new InvalidOperationException("no document was shown yet");

    /// <summary>From the document's source to its first frame.</summary>
    internal void FirstFrame()
    {
        using var fonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = _shaper };
        _view = new PageView(Page.Load(_source, "", new PageOptions { Width = Width, Height = Height }, services));
        Frame(0);
    }

    /// <summary>Brings the page up to date and publishes a frame if anything changed.</summary>
    internal bool Frame(double now)
    {
        var view = View;
        if (!view.Update(now)) return false;
        var updated = Stopwatch.GetTimestamp();
        _compositor.DrawTiles(view.Compositor);
        var drawn = Stopwatch.GetTimestamp();
        _targets.Publish(view.Compositor, _compositor);
        var composed = Stopwatch.GetTimestamp();
        view.Compositor.Shown();
        Profile?.Add(view.Times, drawn - updated, composed - drawn);
        return true;
    }

    internal Element[] Find(string prefix, int count)
    {
        var found = new Element[count];
        for (var i = 0; i < count; i++) found[i] = View.Page.Document.FindById(prefix + i) ?? throw new BenchException($"the dashboard has no element {prefix}{i}");
        return found;
    }

    public void Dispose()
    {
        _targets.Dispose();
        _chain.Dispose();
        _compositor.Dispose();
        _rasterizer.Dispose();
        _fonts.Dispose();
    }
}

/// <summary>Canvases over the slots of a frame chain, and what each slot lacks.</summary>
internal sealed class FrameTargets(ChainWriter chain, ChainSpec geometry, int workers) : IDisposable
{
    private readonly SKCanvas[][] _canvases = new SKCanvas[geometry.SlotCount][];
    private readonly List<SKSurface> _surfaces = [];
    private readonly FrameDamage[] _stale = new FrameDamage[geometry.SlotCount];

    internal void Publish(Compositor frame, SkiaCompositor compositor)
    {
        for (var i = 0; i < _stale.Length; i++)
        {
            if (_stale[i] is null)
            {
                _stale[i] = new FrameDamage(FrameDamage.OfFrame) { Frame = frame.Damage.Frame };
                _stale[i].AddAll();
            }

            foreach (var rect in frame.Damage.Rects) _stale[i].Add(rect);
        }

        if (!chain.TryBegin(out var slot)) throw new BenchException("no slot of the frame chain is free");
        compositor.Compose(frame, Canvases(slot), _stale[slot].Rects);
        _stale[slot].Clear();
        chain.Publish(slot, default, []);
    }

    private SKCanvas[] Canvases(int slot)
    {
        if (_canvases[slot] is { } known) return known;
        var made = new SKCanvas[workers];
        for (var i = 0; i < workers; i++)
        {
            var surface = SKSurface.Create(new SKImageInfo(geometry.Width, geometry.Height, SKColorType.Bgra8888, SKAlphaType.Premul), chain.PixelsAddress(slot), geometry.Stride);
            _surfaces.Add(surface);
            made[i] = surface.Canvas;
        }

        return _canvases[slot] = made;
    }

    public void Dispose()
    {
        foreach (var surface in _surfaces) surface.Dispose();
    }
}
