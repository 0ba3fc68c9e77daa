using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;
using WasmEngine.RenderPeer;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>
/// A test with real regions: guests that write journals and surfaces, scenes under test, clients that map frames. Its end
/// fails on every mapping, descriptor and file that was left behind.
/// </summary>
public abstract class SceneTest : IAsyncDisposable
{
    protected const int Width = 64, Height = 48;
    protected const uint Red = 0xFFFF0000, Green = 0xFF00FF00, Blue = 0xFF0000FF, White = 0xFFFFFFFF, Grey = 0xFF404040;
    private readonly List<IDisposable> _opened = [];
    private readonly List<SceneRegistry> _registries = [];

    protected SceneTest() => Registry = StartRegistry();

    protected Sandbox Sandbox { get; } = new();

    protected RecordingRasterizer Rasterizer { get; } = new();

    protected LogCapture Log { get; } = new();

    protected SceneRegistry Registry { get; }

    protected SceneRegistry StartRegistry()
    {
        var registry = new SceneRegistry(Sandbox.Regions, Rasterizer, Log);
        _registries.Add(registry);
        return registry;
    }

    protected ViewSpec Spec(string id = "v", string app = "app", int width = Width, int height = Height, int chain = 1) =>
        new(id, app, Sandbox.Name($"view.{id}.f{chain}"), width, height, RateHz: 1000, Unpaced: true, ForbidScanout: false, Visible: true);

    internal Guest StartGuest(string app = "app", int generation = 1, RingSpec? ring = null)
    {
        var guest = new Guest(Sandbox, app, generation, ring ?? new RingSpec(1 << 16, 1 << 16));
        _opened.Add(guest);
        return guest;
    }

    internal Client Watch(ViewSpec spec)
    {
        var client = new Client(ViewFrames.Open(Sandbox.Regions, spec.Region));
        _opened.Add(client);
        return client;
    }

    /// <summary>Opens a scene and a view of it.</summary>
    internal async Task<Client> ShowAsync(Guest guest, ViewSpec spec)
    {
        await Registry.OpenSceneAsync(spec.AppId, guest.Journal.Name);
        await Registry.OpenViewAsync(spec);
        return Watch(spec);
    }

    protected void Poke(RegionName name, long offset, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(Sandbox.Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, bytes, offset);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registry in _registries) await registry.StopAllAsync();
        foreach (var opened in _opened) opened.Dispose();
        Sandbox.Dispose();
        Assert.Equal(0, Rasterizer.LiveTexts);
        Assert.Equal(0, Rasterizer.LiveCanvases);
        GC.SuppressFinalize(this);
    }
}

/// <summary>What the scenes log.</summary>
public sealed class LogCapture : ILogger<SceneRegistry>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}");

    public void AssertOne(string part) => Assert.Single(_lines, l => l.Contains(part, StringComparison.Ordinal));

    /// <summary>Waits for a line, as long as it takes.</summary>
    public async Task UntilAsync(string part)
    {
        while (!_lines.Any(l => l.Contains(part, StringComparison.Ordinal))) await Task.Yield();
    }
}
