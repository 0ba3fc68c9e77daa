namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>Where the line machine goes on.</summary>
internal readonly record struct LineState(int Position, ulong Address, ulong File, uint Line, ulong Column)
{
    internal static LineState Start(int position) => new(position, 0, 1, 1, 0);
}

/// <summary>
/// Runs a line program (DWARF 5, 6.2.5), row by row. Registers that nobody asks for (statements, blocks, isa) are left out, and
/// so is op_index: WebAssembly has no long instruction words.
/// </summary>
internal ref struct LineMachine
{
    private readonly LineHeader _header;
    private readonly ReadOnlySpan<byte> _operandCounts;
    private ByteCursor _cursor;

    internal LineMachine(ReadOnlySpan<byte> section, in LineHeader header, in LineState from)
    {
        _header = header;
        _operandCounts = section.Slice(header.OperandCounts, header.OpcodeBase - 1);
        _cursor = new ByteCursor(section[..header.End], from.Position);
        (Address, File, Line, Column) = (from.Address, from.File, from.Line, from.Column);
    }

    internal ulong Address { get; private set; }

    internal ulong File { get; private set; }

    internal uint Line { get; private set; }

    internal ulong Column { get; private set; }

    /// <summary>The row ends a sequence: its address is the first after it.</summary>
    internal bool IsEnd { get; private set; }

    /// <summary>Where to go on after this row.</summary>
    internal readonly LineState State => new(_cursor.Position, Address, File, Line, Column);

    /// <summary>Goes to the next row; false at the program's end, or at rubbish.</summary>
    internal bool Next()
    {
        if (IsEnd) Reset();
        while (!_cursor.AtEnd)
        {
            var opcode = _cursor.Byte();
            if (opcode >= _header.OpcodeBase)
            {
                var adjusted = opcode - _header.OpcodeBase;
                Advance((ulong)(adjusted / _header.LineRange));
                Line = (uint)(Line + _header.LineBase + (adjusted % _header.LineRange));
                return true;
            }

            if (opcode == LineOpcode.Extended ? Extended() : Standard(opcode)) return !_cursor.Failed;
        }

        return false;
    }

    private bool Standard(byte opcode)
    {
        switch (opcode)
        {
            case LineOpcode.Copy:
                return true;
            case LineOpcode.AdvanceAddress:
                Advance(_cursor.Leb());
                break;
            case LineOpcode.AdvanceLine:
                Line = (uint)(Line + _cursor.SignedLeb());
                break;
            case LineOpcode.SetFile:
                File = _cursor.Leb();
                break;
            case LineOpcode.SetColumn:
                Column = _cursor.Leb();
                break;
            case LineOpcode.ConstAddAddress:
                Advance((ulong)((255 - _header.OpcodeBase) / _header.LineRange));
                break;
            case LineOpcode.FixedAdvanceAddress:
                Address += _cursor.UInt16();
                break;
            default:
                for (var left = _operandCounts[opcode - 1]; left > 0; left--) _cursor.Leb();
                break;
        }

        return false;
    }

    private bool Extended()
    {
        var length = _cursor.Leb();
        var start = _cursor.Position;
        if (length == 0 || length > int.MaxValue)
        {
            _cursor.Fail();
            return false;
        }

        var opcode = _cursor.Byte();
        if (opcode == LineOpcode.EndSequence) IsEnd = true;
        else if (opcode == LineOpcode.SetAddress) Address = _cursor.Unsigned(length - 1 == 8 ? 8 : 4);
        _cursor.Skip(length - (ulong)(_cursor.Position - start));
        return IsEnd;
    }

    private void Advance(ulong operations) => Address += operations * _header.MinimumInstruction;

    private void Reset() => (Address, File, Line, Column, IsEnd) = (0, 1, 1, 0, false);
}
