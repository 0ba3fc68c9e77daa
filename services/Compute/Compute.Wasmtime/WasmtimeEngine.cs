using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Wasmtime;
using Module = Wasmtime.Module;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Wasmtime with our own memory creator. Thread-safe; one for the process.</summary>
public sealed class WasmtimeEngine : IGuestEngine
{
    /// <summary>Largest module file in bytes.</summary>
    public const long MaxModuleBytes = 64 << 20;

    private const int MaxWasmStack = 1 << 20;
    private static ReadOnlySpan<byte> Magic => "\0asm"u8;
    private readonly Engine _engine;

    /// <summary>Creates the engine.</summary>
    public WasmtimeEngine() => _engine = CreateEngine();

    private static unsafe Engine CreateEngine()
    {
        // Copy-on-write images need mmap-based memories of Wasmtime's own; with ours it aborts (bytecodealliance/wasmtime#12053).
        var config = new Config().WithSIMD(true).WithBulkMemory(true).WithMultiMemory(true).WithMaximumStackSize(MaxWasmStack).WithMemoryInitCopyOnWrite(false);
        // The package keeps its handle to itself; its version is pinned, and a test holds this name.
        var property = typeof(Config).GetProperty("NativeHandle", BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new MissingMemberException(nameof(Config), "NativeHandle");
        var handle = (SafeHandle)property.GetValue(config)!;
        var creator = LinearMemory.Creator;
        WasmtimeNative.SetHostMemoryCreator(handle.DangerousGetHandle(), &creator);
        return new Engine(config); // takes the configuration over
    }

    /// <summary>Turns the text format into a module's bytes.</summary>
    public static byte[] Assemble(string text) => Module.ConvertText(text);

    /// <inheritdoc/>
    public IGuestModule Load(string path)
    {
        var bytes = Read(path);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var module = Module.FromBytes(_engine, Path.GetFileNameWithoutExtension(path), bytes);
            return new WasmtimeModule(_engine, module, Stopwatch.GetElapsedTime(start).TotalMilliseconds, bytes.Length);
        }
        catch (WasmtimeException e)
        {
            throw new ModuleException($"{path} is not a valid WebAssembly module: {FirstLine(e.Message)}");
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxModuleBytes) throw new ModuleException($"{path} has {length} bytes, the limit is {MaxModuleBytes}");
            var bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().StartsWith(Magic)) return bytes;
            throw new ModuleException($"{path} is not a WebAssembly module: it does not begin with \"\\0asm\"");
        }
        catch (IOException e)
        {
            throw new ModuleException($"{path} can't be read: {e.Message}");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ModuleException($"{path} can't be read: {e.Message}");
        }
    }

    private static string FirstLine(string message) => string.Join("; ", message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3));

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
