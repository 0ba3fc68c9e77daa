using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>What the core needs of a WebAssembly engine. Implemented by a native adapter. Thread-safe.</summary>
public interface IGuestEngine : IDisposable
{
    /// <summary>Compiles a module, or takes it from the cache.</summary>
    /// <exception cref="ModuleException">Missing file, not wasm, malformed, over a limit.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    IGuestModule Load(string path, ModuleLoading? loading = null);
}

/// <summary>How a module is to be loaded.</summary>
public sealed record ModuleLoading
{
    /// <summary>SHA-256 that the file must have, lower-case hexadecimal; null takes any.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Told of progress, on any thread.</summary>
    public Action<ModuleProgress>? Progress { get; init; }

    /// <summary>Gives up.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Steps of loading a module, in order.</summary>
public enum ModuleStep
{
    /// <summary>Reading and hashing the file.</summary>
    Reading = 1,

    /// <summary>Checking limits and making it preemptible.</summary>
    Rewriting = 2,

    /// <summary>Compiling to machine code.</summary>
    Compiling = 3,

    /// <summary>Keeping the code on disk.</summary>
    Storing = 4,

    /// <summary>Done.</summary>
    Ready = 5,
}

/// <summary>How far loading is.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Fraction">0 to 1 over all steps; an estimate.</param>
/// <param name="Functions">Functions of the module; 0 while unknown.</param>
public sealed record ModuleProgress(ModuleStep Step, double Fraction, int Functions);

/// <summary>A compiled module. Thread-safe.</summary>
public interface IGuestModule : IDisposable
{
    /// <summary>What it imports and exports, and why it can't be an app.</summary>
    ModuleDescription Description { get; }

    /// <summary>Creates an app's instance on the calling thread, which makes all calls into it from then on.</summary>
    /// <exception cref="GuestException">Instantiation failed or trapped.</exception>
    /// <exception cref="GuestStoppedException">It was stopped meanwhile.</exception>
    IGuestInstance Instantiate(GuestSetup setup);

    /// <summary>The signature of an exported function; null when there is none of that name.</summary>
    FunctionSignature? FindFunction(string export);

    /// <summary>
    /// Creates an instance whose exports are called by name, on the calling thread, which makes all calls into it from then on. The
    /// constructor of a WASI reactor, "_initialize", has run.
    /// </summary>
    /// <exception cref="GuestException">Instantiation failed or trapped, or the module imports what is not there.</exception>
    /// <exception cref="GuestStoppedException">It was stopped meanwhile.</exception>
    IFunctionInstance InstantiateFunctions(GuestSetup setup);
}

/// <summary>What an instance gets from its host.</summary>
/// <param name="Calls">Serves its "wasmengine_v1" imports.</param>
/// <param name="Limits">What it may use.</param>
/// <param name="Stop">Ends its calls; stays the caller's. The instance registers with it while it lives.</param>
/// <param name="Wasi">Serves its WASI imports; null: a world without arguments, environment and directories.</param>
public sealed record GuestSetup(IGuestCalls Calls, InstanceLimits Limits, StopSignal Stop, IWasi? Wasi = null);

/// <summary>An instance of a module whose functions are called by name. Every member belongs to the thread that created it.</summary>
public interface IFunctionInstance : IDisposable
{
    /// <summary>Its exported memory "memory"; null when it exports none, or a 64-bit one.</summary>
    IGuestMemory? Memory { get; }

    /// <summary>Finds an export once, for many calls; null when there is no callable function of that name.</summary>
    IGuestFunction? Find(string export);

    /// <summary>Lets it make as many host calls again as its limits say.</summary>
    void RenewHostCalls();
}

/// <summary>An exported function of an instance. Belongs to the instance's thread.</summary>
public interface IGuestFunction
{
    /// <summary>Parameters and results.</summary>
    FunctionSignature Signature { get; }

    /// <summary>Calls it. Allocates nothing when it succeeds.</summary>
    /// <param name="arguments">As many as the signature has parameters.</param>
    /// <param name="results">As many as it has results.</param>
    /// <exception cref="GuestExitException">It called proc_exit, with 0 for success; the instance is of no more use.</exception>
    /// <exception cref="GuestException">It trapped; the instance is of no more use.</exception>
    /// <exception cref="GuestStoppedException">It was stopped; the instance is of no more use.</exception>
    void Invoke(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results);
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

    /// <summary>Takes a window away: what touches it afterwards traps. The addresses serve later windows.</summary>
    void UnmapWindow(uint address, long length);

    /// <summary>Maps fresh private zero pages that count against the memory limit, for what the host hands in. Ends with the instance.</summary>
    /// <param name="length">Bytes, a multiple of 65536.</param>
    /// <param name="address">Guest address of the first byte.</param>
    bool TryMapPrivate(long length, out uint address);

    /// <summary>
    /// Memory that the host may read: within bounds and not in a released window. The bytes may change at any time, other
    /// processes share windows: read once, judge the copy.
    /// </summary>
    bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes);

    /// <summary>Memory that the host may write: within bounds, and in no window that is read-only or released.</summary>
    bool TryWrite(uint address, long length, out Span<byte> bytes);
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

    /// <summary>Gives a surface a name, under which the document's canvases show it.</summary>
    int SurfaceName(int surface, ReadOnlySpan<byte> name, uint flags) => GuestError.State;

    /// <summary>Changes the app's document.</summary>
    int Dom(in DomRequest request) => GuestError.State;

    /// <summary>Opens a buffer that was granted; a handle.</summary>
    int BufferOpen(ReadOnlySpan<byte> name, int access) => GuestError.State;

    /// <summary>Guest address of a buffer's first byte; 0 when there is none.</summary>
    uint BufferAddress(int buffer) => 0;

    /// <summary>Bytes of a buffer.</summary>
    long BufferSize(int buffer) => GuestError.State;

    /// <summary>Takes a buffer's window away.</summary>
    int BufferClose(int buffer) => GuestError.State;

    /// <summary>Appends to the job's result bytes.</summary>
    int JobResult(ReadOnlySpan<byte> bytes) => GuestError.State;

    /// <summary>Tells how far the job is.</summary>
    int JobProgress(long done, long total) => GuestError.State;

    /// <summary>1 for the first attempt.</summary>
    int JobAttempt() => GuestError.State;

    /// <summary>The job's idempotency key in UTF-8; empty when it has none.</summary>
    ReadOnlySpan<byte> JobKey() => default;

    /// <summary>1 when the job was asked to end by itself.</summary>
    int JobShouldStop() => GuestError.State;
}

/// <summary>What a module is.</summary>
/// <param name="Imports">"MODULE.NAME: kind" of each import.</param>
/// <param name="Exports">"NAME: kind" of each export.</param>
/// <param name="Problems">Why it can't be launched as an app, a sentence each; empty when it can.</param>
/// <param name="CompileMs">Milliseconds of compilation; near 0 when it came from the cache.</param>
/// <param name="SizeBytes">Size of the file.</param>
public sealed record ModuleDescription(
    IReadOnlyList<string> Imports, IReadOnlyList<string> Exports, IReadOnlyList<string> Problems, double CompileMs, long SizeBytes)
{
    /// <summary>Imports that this engine does not provide, a sentence each; also among <see cref="Problems"/>. With any, nothing of it can run.</summary>
    public IReadOnlyList<string> ImportProblems { get; init; } = [];

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Functions that it defines.</summary>
    public int Functions { get; init; }

    /// <summary>Bytes of machine code that it holds while it is loaded.</summary>
    public long CodeBytes { get; init; }

    /// <summary>Why its calls are stopped through epochs, which run slower, instead of the guard page; empty: they are not.</summary>
    public string EpochsBecause { get; init; } = "";
}

/// <summary>A module can't be used; the message says why and what to do.</summary>
public sealed class ModuleException(string message) : Exception(message);

/// <summary>A guest trapped or failed; the message says where.</summary>
public class GuestException(string message) : Exception(message);
