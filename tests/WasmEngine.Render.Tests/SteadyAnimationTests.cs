using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Testing;

namespace WasmEngine.Render.Tests;

/// <summary>Animations of transform and opacity, and scrolling: from the clock to the pixels nothing is allocated.</summary>
public sealed class SteadyAnimationTests : IDisposable
{
    private const int Width = 640, Height = 480, Frames = 60;
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly SkiaRasterizer _rasterizer;

    public SteadyAnimationTests() => _rasterizer = new SkiaRasterizer(_fonts);

    public void Dispose()
    {
        _rasterizer.Dispose();
        _fonts.Dispose();
    }

    [Theory]
    [InlineData("transform: translate(0)", "transform: translate(40px, 30px)")]
    [InlineData("opacity: 1", "opacity: 0.2")]
    [InlineData("transform: rotate(0deg) scale(1)", "transform: rotate(90deg) scale(1.1)")]
    public void Animate_TransformAndOpacity_AllocatesNothing(string from, string to)
    {
        var cards = string.Concat(Enumerable.Range(0, 20).Select(i => $"<div class=card>Card {i}</div>"));
        var html = $$"""
            <!doctype html><style>
            @keyframes move { from { {{from}} } to { {{to}} } }
            body { display: flex; flex-wrap: wrap; gap: 8px }
            .card { width: 100px; height: 60px; background: linear-gradient(red, blue); border-radius: 8px; box-shadow: 0 2px 6px #0008; animation: move 1s linear infinite alternate }
            </style>{{cards}}
            """;
        Run(html, (view, n) => view.Update(n / 60.0), mustMove: true);
    }

    [Fact]
    public void Scroll_OverTilesThatAreThere_AllocatesNothing()
    {
        var lines = string.Concat(Enumerable.Range(0, 60).Select(i => $"<p>Line {i}</p>"));
        Run($"<!doctype html>{lines}", (view, n) =>
        {
            view.ScrollTo(null, new Layout.LayoutPoint(0, n % 2 * 20));
            return view.Update(n / 60.0);
        }, mustMove: true);
    }

    private void Run(string html, Func<PageView, int, bool> step, bool mustMove)
    {
        var shaper = new HarfBuzzShaper();
        using var documentFonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = documentFonts, Shaper = new ParagraphShaper(shaper, new ShapeCache(shaper)) };
        var view = new PageView(Page.Load(html, "", new PageOptions { Width = Width, Height = Height }, services));
        using var compositor = new SkiaCompositor(_rasterizer, new NoPictures());
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        var surfaces = Enumerable.Range(0, compositor.Workers).Select(_ => SKSurface.Create(bitmap.Info, bitmap.GetPixels(), bitmap.RowBytes)).ToArray();
        var canvases = Array.ConvertAll(surfaces, s => s.Canvas);
        var (n, moved) = (0, 0);
        var least = Allocations.LeastOf(20, () =>
        {
            for (var i = 0; i < Frames; i++)
            {
                if (step(view, n++)) moved++;
                compositor.DrawTiles(view.Compositor);
                compositor.Compose(view.Compositor, canvases, view.Compositor.Damage.Rects);
                view.Compositor.Shown();
            }
        });
        foreach (var surface in surfaces) surface.Dispose();
        Assert.True(!mustMove || moved > Frames / 2, $"only {moved} of {n} frames changed anything");
        Assert.Equal(0, least);
    }
}
