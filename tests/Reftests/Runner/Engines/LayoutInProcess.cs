using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Reftests;

/// <summary>Lays documents out with the engine's own code in this process: what the command line does, without starting two processes a document.</summary>
public sealed class LayoutInProcess : ILayoutEngine, IDisposable
{
    private const int StackSize = 64 << 20;

    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly ParagraphShaper _shaper;

    /// <summary>Finds the machine's fonts when the first document wants one.</summary>
    public LayoutInProcess()
    {
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IReadOnlyList<Box>>> LayoutAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<IReadOnlyList<IReadOnlyList<Box>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(reftests, done), StackSize).Start();
        return done.Task.WaitAsync(cancellation);
    }

    private void Run(IReadOnlyList<Reftest> reftests, TaskCompletionSource<IReadOnlyList<IReadOnlyList<Box>>> done)
    {
        try
        {
            done.SetResult([.. reftests.Select(Layout)]);
        }
        catch (Exception error)
        {
            done.SetException(new EngineFailureException($"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}", error));
        }
    }

    private Box[] Layout(Reftest reftest)
    {
        using var fonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = _shaper };
        var options = new PageOptions { Width = reftest.Viewport.Width, Height = reftest.Viewport.Height };
        var page = Page.Load(File.ReadAllText(reftest.Document), new Uri(Path.GetFullPath(reftest.Document)).AbsoluteUri, options, services);
        var boxes = page.BoundingBoxes();
        return [.. ElementPaths.Of(page.Document).Select(e =>
        {
            var box = boxes[e.Element];
            return new Box(e.Path, e.Element.Tag, e.Element.Id, [.. e.Element.Classes], box.X, box.Y, box.Width, box.Height);
        })];
    }

    /// <inheritdoc/>
    public void Dispose() => _fonts.Dispose();
}
