using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>
/// A module's DWARF, versions 2 to 5, in the 32-bit format, as tools write it for WebAssembly: addresses count from the start of
/// the code section's contents. Reads once, when first asked, which units there are and what code they cover; a unit's entries
/// when its code is asked about. Thread-safe. Split DWARF (in other files) and supplementary files are not followed.
/// </summary>
internal sealed class DebugInfo
{
    private const int MaxUnits = 50_000, MaxUnitRanges = 500_000, MaxEntries = 2_000_000, MaxFrames = 64, MaxFiles = 1_000;
    private readonly Lock _gate = new();
    private readonly DwarfSections _sections;
    private readonly List<CompileUnit> _units = [];
    private readonly List<(uint Low, uint High, int Unit)> _ranges = [];
    private readonly Dictionary<ulong, CompileUnit> _byLineUnit = [];
    private readonly Dictionary<ulong, AbbreviationTable?> _tables = [];
    private readonly Dictionary<(int LineUnit, ulong File), string?> _files = [];
    private readonly LineTable _lines;
    private readonly WorkBudget _abbreviations;
    private readonly WorkBudget _room = new(MaxEntries);

    internal DebugInfo(ModuleMap module)
    {
        _sections = new DwarfSections(module);
        _lines = new LineTable(_sections);
        // Each unit's abbreviations are read up to its first entry, and once more as a whole.
        _abbreviations = new WorkBudget(4L * _sections.Abbreviations.Length + 65536);
        ReadUnits();
    }

    /// <summary>The frames at an address (an offset in the code section), innermost first; empty if nothing is known.</summary>
    internal ImmutableArray<SymbolFrame> Find(uint address)
    {
        // Units fill up as they are asked about.
        lock (_gate)
        {
            var row = _lines.Find(address);
            var place = row is { } known ? PlaceOf(known) : null;
            var unit = UnitAt(address);
            var chain = unit is null ? [] : FramesOf(unit).At(address);
            if (chain.Count == 0) return place is null ? [] : [new SymbolFrame("", place, IsInlined: false)];

            var frames = ImmutableArray.CreateBuilder<SymbolFrame>(Math.Min(chain.Count, MaxFrames));
            for (var i = 0; i < chain.Count; i++)
            {
                // Of a chain that is too long, the outermost matters: it is the function itself.
                if (i < MaxFrames - 1 || i == chain.Count - 1)
                    frames.Add(new SymbolFrame(NameOf(unit!, chain[i].Entry) ?? "", place, IsInlined: chain[i].Parent >= 0));
                place = CallOf(unit!, chain[i]);
            }

            return frames.ToImmutable();
        }
    }

    private void ReadUnits()
    {
        var budget = new WorkBudget(8L * _sections.Info.Length + 65536);
        var ranges = new List<(uint Low, uint High)>();
        for (var at = 0; at < _sections.Info.Length && _units.Count < MaxUnits && _ranges.Count < MaxUnitRanges;)
        {
            var unit = CompileUnit.Read(_sections, at, _abbreviations);
            at = unit.End;
            if (!unit.IsReadable) continue;
            ranges.Clear();
            RangeLists.Add(_sections, unit, new FormValue(ValueKind.Address, unit.LowPc), unit.HighPc, unit.RangeList, budget, ranges);
            foreach (var (low, high) in ranges) _ranges.Add((low, high, _units.Count));
            if (unit.LineUnit is { } line) _byLineUnit.TryAdd(line, unit);
            _units.Add(unit);
        }

        _ranges.Sort();
    }

    private CompileUnit? UnitAt(uint address)
    {
        // Units of a linked module don't overlap but for what was merged; the nearest few are looked at.
        const int Nearest = 4;
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Low <= address) low = middle + 1;
            else high = middle;
        }

        for (var i = low - 1; i >= 0 && i >= low - Nearest; i--)
        {
            if (address < _ranges[i].High) return _units[_ranges[i].Unit];
        }

        return null;
    }

    private UnitFrames FramesOf(CompileUnit unit) =>
        unit.Frames ??= UnitFrames.Read(_sections, unit, AbbreviationsOf(unit), _room);

    /// <summary>Units that were optimized together share their abbreviations.</summary>
    private AbbreviationTable AbbreviationsOf(CompileUnit unit)
    {
        ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(_tables, unit.AbbreviationOffset, out _);
        return table ??= AbbreviationTable.Read(_sections.Abbreviations.Span, unit.AbbreviationOffset, _abbreviations);
    }

    private string? NameOf(CompileUnit unit, int entry) => new EntryNames(_sections, UnitOf, AbbreviationsOf, FramesOf).Of(unit, entry);

    private CompileUnit? UnitOf(ulong infoOffset)
    {
        var (low, high) = (0, _units.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((ulong)_units[middle].Start <= infoOffset) low = middle + 1;
            else high = middle;
        }

        return low > 0 && infoOffset < (ulong)_units[low - 1].End ? _units[low - 1] : null;
    }

    private SourcePlace? PlaceOf(LineRow row)
    {
        _byLineUnit.TryGetValue((ulong)row.Unit, out var unit);
        return PlaceOf(unit, row.Unit, row.File, row.Line, row.Column);
    }

    private SourcePlace? CallOf(CompileUnit unit, FrameEntry frame) => frame.Parent < 0 || unit.LineUnit is not { } line || line > int.MaxValue
        ? null
        : PlaceOf(unit, (int)line, frame.CallFile, frame.CallLine, frame.CallColumn);

    private SourcePlace? PlaceOf(CompileUnit? unit, int lineUnit, ulong file, uint line, uint column)
    {
        if (!_files.TryGetValue((lineUnit, file), out var path))
        {
            // Frames of one trap name the same few files, and tables of files are long.
            if (_files.Count >= MaxFiles) _files.Clear();
            var header = LineHeader.Read(_sections.Lines.Span, lineUnit);
            path = header.IsReadable ? header.File(_sections, file, unit?.TextOf(_sections, unit.Folder)) : null;
            _files.Add((lineUnit, file), path);
        }

        return path is { Length: > 0 } ? new SourcePlace(path, line > int.MaxValue ? 0 : (int)line, (int)column) : null;
    }
}
