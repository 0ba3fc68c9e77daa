using C = WasmEngine.Render.Text.Unicode.BidiClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>One isolating run sequence: weak types (W1 to W7), brackets (N0), neutrals (N1, N2) and implicit levels (I1, I2).</summary>
internal ref struct BidiSequence(ReadOnlySpan<char> text, ReadOnlySpan<C> original)
{
    private const int MaxOpenBrackets = 63; // BD16
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<C> _original = original;
    private readonly List<int> _indices = [];
    private readonly List<C> _types = [];
    private C _start, _end, _embedding;

    internal readonly void Clear()
    {
        _indices.Clear();
        _types.Clear();
    }

    /// <summary>Appends a level run, without what X9 removes.</summary>
    internal readonly void Append(C[] classes, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (BidiResolver.IsRemoved(classes[i])) continue;
            _indices.Add(i);
            _types.Add(classes[i]);
        }
    }

    internal void Resolve(byte level, C start, C end, Span<byte> levels)
    {
        (_start, _end, _embedding) = (start, end, (level & 1) != 0 ? C.R : C.L);
        ResolveMarksAndNumbers();
        ResolveSeparators();
        ResolveEuropeanAfterLatin();
        ResolveBrackets();
        ResolveNeutrals();
        for (var i = 0; i < _types.Count; i++)
        {
            var up = (level & 1) == 0
                ? _types[i] switch { C.R => 1, C.AN or C.EN => 2, _ => 0 }
                : _types[i] is C.L or C.EN or C.AN ? 1 : 0;
            levels[_indices[i]] = (byte)(level + up);
        }
    }

    // W1 to W3.
    private readonly void ResolveMarksAndNumbers()
    {
        C before = _start, strong = _start;
        for (var i = 0; i < _types.Count; i++)
        {
            var value = _types[i];
            if (value == C.NSM) value = BidiResolver.IsInitiator(before) || before == C.PDI ? C.ON : before;
            before = value;
            if (value is C.L or C.R or C.AL) strong = value;
            if (value == C.EN && strong == C.AL) value = C.AN;
            _types[i] = value;
        }

        for (var i = 0; i < _types.Count; i++)
        {
            if (_types[i] == C.AL) _types[i] = C.R;
        }
    }

    // W4 to W6.
    private readonly void ResolveSeparators()
    {
        for (var i = 1; i + 1 < _types.Count; i++)
        {
            if (_types[i] is not (C.ES or C.CS) || _types[i - 1] != _types[i + 1]) continue;
            if (_types[i - 1] == C.EN || (_types[i - 1] == C.AN && _types[i] == C.CS)) _types[i] = _types[i - 1];
        }

        for (var i = 0; i < _types.Count; i++)
        {
            if (_types[i] != C.ET) continue;
            var end = i;
            while (end < _types.Count && _types[end] == C.ET) end++;
            var number = (i > 0 && _types[i - 1] == C.EN) || (end < _types.Count && _types[end] == C.EN);
            for (; i < end; i++) _types[i] = number ? C.EN : C.ON;
            i--;
        }

        for (var i = 0; i < _types.Count; i++)
        {
            if (_types[i] is C.ES or C.CS or C.ET) _types[i] = C.ON;
        }
    }

    // W7.
    private readonly void ResolveEuropeanAfterLatin()
    {
        var strong = _start;
        for (var i = 0; i < _types.Count; i++)
        {
            if (_types[i] is C.L or C.R) strong = _types[i];
            else if (_types[i] == C.EN && strong == C.L) _types[i] = C.L;
        }
    }

    // N0.
    private readonly void ResolveBrackets()
    {
        if (FindPairs() is not { Count: > 0 } pairs) return;
        pairs.Sort();
        foreach (var (open, close) in pairs)
        {
            bool embedding = false, opposite = false;
            for (var i = open + 1; i < close && !embedding; i++)
            {
                if (Strong(_types[i]) is not { } strong) continue;
                if (strong == _embedding) embedding = true;
                else opposite = true;
            }

            if (embedding) Set(open, close, _embedding);
            else if (opposite) Set(open, close, StrongBefore(open));
        }
    }

    private readonly List<(int Open, int Close)>? FindPairs()
    {
        List<(int Open, int Close)>? pairs = null;
        Span<(int Closer, int Position)> open = stackalloc (int, int)[MaxOpenBrackets];
        var depth = 0;
        for (var i = 0; i < _types.Count; i++)
        {
            if (_types[i] != C.ON) continue;
            var codepoint = Canonical(UnicodeData.CodepointAt(_text, _indices[i], out _));
            if (!UnicodeData.TryGetBracket(codepoint, out var partner, out var opens)) continue;
            if (opens)
            {
                if (depth == MaxOpenBrackets) return null; // BD16: no pairs at all
                open[depth++] = (Canonical(partner), i);
                continue;
            }

            for (var j = depth - 1; j >= 0; j--)
            {
                if (open[j].Closer != codepoint) continue;
                (pairs ??= []).Add((open[j].Position, i));
                depth = j;
                break;
            }
        }

        return pairs;
    }

    private static int Canonical(int bracket) => bracket switch
    {
        0x2329 => 0x3008,
        0x232A => 0x3009,
        _ => bracket,
    };

    private static C? Strong(C value) => value switch
    {
        C.L => C.L,
        C.R or C.EN or C.AN => C.R,
        _ => null,
    };

    private readonly C StrongBefore(int position)
    {
        for (var i = position - 1; i >= 0; i--)
        {
            if (Strong(_types[i]) is { } strong) return strong == _embedding ? _embedding : strong;
        }

        return _start;
    }

    private readonly void Set(int open, int close, C direction)
    {
        SetWithMarks(open, direction);
        SetWithMarks(close, direction);
    }

    private readonly void SetWithMarks(int position, C direction)
    {
        _types[position] = direction;
        for (var i = position + 1; i < _types.Count && _original[_indices[i]] == C.NSM; i++) _types[i] = direction;
    }

    // N1 and N2.
    private readonly void ResolveNeutrals()
    {
        var before = _start;
        for (var i = 0; i < _types.Count; i++)
        {
            if (Strong(_types[i]) is { } strong)
            {
                before = strong;
                continue;
            }

            var end = i;
            while (end < _types.Count && Strong(_types[end]) is null) end++;
            var after = end < _types.Count ? Strong(_types[end])!.Value : _end;
            for (; i < end; i++) _types[i] = before == after ? before : _embedding;
            i--;
        }
    }
}
