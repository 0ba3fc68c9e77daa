namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>The header of a unit in <c>.debug_info</c> and what its first entry says (DWARF 5, 7.5.1 and 3.1.1).</summary>
internal sealed class CompileUnit
{
    private const byte Compile = 1, Partial = 3;

    private CompileUnit(int start, int end) => (Start, End) = (start, end);

    internal int Start { get; }

    internal int End { get; }

    internal ushort Version { get; private set; }

    internal byte AddressSize { get; private set; }

    internal ulong AbbreviationOffset { get; private set; }

    /// <summary>Offset of the first entry.</summary>
    internal int FirstEntry { get; private set; }

    internal ulong StringOffsetsBase { get; private set; }

    internal ulong AddressBase { get; private set; }

    internal ulong RangeListsBase { get; private set; }

    /// <summary>What its range lists count from.</summary>
    internal ulong LowPc { get; private set; }

    /// <summary>Offset of its header in the line section; none if it has no lines.</summary>
    internal ulong? LineUnit { get; private set; }

    /// <summary>The folder that it was compiled in.</summary>
    internal FormValue Folder { get; private set; }

    internal FormValue HighPc { get; private set; }

    internal FormValue RangeList { get; private set; }

    /// <summary>Entries of this unit can be read.</summary>
    internal bool IsReadable { get; private set; }

    /// <summary>What its entries say about code; made when somebody asks.</summary>
    internal UnitFrames? Frames { get; set; }

    /// <summary>Reads the unit at an offset; the next one is at <see cref="End"/>.</summary>
    internal static CompileUnit Read(DwarfSections sections, int start, WorkBudget budget)
    {
        var cursor = new ByteCursor(sections.Info.Span, start);
        var length = cursor.UInt32();
        // The 64-bit format is passed over, as in the line table.
        var wide = length == uint.MaxValue;
        var rest = wide ? cursor.Unsigned(8) : length;
        var contents = cursor.Position;
        cursor.Skip(rest);
        var unit = new CompileUnit(start, cursor.Position);
        if (!wide && !cursor.Failed) unit.ReadHeader(sections, contents, budget);
        return unit;
    }

    private void ReadHeader(DwarfSections sections, int contents, WorkBudget budget)
    {
        var cursor = new ByteCursor(sections.Info.Span[..End], contents);
        Version = cursor.UInt16();
        if (Version is < 2 or > 5) return;
        if (Version >= 5)
        {
            if (cursor.Byte() is not (Compile or Partial)) return;
            AddressSize = cursor.Byte();
            AbbreviationOffset = cursor.UInt32();
        }
        else
        {
            AbbreviationOffset = cursor.UInt32();
            AddressSize = cursor.Byte();
        }

        FirstEntry = cursor.Position;
        if (cursor.Failed || AddressSize is not (4 or 8)) return;
        var code = cursor.Leb();
        if (AbbreviationTable.Find(sections.Abbreviations.Span, AbbreviationOffset, code, budget) is not { } shape) return;
        if (shape.Tag is not (Tag.CompileUnit or Tag.PartialUnit)) return;
        // Values that are indices need bases that may come after them.
        FormValue low = default;
        foreach (var attribute in shape.Attributes)
        {
            var value = FormValue.Read(ref cursor, attribute.Form, attribute.Constant, AddressSize, Version);
            if (cursor.Failed) return;
            if (attribute.Name == Attribute.LowPc) low = value;
            else Note(attribute.Name, value);
        }

        LowPc = AddressOf(sections, low) ?? 0;
        IsReadable = true;
    }

    private void Note(ushort attribute, FormValue value)
    {
        switch (attribute)
        {
            case Attribute.HighPc:
                HighPc = value;
                break;
            case Attribute.Ranges:
                RangeList = value;
                break;
            case Attribute.CompileFolder:
                Folder = value;
                break;
            case Attribute.StatementList:
                LineUnit = value.Value;
                break;
            case Attribute.StringOffsetsBase:
                StringOffsetsBase = value.Value;
                break;
            case Attribute.AddressBase:
                AddressBase = value.Value;
                break;
            case Attribute.RangeListsBase:
                RangeListsBase = value.Value;
                break;
        }
    }

    /// <summary>An address, or what an index of one stands for; null if it is none.</summary>
    internal ulong? AddressOf(DwarfSections sections, FormValue value) => value.Kind switch
    {
        ValueKind.Address => value.Value,
        ValueKind.AddressIndex => Element(sections.Addresses.Span, AddressBase, value.Value, AddressSize),
        _ => null,
    };

    /// <summary>A text, wherever it is; null if it is none.</summary>
    internal string? TextOf(DwarfSections sections, FormValue value) => value.Kind switch
    {
        ValueKind.InlineText => DwarfSections.Text(sections.Info, value.Value),
        ValueKind.StringOffset => DwarfSections.Text(sections.Strings, value.Value),
        ValueKind.LineStringOffset => DwarfSections.Text(sections.LineStrings, value.Value),
        ValueKind.StringIndex when Element(sections.StringOffsets.Span, StringOffsetsBase, value.Value, 4) is { } at => DwarfSections.Text(sections.Strings, at),
        _ => null,
    };

    /// <summary>An element of a table of numbers that starts at a base.</summary>
    internal static ulong? Element(ReadOnlySpan<byte> section, ulong start, ulong index, int size)
    {
        if (start > int.MaxValue || index > int.MaxValue) return null;
        var at = start + index * (ulong)size;
        return at + (ulong)size > (ulong)section.Length ? null : new ByteCursor(section, (int)at).Unsigned(size);
    }
}
