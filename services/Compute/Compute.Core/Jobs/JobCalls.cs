using System.Text;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>Serves the imports of one instance that runs a function: buffers, job, log. Surfaces and scenes are the apps'. The instance's thread alone.</summary>
internal sealed class JobCalls(IJobHost host, GuestLog log, GrantedBuffers buffers) : IGuestCalls
{
    private const int Read = 0, ReadWrite = 1;
    private readonly Dictionary<int, (BufferPart Part, uint Window)> _open = [];
    private int _nextBuffer = 1;

    /// <summary>Set once the instance exists; imports that need it are refused before.</summary>
    internal IGuestMemory? Memory { get; set; }

    public void Log(int level, ReadOnlySpan<byte> text) => log.Write(level, text);

    public int BufferOpen(ReadOnlySpan<byte> name, int access)
    {
        if (access is not (Read or ReadWrite) || name.Length is 0 or > RegionName.MaxLength) return GuestError.Invalid;
        if (Memory is null) return GuestError.State;
        var granted = buffers.Of(Encoding.UTF8.GetString(name));
        if (granted.IsEmpty) return GuestError.NotFound;
        var grant = granted.FirstOrDefault(g => access == Read || g.Writable);
        return grant is null ? GuestError.Denied : Map(grant with { Writable = access == ReadWrite });
    }

    private int Map(BufferArgument grant)
    {
        try
        {
            var part = buffers.Find(grant);
            if (!Memory!.TryMapWindow(part.Buffer.File, part.FileOffset, part.WindowBytes, part.Access, out var window)) return GuestError.Limit;
            _open.Add(_nextBuffer, (part, window));
            return _nextBuffer++;
        }
        catch (Exception e) when (e is CallInvalidException or IOException)
        {
            log.Write(2, Encoding.UTF8.GetBytes(e.Message));
            return GuestError.Limit;
        }
    }

    public uint BufferAddress(int buffer) => _open.TryGetValue(buffer, out var found) ? found.Window + found.Part.Delta : 0;

    public long BufferSize(int buffer) => _open.TryGetValue(buffer, out var found) ? found.Part.Length : GuestError.NotFound;

    public int BufferClose(int buffer)
    {
        if (!_open.Remove(buffer, out var found)) return GuestError.NotFound;
        Memory!.UnmapWindow(found.Window, found.Part.WindowBytes);
        return GuestError.Ok;
    }

    public int JobResult(ReadOnlySpan<byte> bytes) => host.Append(bytes);

    public int JobProgress(long done, long total) => host.Report(done, total);

    public int JobAttempt() => host.Attempt;

    public ReadOnlySpan<byte> JobKey() => host.Key;

    public int JobShouldStop() => host.ShouldStop;

    public int SurfaceCreate(int width, int height) => GuestError.State;

    public int SurfaceStride(int surface) => GuestError.State;

    public uint SurfaceBegin(int surface) => 0;

    public int SurfacePresent(int surface, PixelRect damage) => GuestError.State;

    public int SurfaceDestroy(int surface) => GuestError.State;

    public void RequestFrame()
    {
        // there is nothing to draw
    }

    public int SceneBackground(uint argb) => GuestError.State;

    public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => GuestError.State;

    public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => GuestError.State;

    public int SceneRemove(uint node) => GuestError.State;
}

/// <summary>What a run answers to its guests' job imports. Thread-safe: a parallel loop has many guests.</summary>
internal interface IJobHost
{
    /// <summary>1 for the first attempt; GuestError.State outside of a job.</summary>
    int Attempt { get; }

    /// <summary>Idempotency key in UTF-8; empty when there is none.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>1 when somebody asked for its end and the grace runs.</summary>
    int ShouldStop { get; }

    /// <summary>Appends to the result bytes.</summary>
    int Append(ReadOnlySpan<byte> bytes);

    /// <summary>Tells progress.</summary>
    int Report(long done, long total);
}
