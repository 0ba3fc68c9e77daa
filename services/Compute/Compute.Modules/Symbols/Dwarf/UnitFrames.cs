namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>A function with code, or a copy of one that was inlined.</summary>
/// <param name="Entry">Offset of its debugging entry.</param>
/// <param name="Parent">Index of the function that it is inlined into; -1 for a function of its own.</param>
/// <param name="Depth">0 for a function of its own.</param>
/// <param name="CallFile">File of the call that was inlined, and line and column.</param>
internal readonly record struct FrameEntry(int Entry, int Parent, ushort Depth, uint CallFile, uint CallLine, ushort CallColumn);

/// <summary>A namespace or type, which names of functions are qualified by.</summary>
internal record struct ScopeEntry(int Entry, int End, int Parent);

/// <summary>
/// What one unit says about code: its functions, what is inlined into them, and the scopes of names. The unit's entries are
/// walked once (DWARF 5, 2.3 and 3.3.8).
/// </summary>
internal sealed class UnitFrames
{
    private const int MaxDepth = 512;
    private readonly List<FrameEntry> _frames = [];
    private readonly List<(uint Low, uint High, int Frame)> _ranges = [];
    private readonly List<ScopeEntry> _scopes = [];

    /// <summary>Indices of the frames at an address, innermost first; empty if no function of this unit is there.</summary>
    internal IReadOnlyList<FrameEntry> At(uint address)
    {
        var innermost = -1;
        foreach (var (low, high, frame) in _ranges)
        {
            if (address >= low && address < high && (innermost < 0 || _frames[frame].Depth >= _frames[innermost].Depth)) innermost = frame;
        }

        var chain = new List<FrameEntry>();
        for (; innermost >= 0; innermost = _frames[innermost].Parent) chain.Add(_frames[innermost]);
        return chain;
    }

    /// <summary>Offsets of the scopes that an entry is in, outermost first.</summary>
    internal IReadOnlyList<int> ScopesOf(int entry)
    {
        var (low, high) = (0, _scopes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_scopes[middle].Entry < entry) low = middle + 1;
            else high = middle;
        }

        var scopes = new List<int>();
        for (var i = low - 1; i >= 0; i = _scopes[i].Parent)
        {
            if (_scopes[i].End > entry) scopes.Insert(0, _scopes[i].Entry);
        }

        return scopes;
    }

    /// <summary>Walks a unit. Each frame, range and scope takes one off the room that is left for all units.</summary>
    internal static UnitFrames Read(DwarfSections sections, CompileUnit unit, AbbreviationTable abbreviations, WorkBudget room)
    {
        // Attributes without bytes make entries cheaper than they are to read.
        var frames = new UnitFrames();
        new Walk(sections, unit, abbreviations, frames, room, new WorkBudget(8L * (unit.End - unit.Start) + 4096)).Run();
        frames._frames.TrimExcess();
        frames._ranges.TrimExcess();
        frames._scopes.TrimExcess();
        return frames;
    }

    private sealed class Walk(DwarfSections sections, CompileUnit unit, AbbreviationTable abbreviations, UnitFrames into, WorkBudget room, WorkBudget budget)
    {
        private readonly Stack<(int Frame, int Scope, bool OwnsScope)> _open = new();
        private readonly List<(uint Low, uint High)> _ranges = [];
        private int _frame = -1, _scope = -1;

        internal void Run()
        {
            var cursor = new ByteCursor(sections.Info.Span[..unit.End], unit.FirstEntry);
            while (!cursor.AtEnd)
            {
                var entry = cursor.Position;
                var code = cursor.Leb();
                if (code == 0)
                {
                    if (!Leave(entry)) return;
                    continue;
                }

                if (abbreviations[code] is not { } shape || !budget.Take(1 + shape.Attributes.Length) || _open.Count >= MaxDepth) return;
                var (frame, scope, ownsScope) = (_frame, _scope, false);
                if (shape.Tag is Tag.Subprogram or Tag.Inlined) frame = Function(ref cursor, entry, shape);
                else
                {
                    Pass(ref cursor, shape);
                    if (shape.HasChildren && IsScope(shape.Tag) && room.Take())
                    {
                        (scope, ownsScope) = (into._scopes.Count, true);
                        into._scopes.Add(new ScopeEntry(entry, unit.End, _scope));
                    }
                }

                if (cursor.Failed) return;
                if (!shape.HasChildren) continue;
                _open.Push((_frame, _scope, ownsScope));
                (_frame, _scope) = (frame, scope);
            }
        }

        private bool Leave(int at)
        {
            if (!_open.TryPop(out var outer)) return false;
            if (outer.OwnsScope) into._scopes[_scope] = into._scopes[_scope] with { End = at };
            (_frame, _scope) = (outer.Frame, outer.Scope);
            return true;
        }

        private static bool IsScope(ushort tag) => tag is Tag.Namespace or Tag.Class or Tag.Structure or Tag.Union or Tag.Module or Tag.Enumeration;

        private void Pass(ref ByteCursor cursor, Abbreviation shape)
        {
            foreach (var attribute in shape.Attributes)
                FormValue.Read(ref cursor, attribute.Form, attribute.Constant, unit.AddressSize, unit.Version);
        }

        /// <summary>Reads a function; returns the frame that its children are in.</summary>
        private int Function(ref ByteCursor cursor, int entry, Abbreviation shape)
        {
            FormValue low = default, high = default, list = default;
            uint file = 0, line = 0;
            ushort column = 0;
            foreach (var attribute in shape.Attributes)
            {
                var value = FormValue.Read(ref cursor, attribute.Form, attribute.Constant, unit.AddressSize, unit.Version);
                switch (attribute.Name)
                {
                    case Attribute.LowPc:
                        low = value;
                        break;
                    case Attribute.HighPc:
                        high = value;
                        break;
                    case Attribute.Ranges:
                        list = value;
                        break;
                    case Attribute.CallFile:
                        file = (uint)Math.Min(value.Value, uint.MaxValue);
                        break;
                    case Attribute.CallLine:
                        line = (uint)Math.Min(value.Value, int.MaxValue);
                        break;
                    case Attribute.CallColumn:
                        column = (ushort)Math.Min(value.Value, ushort.MaxValue);
                        break;
                }
            }

            _ranges.Clear();
            if (!cursor.Failed) RangeLists.Add(sections, unit, low, high, list, budget, _ranges);
            // An inlined copy outside of any code (in a template of a function) is nowhere.
            var inlined = shape.Tag == Tag.Inlined;
            if (_ranges.Count == 0 || (inlined && _frame < 0) || !room.Take(1 + _ranges.Count)) return inlined ? _frame : -1;
            var depth = inlined ? into._frames[_frame].Depth + 1 : 0;
            into._frames.Add(new FrameEntry(entry, inlined ? _frame : -1, (ushort)depth, file, line, column));
            foreach (var (from, to) in _ranges) into._ranges.Add((from, to, into._frames.Count - 1));
            return into._frames.Count - 1;
        }
    }
}
