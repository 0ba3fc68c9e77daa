using System.Runtime.InteropServices;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A float in the history of a block formatting context: a node of a tree, since a layout may be taken back and go on otherwise.</summary>
internal sealed class ExclusionNode(ExclusionNode? parent, LayoutRect rect, Float side, ExclusionProfile profile)
{
    internal ExclusionNode? Parent { get; } = parent;

    internal LayoutRect Rect { get; } = rect;

    internal Float Side { get; } = side;

    internal ExclusionProfile Profile { get; } = profile;

    internal int Count { get; } = (parent?.Count ?? 0) + 1;

    /// <summary>Tells histories apart that came about in different passes.</summary>
    internal ulong Hash { get; } = Mix(parent?.Hash ?? 0, rect, side);

    internal LayoutUnit LastTop { get; } = parent is null ? rect.Y : LayoutUnit.Larger(parent.LastTop, rect.Y);

    internal LayoutUnit LeftBottom { get; } = Bottom(parent?.LeftBottom ?? LayoutUnit.Min, rect, side == Float.Left);

    internal LayoutUnit RightBottom { get; } = Bottom(parent?.RightBottom ?? LayoutUnit.Min, rect, side == Float.Right);

    /// <summary>The step list before this float changed it; see <see cref="ExclusionProfile"/>.</summary>
    internal ExclusionProfile.Change Undo { get; set; }

    private static LayoutUnit Bottom(LayoutUnit known, LayoutRect rect, bool applies) => applies ? LayoutUnit.Larger(known, rect.Bottom) : known;

    private static ulong Mix(ulong hash, LayoutRect rect, Float side)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        hash = (hash ^ (uint)rect.X.Raw ^ ((ulong)(uint)rect.Y.Raw << 32)) * Prime;
        hash = (hash ^ (hash >> 29) ^ (uint)rect.Width.Raw ^ ((ulong)(uint)rect.Height.Raw << 32)) * Prime;
        return (hash ^ (hash >> 31) ^ (ulong)side) * Prime;
    }
}

/// <summary>
/// How far floats reach in from either side at each height: two lists of steps, searched by halving. It stands at one node of the history and moves to another
/// one when that is asked about; passes go on from where they are, so that it hardly ever moves far. Belongs to the document's thread.
/// </summary>
internal sealed class ExclusionProfile
{
    private readonly List<Step> _left = [];
    private readonly List<Step> _right = [];
    private ExclusionNode? _at;

    /// <summary>From a height on (to the next step), the edge of what is free. Right edges are stored negated, so that greater is always narrower.</summary>
    internal readonly record struct Step(LayoutUnit Top, LayoutUnit Edge);

    /// <summary>A replacement of steps.</summary>
    /// <param name="Index">Where.</param>
    /// <param name="Removed">What was there; null where nothing changed.</param>
    /// <param name="Inserted">How many stand there now.</param>
    internal readonly record struct Change(int Index, Step[]? Removed, int Inserted);

    /// <summary>Moves to a node.</summary>
    internal void Seek(ExclusionNode node)
    {
        if (_at == node) return;
        Stack<ExclusionNode>? forward = null;
        var target = node;
        while (target is not null && target.Count > (_at?.Count ?? 0)) (forward ??= new()).Push(Step1(ref target));
        while (_at != target)
        {
            if (_at is not null && _at.Count > (target?.Count ?? 0)) Undo();
            else if (_at is not null && target is not null)
            {
                (forward ??= new()).Push(Step1(ref target));
                Undo();
            }
        }

        while (forward is { Count: > 0 }) Apply(forward.Pop());

        static ExclusionNode Step1(ref ExclusionNode? target)
        {
            var here = target!;
            target = here.Parent;
            return here;
        }
    }

    /// <summary>Free room in a range of heights, and where the narrowest of the steps in it end.</summary>
    internal (LayoutUnit Left, LayoutUnit Right, LayoutUnit Next) Room(LayoutUnit top, LayoutUnit bottom, LayoutUnit left, LayoutUnit right)
    {
        var next = LayoutUnit.Max;
        var from = Narrowest(_left, top, bottom, left, ref next);
        var to = -Narrowest(_right, top, bottom, -right, ref next);
        return (from, to, next);
    }

    /// <summary>The first height at which a step begins below a height.</summary>
    internal LayoutUnit NextStep(LayoutUnit top)
    {
        var next = LayoutUnit.Max;
        foreach (var steps in (ReadOnlySpan<List<Step>>)[_left, _right])
        {
            var i = Find(steps, top) + 1;
            if (i < steps.Count) next = LayoutUnit.Smaller(next, steps[i].Top);
        }

        return next;
    }

    private static LayoutUnit Narrowest(List<Step> steps, LayoutUnit top, LayoutUnit bottom, LayoutUnit edge, ref LayoutUnit next)
    {
        for (var i = Math.Max(0, Find(steps, top)); i < steps.Count && steps[i].Top < bottom; i++)
        {
            if (steps[i].Edge <= edge) continue;
            edge = steps[i].Edge;
            if (i + 1 < steps.Count) next = LayoutUnit.Smaller(next, steps[i + 1].Top);
        }

        return edge;
    }

    /// <summary>The last step that begins at or above a height; -1 for none.</summary>
    private static int Find(List<Step> steps, LayoutUnit top)
    {
        var (low, high) = (0, steps.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (steps[middle].Top <= top) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private void Undo()
    {
        var change = _at!.Undo;
        if (change.Removed is not null) Replace(_at.Side == Float.Left ? _left : _right, change.Index, change.Inserted, change.Removed);
        _at = _at.Parent;
    }

    private void Apply(ExclusionNode node)
    {
        node.Undo = node.Rect.Width <= LayoutUnit.Zero ? default : Raise(node.Side == Float.Left ? _left : _right, node.Rect.Y, node.Rect.Bottom, node.Side == Float.Left ? node.Rect.Right : -node.Rect.X);
        _at = node;
    }

    /// <summary>Raises the edge to at least a value between two heights. Amortized constant, since a later float reaches further in than those it is beside.</summary>
    private static Change Raise(List<Step> steps, LayoutUnit top, LayoutUnit bottom, LayoutUnit edge)
    {
        var before = Find(steps, top);
        if (top == bottom) return Mark(steps, before, top, edge);
        var edgeBefore = before < 0 ? LayoutUnit.Min : steps[before].Edge;
        var first = before >= 0 && steps[before].Top == top ? before : before + 1;
        var fresh = new List<Step>(3);
        var previous = first == 0 ? LayoutUnit.Min : steps[first - 1].Edge;
        var current = edgeBefore;
        Put(top, LayoutUnit.Larger(current, edge));
        var last = first;
        for (; last < steps.Count && steps[last].Top < bottom; last++)
        {
            current = steps[last].Edge;
            Put(steps[last].Top, LayoutUnit.Larger(current, edge));
        }

        if (last == steps.Count || steps[last].Top > bottom) Put(bottom, current);
        var removed = steps.GetRange(first, last - first).ToArray();
        Replace(steps, first, removed.Length, CollectionsMarshal.AsSpan(fresh));
        return new Change(first, removed, fresh.Count);

        void Put(LayoutUnit at, LayoutUnit value)
        {
            if (fresh.Count > 0 && fresh[^1].Top == at) fresh.RemoveAt(fresh.Count - 1);
            if (value == (fresh.Count > 0 ? fresh[^1].Edge : previous)) return;
            fresh.Add(new Step(at, value));
        }
    }

    /// <summary>A float without height is in the way of what begins above and ends below it, not of what begins at it: a step without height.</summary>
    private static Change Mark(List<Step> steps, int before, LayoutUnit top, LayoutUnit edge)
    {
        var now = before < 0 ? LayoutUnit.Min : steps[before].Edge;
        if (edge <= now) return default;
        Replace(steps, before + 1, 0, [new Step(top, edge), new Step(top, now)]);
        return new Change(before + 1, [], 2);
    }

    private static void Replace(List<Step> steps, int index, int count, ReadOnlySpan<Step> with)
    {
        var common = Math.Min(count, with.Length);
        for (var i = 0; i < common; i++) steps[index + i] = with[i];
        if (count > common) steps.RemoveRange(index + common, count - common);
        if (with.Length > common) steps.InsertRange(index + common, with[common..]);
    }
}
