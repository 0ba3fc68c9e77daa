using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>What the core needs of a WebAssembly engine. Implemented by a native adapter. Thread-safe.</summary>
public interface IGuestEngine : IDisposable
{
    /// <summary>Compiles a module, or takes it from the cache.</summary>
    /// <exception cref="ModuleException">Missing file, not wasm, malformed, over a limit.</exception>
    IGuestModule Load(string path);
}

/// <summary>A compiled module. Thread-safe.</summary>
public interface IGuestModule : IDisposable
{
    /// <summary>What it imports and exports, and why it can't be an app.</summary>
    ModuleDescription Description { get; }

    /// <summary>Creates an instance on the calling thread, which makes all calls into it from then on.</summary>
    /// <param name="calls">Serves its imports.</param>
    /// <param name="memoryLimitBytes">Linear memory at most, windows not counted.</param>
    /// <exception cref="GuestException">Instantiation failed or trapped.</exception>
    IGuestInstance Instantiate(IGuestCalls calls, long memoryLimitBytes);
}

/// <summary>A running instance. Every member belongs to the thread that created it.</summary>
public interface IGuestInstance : IDisposable
{
    /// <summary>Calls wasmengine_abi_version.</summary>
    int AbiVersion();

    /// <summary>Calls wasmengine_init; anything but 0 is the guest's error.</summary>
    int Init(int width, int height);

    /// <summary>Calls wasmengine_frame if the guest has one.</summary>
    void Frame(long timeNs);

    /// <summary>Calls wasmengine_event if the guest has one.</summary>
    void HandleInput(in InputEventRecord input);

    /// <summary>Its linear memory.</summary>
    IGuestMemory Memory { get; }
}

/// <summary>The linear memory of an instance as far as windows are concerned.</summary>
public interface IGuestMemory
{
    /// <summary>Makes pages of a file appear in the guest's memory, shared, not copied.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fileOffset">First byte, a multiple of 65536.</param>
    /// <param name="length">Bytes, a multiple of 65536.</param>
    /// <param name="access">What the guest may do, held by page protection.</param>
    /// <param name="address">Guest address of the first byte.</param>
    /// <returns>False when the guest's memory can't grow so far.</returns>
    bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address);

    /// <summary>Puts private zero pages in place of a window; the addresses serve later windows.</summary>
    void UnmapWindow(uint address, long length);
}

/// <summary>The imports of a guest, as the adapter hands them on: pointers are checked and turned into spans before.</summary>
public interface IGuestCalls
{
    /// <summary>Writes a log line.</summary>
    void Log(int level, ReadOnlySpan<byte> text);

    /// <summary>Creates a surface.</summary>
    int SurfaceCreate(int width, int height);

    /// <summary>Bytes from row to row.</summary>
    int SurfaceStride(int surface);

    /// <summary>Begins a picture; guest address of its first pixel, 0 when there is none.</summary>
    uint SurfaceBegin(int surface);

    /// <summary>Shows the picture begun last.</summary>
    int SurfacePresent(int surface, PixelRect damage);

    /// <summary>Destroys a surface.</summary>
    int SurfaceDestroy(int surface);

    /// <summary>Asks for a call of wasmengine_frame.</summary>
    void RequestFrame();

    /// <summary>Sets the background.</summary>
    int SceneBackground(uint argb);

    /// <summary>Places a surface.</summary>
    int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags);

    /// <summary>Places a text.</summary>
    int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text);

    /// <summary>Takes a node away.</summary>
    int SceneRemove(uint node);
}

/// <summary>What a module is.</summary>
/// <param name="Imports">"MODULE.NAME: kind" of each import.</param>
/// <param name="Exports">"NAME: kind" of each export.</param>
/// <param name="Problems">Why it can't be launched as an app, a sentence each; empty when it can.</param>
/// <param name="CompileMs">Milliseconds of compilation; near 0 when it came from the cache.</param>
/// <param name="SizeBytes">Size of the file.</param>
public sealed record ModuleDescription(
    IReadOnlyList<string> Imports, IReadOnlyList<string> Exports, IReadOnlyList<string> Problems, double CompileMs, long SizeBytes);

/// <summary>A module can't be used; the message says why and what to do.</summary>
public sealed class ModuleException(string message) : Exception(message);

/// <summary>A guest trapped or failed; the message says where.</summary>
public sealed class GuestException(string message) : Exception(message);
