using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>
/// Serves the imports of one guest: checks every argument, then acts on the guest's surfaces and scene. Used by the app's
/// own thread alone.
/// </summary>
internal sealed partial class GuestCalls : IGuestCalls, IDisposable
{
    private const int MaxSurfaces = 16, MaxLogLine = 4096;
    private readonly AppSpec _app;
    private readonly RegionDirectory _directory;
    private readonly ILogger _logger;
    private readonly LogBudget _logBudget;
    private readonly Dictionary<int, GuestSurface> _surfaces = [];
    private int _nextSurface = 1;

    internal GuestCalls(AppSpec app, RegionDirectory directory, ILogger logger, TimeProvider time)
    {
        _app = app;
        _directory = directory;
        _logger = logger;
        _logBudget = new LogBudget(time);
        Journal = new SceneJournal(directory, app.RegionNamed("journal"));
    }

    /// <summary>The app's scene mutations.</summary>
    internal SceneJournal Journal { get; }

    /// <summary>Set once the instance exists; imports that need it are refused before.</summary>
    internal IGuestMemory? Memory { get; set; }

    /// <summary>Whether the guest asked for a frame and has not had it.</summary>
    internal bool FrameRequested { get; set; }

    /// <summary>Whether the guest presented anything since the last frame call began.</summary>
    internal bool Presented { get; set; }

    /// <summary>Whether the guest changed its document since the last frame call began.</summary>
    internal bool ChangedDocument { get; set; }

    /// <summary>The guest's surfaces.</summary>
    internal Dictionary<int, GuestSurface>.ValueCollection Surfaces => _surfaces.Values;

    /// <summary>Whether the regions stay when this ends: the broker deletes those of a failed app when it is stopped.</summary>
    internal bool KeepRegions { get; set; }

    /// <summary>The last lines that the guest logged, for the message when it fails.</summary>
    internal string? LastLogLine { get; private set; }

    public void Log(int level, ReadOnlySpan<byte> text)
    {
        if (!MayLog()) return;
        var line = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLogLine)]);
        LastLogLine = line;
        LogGuest(_logger, level switch { <= 0 => LogLevel.Debug, 1 => LogLevel.Information, 2 => LogLevel.Warning, _ => LogLevel.Error }, _app.Id, line);
    }

    private bool MayLog()
    {
        if (!_logBudget.TryTake(out var dropped)) return false;
        if (dropped > 0) LogDropped(_logger, _app.Id, dropped);
        return true;
    }

    public int SurfaceCreate(int width, int height)
    {
        if (width is < 1 or > ChainSpec.MaxSide || height is < 1 or > ChainSpec.MaxSide) return GuestError.Invalid;
        if (Memory is null) return GuestError.State;
        if (_surfaces.Count >= MaxSurfaces) return GuestError.Limit;
        var handle = _nextSurface++;
        try
        {
            var surface = GuestSurface.TryCreate(_directory, _app.RegionNamed($"s{handle}"), width, height, Memory);
            if (surface is null) return GuestError.Limit;
            _surfaces.Add(handle, surface);
            return handle;
        }
        catch (IOException e)
        {
            LastLogLine = e.Message;
            if (MayLog()) LogNoSurface(_logger, _app.Id, width, height, e.Message);
            return GuestError.Limit;
        }
    }

    public int SurfaceStride(int surface) => _surfaces.TryGetValue(surface, out var found) ? found.Stride : GuestError.NotFound;

    public uint SurfaceBegin(int surface) => _surfaces.TryGetValue(surface, out var found) ? found.Begin() : 0;

    public int SurfacePresent(int surface, PixelRect damage)
    {
        if (!_surfaces.TryGetValue(surface, out var found)) return GuestError.NotFound;
        var result = found.Present(damage);
        Presented |= result == GuestError.Ok;
        return result;
    }

    public int SurfaceDestroy(int surface)
    {
        if (!_surfaces.Remove(surface, out var found)) return GuestError.NotFound;
        Journal.RemoveNodesOf(surface);
        found.ReleaseWindow();
        found.Dispose();
        _directory.Delete(found.Region);
        return GuestError.Ok;
    }

    public void RequestFrame() => FrameRequested = true;

    public int SceneBackground(uint argb) => Journal.SetBackground(argb);

    public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags)
    {
        if (!AreFinite(x, y, width, height) || width <= 0 || height <= 0 || flags > 1) return GuestError.Invalid;
        if (!_surfaces.TryGetValue(surface, out var found)) return GuestError.NotFound;
        return Journal.PlaceSurface(new SurfaceNode(node, x, y, width, height, (flags & 1) != 0, found.Region), surface);
    }

    public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text)
    {
        if (!AreFinite(x, y, size, 0) || size is <= 0 or > 1000 || text.Length > SceneRecord.MaxText) return GuestError.Invalid;
        // Malformed UTF-8 becomes replacement characters, which may be longer than what they replace.
        var decoded = Encoding.UTF8.GetString(text);
        if (Encoding.UTF8.GetByteCount(decoded) > SceneRecord.MaxText) return GuestError.Invalid;
        return Journal.PlaceText(new TextNode(node, x, y, size, argb, decoded));
    }

    public int SceneRemove(uint node) => Journal.Remove(node);

    public int SurfaceName(int surface, ReadOnlySpan<byte> name, uint flags)
    {
        if (name.Length is < 1 or > SceneRecord.MaxSurfaceName || flags > 1) return GuestError.Invalid;
        var text = Encoding.UTF8.GetString(name);
        if (Encoding.UTF8.GetByteCount(text) > SceneRecord.MaxSurfaceName) return GuestError.Invalid;
        if (!_surfaces.TryGetValue(surface, out var found)) return GuestError.NotFound;
        return Journal.NameSurface(new NamedSurface(text, (flags & 1) != 0, found.Region), surface);
    }

    public int Dom(in DomRequest request)
    {
        if (!request.IsValid || !FitsDecoded(request.Id, DomRecord.MaxName) || !FitsDecoded(request.Name, DomRecord.MaxName) || !FitsDecoded(request.Value, DomRecord.MaxValue))
            return GuestError.Invalid;
        var result = Journal.ChangeDocument(request);
        ChangedDocument |= result == GuestError.Ok;
        return result;
    }

    // Malformed UTF-8 becomes replacement characters, which may be longer than what they replace.
    private static bool FitsDecoded(ReadOnlySpan<byte> text, int most) => text.Length <= most / 3 || Utf8.IsValid(text) || Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(text)) <= most;

    private static bool AreFinite(float a, float b, float c, float d) => float.IsFinite(a) && float.IsFinite(b) && float.IsFinite(c) && float.IsFinite(d);

    /// <summary>
    /// Ends the surfaces and the journal and deletes their regions; whoever maps them keeps the last picture. The instance
    /// is gone by then, its windows with it.
    /// </summary>
    public void Dispose()
    {
        foreach (var surface in _surfaces.Values)
        {
            surface.Dispose();
            Delete(surface.Region);
        }

        _surfaces.Clear();
        Journal.Dispose();
        Delete(Journal.Region);
    }

    private void Delete(RegionName region)
    {
        if (!KeepRegions) _directory.Delete(region);
    }

    [LoggerMessage(Message = "guest {App}: {Line}")]
    private static partial void LogGuest(ILogger logger, LogLevel level, string app, string line);

    [LoggerMessage(LogLevel.Warning, "guest {App} can't have a surface of {Width}x{Height}: {Reason}")]
    private static partial void LogNoSurface(ILogger logger, string app, int width, int height, string reason);

    [LoggerMessage(LogLevel.Warning, "guest {App} logs too much: {Dropped} lines were dropped")]
    private static partial void LogDropped(ILogger logger, string app, int dropped);
}
