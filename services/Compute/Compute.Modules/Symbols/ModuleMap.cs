using System.Globalization;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>
/// Where things are in a module: its functions' bodies, names, exports and custom sections (WebAssembly core specification,
/// 5.5; name section: appendix 7.4). Four bytes for each body and each named function.
/// </summary>
internal sealed class ModuleMap
{
    private const uint Magic = 0x6D736100;
    private const ushort Version = 1;
    private const int MaxFunctions = 1_000_000, MaxCustomSections = 1_000;
    private const byte Custom = 0, Import = 2, Export = 7, Code = 10;

    private readonly ReadOnlyMemory<byte> _module;
    private readonly Dictionary<string, Range> _custom = new(StringComparer.Ordinal);
    private readonly List<int> _bodies = [];
    private readonly int[] _names = [];
    private readonly Range _exports;
    private readonly int _imported;
    private readonly bool _numbered = true;

    /// <summary>Maps as much as can be read.</summary>
    internal ModuleMap(ReadOnlyMemory<byte> module)
    {
        _module = module;
        var cursor = new ByteCursor(module.Span);
        // Components have another version and hold their code deeper.
        if (cursor.UInt32() != Magic || cursor.UInt32() != Version) return;
        while (!cursor.AtEnd)
        {
            var id = cursor.Byte();
            var size = cursor.Leb32();
            var start = cursor.Position;
            cursor.Skip(size);
            if (cursor.Failed) break;
            var section = start..cursor.Position;
            switch (id)
            {
                case Custom:
                    AddCustom(section);
                    break;
                case Import:
                    _numbered = TryCountImports(section, out _imported);
                    break;
                case Export:
                    _exports = section;
                    break;
                case Code when CodeEnd == 0:
                    MapBodies(section);
                    break;
            }
        }

        if (_numbered && _custom.TryGetValue("name", out var names)) _names = MapNames(names);
    }

    /// <summary>Offset of the code section's contents, which DWARF counts addresses from.</summary>
    internal int CodeStart { get; private set; }

    /// <summary>Offset of the code section's end; 0 if there is none.</summary>
    internal int CodeEnd { get; private set; }

    /// <summary>A custom section's bytes after its name; empty if there is none. The first of a name counts.</summary>
    internal ReadOnlyMemory<byte> CustomSection(string name) => _custom.TryGetValue(name, out var range) ? _module[range] : default;

    /// <summary>The index of the function whose body holds this offset; -1 if none does.</summary>
    internal int FunctionAt(uint moduleOffset)
    {
        if (moduleOffset < CodeStart || moduleOffset >= CodeEnd || _bodies.Count < 2) return -1;
        var found = _bodies.BinarySearch((int)moduleOffset);
        if (found < 0) found = ~found - 1;
        // The last entry is the end of the last body.
        return found >= 0 && found < _bodies.Count - 1 ? _imported + found : -1;
    }

    /// <summary>A function's name in the name section, as it is written there; null if it has none.</summary>
    internal string? NameOf(int function)
    {
        if ((uint)function >= (uint)_names.Length || _names[function] == 0) return null;
        var cursor = new ByteCursor(_module.Span, _names[function]);
        var name = cursor.Take(cursor.Leb32());
        return name.IsEmpty ? null : SymbolText.From(name);
    }

    /// <summary>The first name under which a function is exported; null if it isn't.</summary>
    internal string? ExportOf(int function)
    {
        const byte Functions = 0;
        if (!_numbered) return null;
        var cursor = new ByteCursor(_module.Span[_exports]);
        for (var left = cursor.AtEnd ? 0 : cursor.Leb32(); left > 0 && !cursor.AtEnd; left--)
        {
            var name = cursor.Take(cursor.Leb32());
            var kind = cursor.Byte();
            var index = cursor.Leb32();
            if (!cursor.Failed && kind == Functions && index == function) return SymbolText.From(name);
        }

        return null;
    }

    /// <summary>What a function without any name is called.</summary>
    internal string NumberOf(int function) => _numbered
        ? string.Create(CultureInfo.InvariantCulture, $"wasm-function[{function}]")
        : string.Create(CultureInfo.InvariantCulture, $"wasm-function[imports+{function}]");

    private void AddCustom(Range section)
    {
        var cursor = new ByteCursor(_module.Span[section]);
        var name = cursor.Take(cursor.Leb32());
        if (cursor.Failed || name.Length > 64 || _custom.Count >= MaxCustomSections) return;
        _custom.TryAdd(SymbolText.From(name), (section.Start.Value + cursor.Position)..section.End);
    }

    private void MapBodies(Range section)
    {
        (CodeStart, CodeEnd) = (section.Start.Value, section.End.Value);
        var cursor = new ByteCursor(_module.Span[section]);
        for (var left = Math.Min(cursor.Leb32(), MaxFunctions); left > 0 && !cursor.AtEnd; left--)
        {
            _bodies.Add(CodeStart + cursor.Position);
            cursor.Skip(cursor.Leb32());
        }

        _bodies.Add(CodeStart + cursor.Position);
        _bodies.TrimExcess();
    }

    private bool TryCountImports(Range section, out int functions)
    {
        functions = 0;
        var cursor = new ByteCursor(_module.Span[section]);
        for (var left = cursor.Leb32(); left > 0 && !cursor.AtEnd; left--)
        {
            cursor.Skip(cursor.Leb32());
            cursor.Skip(cursor.Leb32());
            if (ImportDescription.Pass(ref cursor)) functions++;
        }

        return !cursor.Failed && cursor.AtEnd && functions <= MaxFunctions;
    }

    private int[] MapNames(Range section)
    {
        const byte FunctionNames = 1;
        var cursor = new ByteCursor(_module.Span[..section.End], section.Start.Value);
        while (!cursor.AtEnd)
        {
            var id = cursor.Byte();
            var size = cursor.Leb32();
            if (id == FunctionNames) return MapFunctionNames(cursor);
            cursor.Skip(size);
        }

        return [];
    }

    private int[] MapFunctionNames(ByteCursor cursor)
    {
        var places = new int[_imported + Math.Max(0, _bodies.Count - 1)];
        for (var left = cursor.Leb32(); left > 0 && !cursor.AtEnd; left--)
        {
            var index = cursor.Leb32();
            var place = cursor.Position;
            cursor.Skip(cursor.Leb32());
            if (!cursor.Failed && index < places.Length && places[index] == 0) places[index] = place;
        }

        return places;
    }
}
