using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>Grid values as CSS text.</summary>
internal static class GridWriter
{
    internal static string Write(GridLine line) => line.Kind switch
    {
        GridLineKind.Auto => "auto",
        GridLineKind.Span => line.Name is null ? $"span {line.Number}" : $"span {line.Number} {line.Name}",
        _ => line.Name is null ? ValueWriter.Write(line.Number) : line.Number == 0 ? line.Name : $"{line.Number} {line.Name}",
    };

    internal static string Write(TrackSize size)
    {
        if (size.Max.Kind == TrackBreadthKind.FitContent) return $"fit-content({ValueWriter.Write(size.Max.Length)})";
        if (size.Min == size.Max || (size.Max.Kind == TrackBreadthKind.Flex && size.Min.Kind == TrackBreadthKind.Auto)) return Write(size.Max);
        return $"minmax({Write(size.Min)}, {Write(size.Max)})";
    }

    internal static string Write(TrackList list)
    {
        if (list.Parts.Count == 0) return "none";
        var text = new StringBuilder();
        foreach (var part in list.Parts)
        {
            if (part.Kind != RepeatKind.Once)
            {
                var times = part.Kind switch
                {
                    RepeatKind.AutoFill => "auto-fill",
                    RepeatKind.AutoFit => "auto-fit",
                    _ => ValueWriter.Write(part.Count),
                };
                text.Append("repeat(").Append(times).Append(", ");
            }

            for (var i = 0; i < part.Lines.Count; i++)
            {
                if (part.Lines[i].Count > 0) text.Append('[').AppendJoin(' ', part.Lines[i]).Append("] ");
                if (i < part.Tracks.Count) text.Append(Write(part.Tracks[i])).Append(' ');
            }

            if (part.Kind != RepeatKind.Once) text.Append(") ");
        }

        return text.ToString().TrimEnd();
    }

    internal static string Write(GridAreas areas)
    {
        if (areas.Rows == 0) return "none";
        var text = new StringBuilder();
        for (var r = 1; r <= areas.Rows; r++)
        {
            text.Append(r == 1 ? "\"" : " \"");
            for (var c = 1; c <= areas.Columns; c++)
            {
                var name = areas.Areas.FirstOrDefault(a => r >= a.Value.RowStart && r < a.Value.RowEnd && c >= a.Value.ColumnStart && c < a.Value.ColumnEnd).Key ?? ".";
                text.Append(c == 1 ? "" : " ").Append(name);
            }

            text.Append('"');
        }

        return text.ToString();
    }

    private static string Write(TrackBreadth breadth) => breadth.Kind switch
    {
        TrackBreadthKind.Length => ValueWriter.Write(breadth.Length),
        TrackBreadthKind.Flex => ValueWriter.Write(breadth.Flex) + "fr",
        _ => PropertyNames.Kebab(breadth.Kind.ToString()),
    };

    /// <summary>Compares areas by what they hold.</summary>
    internal sealed class AreaComparer : IEqualityComparer<GridAreas>
    {
        internal static AreaComparer Instance { get; } = new();

        public bool Equals(GridAreas? x, GridAreas? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && x.Rows == y.Rows && x.Columns == y.Columns && x.Areas.Count == y.Areas.Count
                && x.Areas.All(a => y.Areas.TryGetValue(a.Key, out var other) && other == a.Value));

        public int GetHashCode(GridAreas obj) => HashCode.Combine(obj.Rows, obj.Columns, obj.Areas.Count);
    }
}
