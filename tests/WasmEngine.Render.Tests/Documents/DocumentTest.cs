using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;
using WasmEngine.Render.Core;
using WasmEngine.Render.Core.Tests.Scenes;
using WasmEngine.Render.Documents;
using WasmEngine.Render.Skia;

namespace WasmEngine.Render.Tests.Documents;

/// <summary>Scenes with documents, drawn by the real rasterizer into real frame chains. Its end fails on every mapping and file that was left behind.</summary>
public abstract class DocumentTest : IAsyncDisposable
{
    protected const int Width = 200, Height = 100;
    protected const uint Red = 0xFFFF0000, Green = 0xFF008000, Blue = 0xFF0000FF, White = 0xFFFFFFFF, Black = 0xFF000000;
    private readonly List<IDisposable> _opened = [];
    private readonly List<SceneRegistry> _registries = [];
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly SkiaRasterizer _rasterizer;

    protected DocumentTest()
    {
        _rasterizer = new SkiaRasterizer(_fonts);
        Folder = Directory.CreateTempSubdirectory("wasmengine-document").FullName;
        Registry = StartRegistry();
    }

    protected Sandbox Sandbox { get; } = new();

    protected LogLines Log { get; } = new();

    protected string Folder { get; }

    protected SceneRegistry Registry { get; }

    protected SceneRegistry StartRegistry(Func<IDocumentEngine, IDocumentEngine>? wrap = null)
    {
        var documents = new DocumentEngine(_rasterizer, _fonts, new LoggerOf<DocumentEngine>(Log));
        var registry = new SceneRegistry(Sandbox.Regions, _rasterizer, new LoggerOf<SceneRegistry>(Log), wrap?.Invoke(documents) ?? documents);
        _registries.Add(registry);
        return registry;
    }

    protected DocumentSource Write(string html)
    {
        var file = Path.Combine(Folder, "index.html");
        File.WriteAllText(file, html);
        return new DocumentSource(file, Folder);
    }

    internal Guest StartGuest(RingSpec? ring = null, string app = "app", int generation = 1)
    {
        var guest = new Guest(Sandbox, app, generation, ring ?? new RingSpec(1 << 16, 1 << 16));
        _opened.Add(guest);
        return guest;
    }

    protected ViewSpec Spec(string id = "v", int width = Width, int height = Height, int chain = 1) =>
        new(id, "app", Sandbox.Name($"view.{id}.f{chain}"), width, height, RateHz: 1000, Unpaced: true, ForbidScanout: false, Visible: true);

    internal Client Watch(ViewSpec spec)
    {
        var client = new Client(ViewFrames.Open(Sandbox.Regions, spec.Region));
        _opened.Add(client);
        return client;
    }

    /// <summary>Opens a scene with a document, and a view of it.</summary>
    internal async Task<Client> ShowAsync(Guest guest, string html, ViewSpec? spec = null)
    {
        spec ??= Spec();
        await Registry.OpenSceneAsync(spec.AppId, guest.Journal.Name, Write(html));
        await Registry.OpenViewAsync(spec);
        return Watch(spec);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registry in _registries) await registry.StopAllAsync();
        foreach (var opened in _opened) opened.Dispose();
        _rasterizer.Dispose();
        _fonts.Dispose();
        Directory.Delete(Folder, recursive: true);
        Sandbox.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What was logged.</summary>
public sealed class LogLines
{
    private readonly List<string> _lines = [];

    internal void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }

    internal bool Has(string part)
    {
        lock (_lines) return _lines.Exists(l => l.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Waits for a line, as long as it takes.</summary>
    internal async Task UntilAsync(string part)
    {
        while (!Has(part)) await Task.Yield();
    }

    internal string All
    {
        get
        {
            lock (_lines) return string.Join(Environment.NewLine, _lines);
        }
    }
}

internal sealed class LoggerOf<T>(LogLines lines) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Add($"{logLevel} {formatter(state, exception)} {exception}");
}
