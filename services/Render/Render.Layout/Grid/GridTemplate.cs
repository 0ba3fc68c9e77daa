using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// The explicit grid in one axis (css-grid-2, 7): its tracks with repetitions written out, and the names of its lines, those of areas among them.
/// </summary>
internal sealed class GridTemplate
{
    /// <summary>Repetitions, lines and spans go no further than this from the explicit grid's start.</summary>
    internal const int Limit = 10_000;

    private readonly Dictionary<string, List<int>> _lines = new(StringComparer.Ordinal);

    private GridTemplate()
    {
    }

    internal List<TrackSize> Tracks { get; } = [];

    /// <summary>Number of tracks of the explicit grid: those with sizes, or those of the areas if they are more.</summary>
    internal int Count { get; private set; }

    /// <summary>Tracks that are dropped when they are empty: repeat(auto-fit, …).</summary>
    internal GridSpan AutoFit { get; private set; }

    /// <summary>Makes a template.</summary>
    /// <param name="list">The property's value.</param>
    /// <param name="areas">grid-template-areas.</param>
    /// <param name="isRows">Which axis.</param>
    /// <param name="repetitions">How often an automatic repetition repeats.</param>
    internal static GridTemplate Of(TrackList list, GridAreas areas, bool isRows, int repetitions)
    {
        var template = new GridTemplate();
        foreach (var part in list.Parts) template.Append(part, repetitions);
        template.Count = Math.Max(template.Tracks.Count, isRows ? areas.Rows : areas.Columns);
        foreach (var (name, area) in areas.Areas)
        {
            template.AddName(name + "-start", (isRows ? area.RowStart : area.ColumnStart) - 1);
            template.AddName(name + "-end", (isRows ? area.RowEnd : area.ColumnEnd) - 1);
        }

        foreach (var lines in template._lines.Values)
        {
            lines.Sort();
            for (var i = lines.Count - 1; i > 0; i--)
            {
                if (lines[i] == lines[i - 1]) lines.RemoveAt(i); // areas may add what is there
            }
        }

        return template;
    }

    /// <summary>Lines of a name in order, each once; null when there are none.</summary>
    internal List<int>? LinesOf(string name) => _lines.GetValueOrDefault(name);

    private void Append(TrackRepeat part, int repetitions)
    {
        var times = part.Kind switch
        {
            RepeatKind.AutoFill or RepeatKind.AutoFit => repetitions,
            RepeatKind.Count => part.Count,
            _ => 1,
        };
        var first = Tracks.Count;
        for (var i = 0; i < times && Tracks.Count < Limit; i++)
        {
            for (var t = 0; t < part.Tracks.Count; t++)
            {
                AddNames(part.Lines, t);
                Tracks.Add(part.Tracks[t]);
            }

            AddNames(part.Lines, part.Tracks.Count);
        }

        if (part.Tracks.Count == 0) AddNames(part.Lines, 0);
        if (part.Kind == RepeatKind.AutoFit) AutoFit = new GridSpan(first, Tracks.Count);
    }

    private void AddNames(IReadOnlyList<IReadOnlyList<string>> names, int index)
    {
        if (index >= names.Count) return;
        foreach (var name in names[index]) AddName(name, Tracks.Count);
    }

    private void AddName(string name, int line)
    {
        if (!_lines.TryGetValue(name, out var lines)) _lines.Add(name, lines = []);
        if (lines.Count == 0 || lines[^1] != line) lines.Add(line);
    }
}
