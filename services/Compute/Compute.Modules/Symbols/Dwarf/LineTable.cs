namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>A row of the line table.</summary>
internal readonly record struct LineRow(int Unit, ulong File, uint Line, uint Column);

/// <summary>
/// Finds the source line of an address. Rows are not kept: the index holds where the line program can be taken up again, for
/// each sequence and every 32 KiB of its program, and a question runs that piece.
/// </summary>
internal sealed class LineTable
{
    private const int PieceBytes = 32 * 1024, MaxPieces = 500_000;
    private readonly DwarfSections _sections;
    private readonly List<Piece> _pieces = [];

    /// <summary>Runs each line program once.</summary>
    internal LineTable(DwarfSections sections)
    {
        _sections = sections;
        var section = sections.Lines.Span;
        for (var at = 0; at < section.Length && _pieces.Count < MaxPieces;)
        {
            var header = LineHeader.Read(section, at);
            if (header.IsReadable) Add(section, header);
            at = header.End;
        }

        _pieces.Sort(static (a, b) => a.Low.CompareTo(b.Low));
        _pieces.TrimExcess();
    }

    /// <summary>The row that covers an address (an offset in the code section); null if none does.</summary>
    internal LineRow? Find(uint address)
    {
        // Sequences of a linked module don't overlap; should they, the nearest few are looked at.
        const int Nearest = 4;
        var found = Before(address);
        for (var i = found; i >= 0 && i > found - Nearest; i--)
        {
            if (address < _pieces[i].High) return Run(_pieces[i], address);
        }

        return null;
    }

    private int Before(uint address)
    {
        var (low, high) = (0, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].Low <= address) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private LineRow Run(in Piece piece, uint address)
    {
        var section = _sections.Lines.Span;
        var header = LineHeader.Read(section, piece.Unit);
        var machine = new LineMachine(section, header, piece.State);
        var state = piece.State;
        // The last row at or before the address is the one.
        while (machine.Next() && !machine.IsEnd && machine.Address <= address) state = machine.State;
        return new LineRow(piece.Unit, state.File, state.Line, (uint)Math.Min(state.Column, ushort.MaxValue));
    }

    private void Add(ReadOnlySpan<byte> section, in LineHeader header)
    {
        var machine = new LineMachine(section, header, LineState.Start(header.Program));
        var first = _pieces.Count;
        ulong last = 0;
        var ordered = true;
        while (_pieces.Count < MaxPieces && machine.Next())
        {
            var address = machine.Address;
            if (machine.IsEnd)
            {
                Finish(first, ordered && address >= last ? address : 0);
                (first, last, ordered) = (_pieces.Count, 0, true);
                continue;
            }

            ordered &= address >= last && address <= uint.MaxValue;
            last = address;
            if (!ordered) continue;
            if (first == _pieces.Count || (machine.State.Position - _pieces[^1].State.Position > PieceBytes && address > _pieces[^1].Low))
                _pieces.Add(new Piece((uint)address, 0, header.Start, machine.State));
        }

        // A sequence without an end.
        Finish(first, 0);
    }

    /// <summary>Bounds a sequence's pieces, or drops them: it was of a function that the linker dropped, or it is rubbish.</summary>
    private void Finish(int first, ulong end)
    {
        if (first == _pieces.Count) return;
        if (!_sections.IsCode(_pieces[first].Low, end))
        {
            _pieces.RemoveRange(first, _pieces.Count - first);
            return;
        }

        for (var i = first; i < _pieces.Count; i++)
            _pieces[i] = _pieces[i] with { High = i + 1 < _pieces.Count ? _pieces[i + 1].Low : (uint)end };
    }

    private readonly record struct Piece(uint Low, uint High, int Unit, LineState State);
}
