using System.Collections.Immutable;
using WasmEngine.Compute.Modules.Symbols.Dwarf;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>
/// Names and source lines of a module's code, for readable traps. Immutable and thread-safe; costs nothing until it is first
/// asked, then a pass over the module's sections, and keeps a small index (some bytes for each function and each piece of line
/// program; none of the rows). Whatever the bytes are, it never throws: it knows less.
/// </summary>
public sealed class ModuleSymbols
{
    private readonly Lazy<ModuleMap> _map;
    private readonly Lazy<DebugInfo> _debug;

    private ModuleSymbols(ReadOnlyMemory<byte> module)
    {
        _map = new Lazy<ModuleMap>(() => new ModuleMap(module));
        _debug = new Lazy<DebugInfo>(() => new DebugInfo(_map.Value));
    }

    /// <summary>Symbols of a module.</summary>
    /// <param name="originalModule">
    /// The module as its author built it: offsets of a rewritten one have to be mapped back. It is referred to and not copied,
    /// and may not change.
    /// </param>
    public static ModuleSymbols Read(ReadOnlyMemory<byte> originalModule) => new(originalModule);

    /// <summary>What is at an offset in the module's bytes; null if no function's body is there.</summary>
    /// <param name="moduleOffset">Offset of an instruction, counted from the start of the module.</param>
    public Symbol? Find(uint moduleOffset)
    {
        var map = _map.Value;
        var function = map.FunctionAt(moduleOffset);
        if (function < 0) return null;
        var frames = _debug.Value.Find(moduleOffset - (uint)map.CodeStart);
        var last = frames.IsEmpty ? new SymbolFrame("", null, IsInlined: false) : frames[^1];
        var own = last with { Function = NameOf(map, function, last.Function), IsInlined = false };
        if (frames.Length <= 1) return new Symbol(function, [own]);
        var named = ImmutableArray.CreateBuilder<SymbolFrame>(frames.Length);
        for (var i = 0; i < frames.Length - 1; i++) named.Add(frames[i].Function.Length > 0 ? frames[i] : frames[i] with { Function = "(inlined)" });
        named.Add(own);
        return new Symbol(function, named.MoveToImmutable());
    }

    private static string NameOf(ModuleMap map, int function, string fromDebugInfo)
    {
        if (map.NameOf(function) is { } name) return RustNames.Readable(name);
        if (fromDebugInfo.Length > 0) return fromDebugInfo;
        return map.ExportOf(function) is { Length: > 0 } export ? export : map.NumberOf(function);
    }
}
