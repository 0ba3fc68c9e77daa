namespace WasmEngine.Render.Style;

/// <summary>What a track's size function is.</summary>
public enum TrackBreadthKind : byte { Auto, Length, Flex, MinContent, MaxContent, FitContent }

/// <summary>A min or max track sizing function.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Length, or the argument of fit-content(…).</param>
/// <param name="Flex">Factor of fr.</param>
public readonly record struct TrackBreadth(TrackBreadthKind Kind, LengthPercentage Length = default, float Flex = 0);

/// <summary>A track's size: minmax(Min, Max). A single breadth b is minmax(b, b), `1fr` is minmax(auto, 1fr), fit-content(x) is minmax(auto, fit-content(x)).</summary>
public readonly record struct TrackSize(TrackBreadth Min, TrackBreadth Max);

/// <summary>How often a part of a track list is repeated.</summary>
public enum RepeatKind : byte { Once, Count, AutoFill, AutoFit }

/// <summary>A stretch of a track list. Lines has one entry more than Tracks: the names of the line before each track, and after the last.</summary>
/// <param name="Kind">How it repeats.</param>
/// <param name="Count">Times, for Count; 1 else.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Lines">Names of its lines.</param>
public sealed record TrackRepeat(RepeatKind Kind, int Count, IReadOnlyList<TrackSize> Tracks, IReadOnlyList<IReadOnlyList<string>> Lines);

/// <summary>grid-template-rows or -columns: parts one after another; names of lines where two parts meet are joined. Empty is `none`.</summary>
public sealed record TrackList(IReadOnlyList<TrackRepeat> Parts)
{
    public static TrackList None { get; } = new([]);
}

/// <summary>A named area, line numbers counted from 1, ends exclusive.</summary>
public readonly record struct GridArea(int RowStart, int RowEnd, int ColumnStart, int ColumnEnd);

/// <summary>grid-template-areas.</summary>
public sealed record GridAreas(int Rows, int Columns, IReadOnlyDictionary<string, GridArea> Areas)
{
    public static GridAreas None { get; } = new(0, 0, new Dictionary<string, GridArea>(StringComparer.Ordinal));
}

/// <summary>Kinds of grid placement.</summary>
public enum GridLineKind : byte { Auto, Line, Span }

/// <summary>grid-row-start and the like.</summary>
/// <param name="Kind">auto, a line, or a span.</param>
/// <param name="Number">Line number (never 0; with a name 1 if none was given; 0 only for a bare name, which may be an area) or length of the span.</param>
/// <param name="Name">Custom identifier, or null.</param>
public readonly record struct GridLine(GridLineKind Kind, int Number = 0, string? Name = null);
