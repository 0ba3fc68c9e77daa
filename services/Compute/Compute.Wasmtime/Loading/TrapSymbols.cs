using System.Security.Cryptography;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Modules;
using WasmEngine.Compute.Modules.Symbols;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Says where in its author's source a module trapped. Costs nothing until the first trap, which reads the module's file again;
/// if that is not there any more, or is another one, functions are named as Wasmtime names them. Thread-safe.
/// </summary>
/// <param name="path">Where the module was loaded from.</param>
/// <param name="hash">Its SHA-256.</param>
/// <param name="offsets">From the compiled module to the author's; null: they are the same.</param>
internal sealed class TrapSymbols(string path, string hash, OffsetMap? offsets)
{
    private const int KeptBytes = 8 << 20, MaxInlined = 4;
    private readonly Lock _gate = new();
    private readonly WeakReference<ModuleSymbols?> _found = new(null);
    private ModuleSymbols? _kept;
    private bool _isGone;

    /// <summary>"name", or "name (file:line:column)" where the module has debug information; merged functions innermost first.</summary>
    internal string Describe(TrapFrame frame)
    {
        var place = (uint)frame.ModuleOffset;
        var original = offsets is null ? place : offsets.ToNearestOriginal(place);
        if (original is not { } offset || Symbols()?.Find(offset) is not { } symbol) return Name(frame);
        return string.Join(" < ", symbol.Frames.Take(MaxInlined).Select(f => Names.OneLine(f.ToString())));
    }

    private static string Name(TrapFrame frame) => frame.FunctionName is { } name ? Names.OneLine(name) : $"function at 0x{frame.ModuleOffset:x}";

    private ModuleSymbols? Symbols()
    {
        lock (_gate)
        {
            if (_isGone) return null;
            if (_kept is not null) return _kept;
            if (_found.TryGetTarget(out var found)) return found;
            if (Read() is not { } bytes)
            {
                _isGone = true;
                return null;
            }

            var symbols = ModuleSymbols.Read(bytes);
            // It refers to the bytes: those of a large module go when they are not needed.
            if (bytes.Length <= KeptBytes) _kept = symbols;
            _found.SetTarget(symbols);
            return symbols;
        }
    }

    private byte[]? Read()
    {
        try
        {
            var bytes = ModuleFiles.ReadAll(path);
            return string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash, StringComparison.Ordinal) ? bytes : null;
        }
        catch (ModuleException)
        {
            return null;
        }
    }
}
