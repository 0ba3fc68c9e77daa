using C = WasmEngine.Render.Text.Unicode.BidiClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>
/// Resolves one paragraph: explicit levels (X1 to X8) and isolating run sequences (X10, BD13), which <see cref="BidiSequence"/>
/// resolves further.
/// </summary>
internal ref struct BidiResolver(ReadOnlySpan<char> text, ReadOnlySpan<C> original, byte baseLevel)
{
    private const int MaxDepth = 125;
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<C> _original = original;
    private readonly byte _baseLevel = baseLevel;

    internal readonly void Resolve(Span<byte> levels)
    {
        var count = _text.Length;
        var classes = _original.ToArray();
        var partners = MatchIsolates(_original);
        ResolveExplicit(classes, levels, partners);
        for (var i = 1; i < count; i++)
        {
            // The second half of a pair follows the first: nothing looks at it.
            if (char.IsLowSurrogate(_text[i]) && char.IsHighSurrogate(_text[i - 1])) classes[i] = C.BN;
        }

        ResolveSequences(classes, levels, partners);
        // What X9 removes takes the level of what is before it.
        for (var i = 0; i < count; i++)
        {
            if (IsRemoved(classes[i])) levels[i] = i > 0 ? levels[i - 1] : _baseLevel;
        }
    }

    /// <summary>The first strong class outside of isolates (P2), ON if there is none.</summary>
    internal static C FirstStrong(ReadOnlySpan<C> classes)
    {
        var depth = 0;
        foreach (var value in classes)
        {
            if (value is C.L or C.R or C.AL && depth == 0) return value;
            if (IsInitiator(value)) depth++;
            else if (value == C.PDI && depth > 0) depth--;
            else if (value == C.B) break;
        }

        return C.ON;
    }

    internal static bool IsInitiator(C value) => value is C.LRI or C.RLI or C.FSI;

    internal static bool IsRemoved(C value) => value is C.BN or C.LRE or C.RLE or C.LRO or C.RLO or C.PDF;

    // BD9: for each initiator the index of its PDI, the length of the text if it has none; for a PDI its initiator, else -1.
    private static int[] MatchIsolates(ReadOnlySpan<C> classes)
    {
        var partners = new int[classes.Length];
        var open = new Stack<int>();
        for (var i = 0; i < classes.Length; i++)
        {
            partners[i] = -1;
            if (IsInitiator(classes[i]))
            {
                partners[i] = classes.Length;
                open.Push(i);
            }
            else if (classes[i] == C.PDI && open.TryPop(out var initiator))
            {
                partners[initiator] = i;
                partners[i] = initiator;
            }
            else if (classes[i] == C.B)
            {
                open.Clear();
            }
        }

        return partners;
    }

    private readonly record struct Status(byte Level, C Override, bool IsIsolate);

    private readonly void ResolveExplicit(C[] classes, Span<byte> levels, int[] partners)
    {
        var stack = new Stack<Status>();
        stack.Push(new Status(_baseLevel, C.ON, false));
        int overflowIsolates = 0, overflowEmbeddings = 0, validIsolates = 0;
        for (var i = 0; i < classes.Length; i++)
        {
            var value = classes[i];
            var top = stack.Peek();
            levels[i] = top.Level;
            switch (value)
            {
                case C.RLE or C.LRE or C.RLO or C.LRO: // X2 to X5
                    var embedded = NextLevel(top.Level, value is C.RLE or C.RLO);
                    if (embedded <= MaxDepth && overflowIsolates == 0 && overflowEmbeddings == 0)
                        stack.Push(new Status((byte)embedded, value == C.RLO ? C.R : value == C.LRO ? C.L : C.ON, false));
                    else if (overflowIsolates == 0) overflowEmbeddings++;
                    break;
                case C.RLI or C.LRI or C.FSI: // X5a to X5c
                    if (top.Override != C.ON) classes[i] = top.Override;
                    // Looking for a direction that is of no matter would take quadratic time in deep nesting.
                    var fits = overflowIsolates == 0 && overflowEmbeddings == 0;
                    var isolated = fits ? NextLevel(top.Level, IsRightToLeft(value, i, partners)) : 0;
                    if (fits && isolated <= MaxDepth)
                    {
                        validIsolates++;
                        stack.Push(new Status((byte)isolated, C.ON, true));
                    }
                    else overflowIsolates++;
                    break;
                case C.PDI: // X6a
                    if (overflowIsolates > 0) overflowIsolates--;
                    else if (validIsolates > 0)
                    {
                        overflowEmbeddings = 0;
                        while (!stack.Pop().IsIsolate)
                        {
                        }

                        validIsolates--;
                    }

                    levels[i] = stack.Peek().Level;
                    if (stack.Peek().Override != C.ON) classes[i] = stack.Peek().Override;
                    break;
                case C.PDF: // X7
                    if (overflowIsolates > 0) break;
                    if (overflowEmbeddings > 0) overflowEmbeddings--;
                    else if (!top.IsIsolate && stack.Count >= 2) stack.Pop();
                    break;
                case C.B: // X8
                    levels[i] = _baseLevel;
                    break;
                case C.BN:
                    break;
                default: // X6
                    if (top.Override != C.ON) classes[i] = top.Override;
                    break;
            }
        }
    }

    private static int NextLevel(byte level, bool rightToLeft) => rightToLeft ? (level + 1) | 1 : (level + 2) & ~1;

    private readonly bool IsRightToLeft(C value, int index, int[] partners) =>
        value == C.RLI || (value == C.FSI && FirstStrong(_original[(index + 1)..partners[index]]) is C.R or C.AL);

    private readonly void ResolveSequences(C[] classes, Span<byte> resolved, int[] partners)
    {
        var levels = resolved.ToArray(); // the explicit ones, which all sequences are told apart by
        var runs = LevelRuns(classes, levels);
        var runAt = new Dictionary<int, int>();
        for (var i = 0; i < runs.Count; i++) runAt[runs[i].First] = i;
        var sequence = new BidiSequence(_text, _original);
        foreach (var run in runs)
        {
            if (_original[run.First] == C.PDI && partners[run.First] >= 0) continue; // part of its initiator's sequence
            sequence.Clear();
            var last = run;
            sequence.Append(classes, run.First, run.Last);
            while (IsInitiator(_original[last.Last]) && partners[last.Last] < classes.Length && runAt.TryGetValue(partners[last.Last], out var next))
            {
                last = runs[next];
                sequence.Append(classes, last.First, last.Last);
            }

            var level = levels[run.First];
            var before = Before(classes, levels, run.First);
            // Behind an initiator without PDI the paragraph's end is next (X10).
            var after = IsInitiator(_original[last.Last]) && partners[last.Last] >= classes.Length ? _baseLevel : After(classes, levels, last.Last);
            sequence.Resolve(level, Direction(Math.Max(level, before)), Direction(Math.Max(level, after)), resolved);
        }
    }

    private static C Direction(byte level) => (level & 1) != 0 ? C.R : C.L;

    private readonly byte Before(C[] classes, ReadOnlySpan<byte> levels, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (!IsRemoved(classes[i])) return levels[i];
        }

        return _baseLevel;
    }

    private readonly byte After(C[] classes, ReadOnlySpan<byte> levels, int index)
    {
        for (var i = index + 1; i < classes.Length; i++)
        {
            if (!IsRemoved(classes[i])) return levels[i];
        }

        return _baseLevel;
    }

    // BD7, without what X9 removes: first and last are characters that stay.
    private static List<(int First, int Last)> LevelRuns(C[] classes, ReadOnlySpan<byte> levels)
    {
        var runs = new List<(int First, int Last)>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (IsRemoved(classes[i])) continue;
            if (runs.Count > 0 && levels[runs[^1].Last] == levels[i]) runs[^1] = (runs[^1].First, i);
            else runs.Add((i, i));
        }

        return runs;
    }
}
