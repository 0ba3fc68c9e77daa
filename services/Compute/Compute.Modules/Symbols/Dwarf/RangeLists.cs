namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>Reads the address ranges of an entry: one range, or a list (DWARF 5, 2.17; version 4, 2.17.3).</summary>
internal static class RangeLists
{
    /// <summary>Adds each range of code that the attributes give; ranges of functions that the linker dropped are left out.</summary>
    internal static void Add(DwarfSections sections, CompileUnit unit, FormValue low, FormValue high, FormValue list, WorkBudget budget, List<(uint Low, uint High)> ranges)
    {
        if (list.Kind != ValueKind.None)
        {
            if (unit.Version >= 5) AddNew(sections, unit, list, budget, ranges);
            else AddOld(sections, unit, list.Value, budget, ranges);
        }
        else if (unit.AddressOf(sections, low) is { } start)
        {
            // From version 4 on, a constant is a length.
            AddOne(sections, start, unit.AddressOf(sections, high) ?? start + high.Value, ranges);
        }
    }

    private static void AddOne(DwarfSections sections, ulong low, ulong high, List<(uint Low, uint High)> ranges)
    {
        if (sections.IsCode(low, high)) ranges.Add(((uint)low, (uint)high));
    }

    private static void AddOld(DwarfSections sections, CompileUnit unit, ulong offset, WorkBudget budget, List<(uint Low, uint High)> ranges)
    {
        var cursor = new ByteCursor(sections.Ranges.Span, offset > int.MaxValue ? -1 : (int)offset);
        var from = unit.LowPc;
        var highest = unit.AddressSize == 8 ? ulong.MaxValue : uint.MaxValue;
        while (!cursor.AtEnd && budget.Take())
        {
            var low = cursor.Unsigned(unit.AddressSize);
            var high = cursor.Unsigned(unit.AddressSize);
            if (cursor.Failed || (low == 0 && high == 0)) return;
            if (low == highest) from = high;
            else AddOne(sections, (from + low) & highest, (from + high) & highest, ranges);
        }
    }

    private static void AddNew(DwarfSections sections, CompileUnit unit, FormValue list, WorkBudget budget, List<(uint Low, uint High)> ranges)
    {
        var offset = list.Value;
        if (list.Kind == ValueKind.RangeIndex)
        {
            if (CompileUnit.Element(sections.RangeLists.Span, unit.RangeListsBase, list.Value, 4) is not { } relative) return;
            offset = unit.RangeListsBase + relative;
        }

        var cursor = new ByteCursor(sections.RangeLists.Span, offset > int.MaxValue ? -1 : (int)offset);
        var from = unit.LowPc;
        while (!cursor.AtEnd && budget.Take() && AddEntry(sections, unit, ref cursor, ref from, ranges))
        {
            // One entry after the other.
        }
    }

    private static bool AddEntry(DwarfSections sections, CompileUnit unit, ref ByteCursor cursor, ref ulong from, List<(uint Low, uint High)> ranges)
    {
        ulong low;
        switch (cursor.Byte())
        {
            case RangeEntry.BaseIndex:
                from = Indexed(sections, unit, cursor.Leb());
                break;
            case RangeEntry.Base:
                from = cursor.Unsigned(unit.AddressSize);
                break;
            case RangeEntry.StartIndexEndIndex:
                low = Indexed(sections, unit, cursor.Leb());
                AddOne(sections, low, Indexed(sections, unit, cursor.Leb()), ranges);
                break;
            case RangeEntry.StartIndexLength:
                low = Indexed(sections, unit, cursor.Leb());
                AddOne(sections, low, low + cursor.Leb(), ranges);
                break;
            case RangeEntry.OffsetPair:
                low = from + cursor.Leb();
                AddOne(sections, low, from + cursor.Leb(), ranges);
                break;
            case RangeEntry.StartEnd:
                low = cursor.Unsigned(unit.AddressSize);
                AddOne(sections, low, cursor.Unsigned(unit.AddressSize), ranges);
                break;
            case RangeEntry.StartLength:
                low = cursor.Unsigned(unit.AddressSize);
                AddOne(sections, low, low + cursor.Leb(), ranges);
                break;
            default:
                return false;
        }

        return !cursor.Failed;
    }

    private static ulong Indexed(DwarfSections sections, CompileUnit unit, ulong index) =>
        unit.AddressOf(sections, new FormValue(ValueKind.AddressIndex, index)) ?? ulong.MaxValue;
}
