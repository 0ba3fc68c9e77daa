namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>The header of one unit in <c>.debug_line</c>, versions 2 to 5 (DWARF 5, 6.2.4).</summary>
internal readonly struct LineHeader
{
    /// <summary>Bytes of folders and files that are searched, again and again: some thousand paths.</summary>
    private const int MaxTables = 1 << 20;

    private readonly int _tables;

    private LineHeader(ref ByteCursor cursor, int start)
    {
        Start = start;
        var length = cursor.UInt32();
        // The 64-bit format needs more than 4 GiB of debug information to make sense: it is passed over.
        var wide = length == uint.MaxValue;
        var rest = wide ? cursor.Unsigned(8) : length;
        var contents = cursor.Position;
        cursor.Skip(rest);
        End = cursor.Position;
        if (wide || cursor.Failed) return;

        cursor = cursor.At(contents);
        Version = cursor.UInt16();
        if (Version is < 2 or > 5) return;
        AddressSize = 4;
        if (Version >= 5)
        {
            AddressSize = cursor.Byte();
            cursor.Byte();
        }

        var headerLength = cursor.UInt32();
        var program = (long)cursor.Position + headerLength;
        MinimumInstruction = cursor.Byte();
        if (Version >= 4) cursor.Byte();
        cursor.Byte();
        LineBase = (sbyte)cursor.Byte();
        LineRange = cursor.Byte();
        OpcodeBase = cursor.Byte();
        OperandCounts = cursor.Position;
        cursor.Skip(OpcodeBase == 0 ? 0u : OpcodeBase - 1u);
        _tables = cursor.Position;
        if (cursor.Failed || OpcodeBase == 0 || LineRange == 0 || AddressSize is not (4 or 8) || program > End || program < _tables || program - _tables > MaxTables) return;
        Program = (int)program;
        IsReadable = true;
    }

    /// <summary>Offset in the section of the unit, of its line program, and of its end.</summary>
    internal int Start { get; }

    internal int Program { get; }

    internal int End { get; }

    internal ushort Version { get; }

    internal byte AddressSize { get; }

    internal byte MinimumInstruction { get; }

    internal sbyte LineBase { get; }

    internal byte LineRange { get; }

    internal byte OpcodeBase { get; }

    /// <summary>Offset of the operand counts of the standard opcodes, from opcode 1.</summary>
    internal int OperandCounts { get; }

    /// <summary>False if it is of another version, or rubbish.</summary>
    internal bool IsReadable { get; }

    /// <summary>Reads the header at an offset; the next unit is at <see cref="End"/>.</summary>
    internal static LineHeader Read(ReadOnlySpan<byte> section, int start)
    {
        var cursor = new ByteCursor(section, start);
        return new LineHeader(ref cursor, start);
    }

    /// <summary>The path of a file of this unit, made complete; null if there is no such file.</summary>
    internal string? File(DwarfSections sections, ulong file, string? compileFolder)
    {
        var cursor = new ByteCursor(sections.Lines.Span[..Program], _tables);
        return Version >= 5 ? NewFile(sections, ref cursor, file, compileFolder) : OldFile(ref cursor, file, compileFolder);
    }

    private static string? OldFile(ref ByteCursor cursor, ulong file, string? compileFolder)
    {
        var folders = cursor;
        while (!cursor.AtEnd && !cursor.ZeroTerminated().IsEmpty)
        {
            // Passes over the folders: files are after them.
        }

        for (ulong number = 1; !cursor.AtEnd; number++)
        {
            var name = cursor.ZeroTerminated();
            if (name.IsEmpty) break;
            var folder = cursor.Leb();
            cursor.Leb();
            cursor.Leb();
            if (cursor.Failed) break;
            if (number != file) continue;
            ReadOnlySpan<byte> path = default;
            for (; folder > 0 && !folders.AtEnd; folder--)
            {
                path = folders.ZeroTerminated();
                if (path.IsEmpty) break;
            }

            return SourcePath.Join(compileFolder, SourcePath.Join(SymbolText.From(path), SymbolText.From(name)));
        }

        return null;
    }

    private string? NewFile(DwarfSections sections, ref ByteCursor cursor, ulong file, string? compileFolder)
    {
        var folders = cursor;
        PathEntry.Find(sections, this, ref cursor, ulong.MaxValue, out _);
        if (PathEntry.Find(sections, this, ref cursor, file, out var folder) is not { } name) return null;
        var first = folders;
        var path = PathEntry.Find(sections, this, ref folders, folder, out _);
        if (folder != 0) path = SourcePath.Join(PathEntry.Find(sections, this, ref first, 0, out _), path ?? "");
        return SourcePath.Join(compileFolder, SourcePath.Join(path, name));
    }
}
