using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A placement in one axis, lines counted from the explicit grid's first line (0).</summary>
/// <param name="Start">First line, if it is definite.</param>
/// <param name="Span">How many tracks.</param>
internal readonly record struct GridPlacementSpan(int? Start, int Span)
{
    internal bool IsDefinite => Start is not null;

    internal GridSpan Resolved => new(Start!.Value, Start.Value + Span);
}

/// <summary>Resolves grid-row-start and the like against the explicit grid (css-grid-2, 8.3).</summary>
internal static class GridLineResolver
{
    /// <summary>The span of an item in flow.</summary>
    internal static GridPlacementSpan Resolve(GridLine start, GridLine end, GridTemplate template)
    {
        if (start.Kind == GridLineKind.Span && end.Kind == GridLineKind.Span) end = default;
        if (start.Kind == GridLineKind.Span && start.Name is not null && end.Kind == GridLineKind.Auto) return new GridPlacementSpan(null, 1);
        if (end.Kind == GridLineKind.Span && end.Name is not null && start.Kind == GridLineKind.Auto) return new GridPlacementSpan(null, 1);
        var first = start.Kind == GridLineKind.Line ? LineOf(start, template, false) : (int?)null;
        var last = end.Kind == GridLineKind.Line ? LineOf(end, template, true) : (int?)null;
        if (first is null && last is null)
        {
            var span = start.Kind == GridLineKind.Span ? start.Number : end.Kind == GridLineKind.Span ? end.Number : 1;
            return new GridPlacementSpan(null, Math.Clamp(span, 1, GridTemplate.Limit));
        }

        var from = first ?? (start.Kind == GridLineKind.Span ? SpanFrom(start, last!.Value, template, -1) : last!.Value - 1);
        var to = last ?? (end.Kind == GridLineKind.Span ? SpanFrom(end, first!.Value, template, 1) : first!.Value + 1);
        if (from > to) (from, to) = (to, from);
        if (from == to) to = from + 1;
        from = Math.Clamp(from, -GridTemplate.Limit, (2 * GridTemplate.Limit) - 1);
        return new GridPlacementSpan(from, Math.Clamp(to - from, 1, GridTemplate.Limit));
    }

    /// <summary>A line of an out-of-flow box; null for auto, which is the container's padding edge.</summary>
    internal static (int? Start, int? End) ResolveOutOfFlow(GridLine start, GridLine end, GridTemplate template)
    {
        if (start.Kind != GridLineKind.Line && end.Kind != GridLineKind.Line) return (null, null);
        if (start.Kind == GridLineKind.Auto) return (null, LineOf(end, template, true));
        if (end.Kind == GridLineKind.Auto) return (LineOf(start, template, false), null);
        var both = Resolve(start, end, template).Resolved;
        return (both.Start, both.End);
    }

    private static int LineOf(GridLine line, GridTemplate template, bool isEnd)
    {
        if (line.Name is null) return line.Number > 0 ? line.Number - 1 : template.Count + 1 + line.Number;
        if (line.Number == 0)
        {
            // A bare name: the area's edge if there is an area (or lines named as its edges), else the first line of that name.
            if (template.LinesOf(line.Name + (isEnd ? "-end" : "-start")) is { } edges) return edges[0];
            return NthLine(line.Name, 1, template);
        }

        return NthLine(line.Name, line.Number, template);
    }

    /// <summary>All implicit lines count as having the name.</summary>
    private static int NthLine(string name, int number, GridTemplate template)
    {
        var lines = template.LinesOf(name);
        var known = lines?.Count ?? 0;
        if (number > 0) return number <= known ? lines![number - 1] : template.Count + (number - known);
        return -number <= known ? lines![known + number] : -(-number - known);
    }

    /// <summary>The line that a span reaches from the opposite line.</summary>
    private static int SpanFrom(GridLine span, int from, GridTemplate template, int direction)
    {
        if (span.Name is null) return from + (direction * span.Number);
        var left = Math.Max(1, span.Number);
        var lines = template.LinesOf(span.Name);
        var at = from;
        while (true)
        {
            at += direction;
            var isImplicit = direction > 0 ? at > template.Count : at < 0;
            if (isImplicit) return at + (direction * (left - 1)); // every further line counts
            if (lines is not null && lines.BinarySearch(at) >= 0 && --left == 0) return at;
        }
    }
}
