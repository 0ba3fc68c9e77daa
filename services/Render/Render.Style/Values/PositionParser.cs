namespace WasmEngine.Render.Style;

/// <summary>Reads positions (css-values-4, section 9; css-backgrounds-3, section 2.6).</summary>
internal static class PositionParser
{
    private enum Edge : byte { None, Center, Left, Right, Top, Bottom }

    private static readonly KeywordMap<Edge> Edges = KeywordMap.Of<Edge>("- center left right top bottom");

    private readonly record struct Part(Edge Edge, LengthPercentage Offset, bool HasOffset)
    {
        internal bool IsHorizontal => Edge is Edge.Left or Edge.Right;

        internal bool IsVertical => Edge is Edge.Top or Edge.Bottom;
    }

    /// <summary>One, two or four values.</summary>
    internal static bool Position(ValueReader reader, out PositionValue value) => TryParse(reader, 4, false, out value);

    /// <summary>One to four values, as background-position takes them.</summary>
    internal static bool OfBackground(ValueReader reader, out PositionValue value) => TryParse(reader, 4, true, out value);

    /// <summary>One or two values, as transform-origin takes them.</summary>
    internal static bool Short(ValueReader reader, out PositionValue value) => TryParse(reader, 2, false, out value);

    /// <summary>background-position-x.</summary>
    internal static bool Horizontal(ValueReader reader, out LengthPercentage value) => TryAxis(reader, true, out value);

    /// <summary>background-position-y.</summary>
    internal static bool Vertical(ValueReader reader, out LengthPercentage value) => TryAxis(reader, false, out value);

    private static bool TryAxis(ValueReader reader, bool horizontal, out LengthPercentage value)
    {
        value = default;
        if (!reader.TryKeyword(Edges, out var edge)) return Numeric.LengthPercentage(reader, out value);
        var part = new Part(edge, default, false);
        if (horizontal ? part.IsVertical : part.IsHorizontal) return false;
        var mark = reader.Position;
        if (edge != Edge.Center && Numeric.LengthPercentage(reader, out var offset)) part = part with { Offset = offset };
        else reader.Position = mark;
        value = Resolve(part);
        return true;
    }

    private static bool TryParse(ValueReader reader, int most, bool allowThree, out PositionValue value)
    {
        value = default;
        Span<Part> items = new Part[4];
        var count = 0;
        while (count < most)
        {
            var mark = reader.Position;
            if (reader.TryKeyword(Edges, out var edge)) items[count++] = new Part(edge, default, false);
            else if (Numeric.LengthPercentage(reader, out var length)) items[count++] = new Part(Edge.None, length, true);
            else
            {
                reader.Position = mark;
                break;
            }
        }

        return count switch
        {
            0 => false,
            1 => One(items[0], out value),
            2 => Two(items[0], items[1], out value),
            _ => (count == 4 || allowThree) && WithOffsets(items[..count], out value),
        };
    }

    private static bool One(Part part, out PositionValue value)
    {
        var center = new LengthPercentage(0, 50);
        value = part.IsVertical ? new PositionValue(center, Resolve(part)) : new PositionValue(Resolve(part), center);
        return true;
    }

    private static bool Two(Part a, Part b, out PositionValue value)
    {
        value = default;
        if (a.IsVertical || b.IsHorizontal)
        {
            // The other way round works with keywords only.
            if (a.Edge == Edge.None || b.Edge == Edge.None) return false;
            (a, b) = (b, a);
        }

        if (a.IsVertical || b.IsHorizontal) return false;
        value = new PositionValue(Resolve(a), Resolve(b));
        return true;
    }

    private static bool WithOffsets(ReadOnlySpan<Part> items, out PositionValue value)
    {
        value = default;
        Span<Part> parts = new Part[2];
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var part = items[i];
            if (part.Edge == Edge.None || count == 2) return false;
            if (i + 1 < items.Length && items[i + 1].Edge == Edge.None && part.Edge != Edge.Center) part = part with { Offset = items[++i].Offset };
            parts[count++] = part;
        }

        if (count != 2) return false;
        var (a, b) = (parts[0], parts[1]);
        if (a.IsVertical || b.IsHorizontal) (a, b) = (b, a);
        if (a.IsVertical || b.IsHorizontal) return false;
        value = new PositionValue(Resolve(a), Resolve(b));
        return true;
    }

    private static LengthPercentage Resolve(Part part) => part.Edge switch
    {
        Edge.Center => new LengthPercentage(0, 50),
        Edge.Right or Edge.Bottom => FromEnd(part.Offset),
        _ => part.Offset,
    };

    /// <summary>100 % less a length.</summary>
    internal static LengthPercentage FromEnd(LengthPercentage offset)
    {
        if (offset.Expression is null) return new LengthPercentage(-offset.Px, 100 - offset.Percent);
        CalcTerm[] terms = [new(CalcType.OfLength, 0, 100), CalcTerm.From(offset).Scaled(-1)];
        return new LengthPercentage(0, 0, new CalcFunction(CalcOperation.Sum, terms));
    }
}
