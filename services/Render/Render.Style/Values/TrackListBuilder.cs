namespace WasmEngine.Render.Style;

/// <summary>Gathers tracks and names of lines into a <see cref="TrackList"/>.</summary>
internal sealed class TrackListBuilder
{
    private static readonly ValueList<string> NoNames = new(Array.Empty<string>());
    private readonly List<TrackRepeat> _parts = [];
    private List<TrackSize> _tracks = [];
    private List<IReadOnlyList<string>> _lines = [NoNames];

    /// <summary>Tracks since the last repeat().</summary>
    internal int Count => _tracks.Count;

    /// <summary>Whether all sizes since the last repeat() are lengths or have one as a minimum or maximum, as automatic repetition needs.</summary>
    internal bool AreFixed => _tracks.TrueForAll(IsFixed);

    /// <summary>The same of all tracks but those that repeat automatically.</summary>
    internal bool AreOthersFixed => _parts.TrueForAll(p => p.Kind >= RepeatKind.AutoFill || p.Tracks.All(IsFixed));

    internal void AddNames(IReadOnlyList<string> names)
    {
        if (names.Count > 0) _lines[^1] = _lines[^1].Count == 0 ? names : new ValueList<string>(_lines[^1].Concat(names).ToArray());
    }

    internal void AddTrack(TrackSize size)
    {
        if (_tracks.Count >= GridParser.MaxTracks) return;
        _tracks.Add(size);
        _lines.Add(NoNames);
    }

    internal void AddRepeat(RepeatKind kind, int count, TrackListBuilder inner)
    {
        Flush();
        _parts.Add(new TrackRepeat(kind, count, new ValueList<TrackSize>(inner._tracks), new ValueList<IReadOnlyList<string>>(inner._lines)));
    }

    internal TrackList Build()
    {
        Flush();
        return _parts.Count == 0 || (_parts is [{ Tracks.Count: 0 }]) ? TrackList.None : new TrackList(new ValueList<TrackRepeat>(_parts));
    }

    private void Flush()
    {
        if (_tracks.Count == 0 && _lines[0].Count == 0) return;
        _parts.Add(new TrackRepeat(RepeatKind.Once, 1, new ValueList<TrackSize>(_tracks), new ValueList<IReadOnlyList<string>>(_lines)));
        (_tracks, _lines) = ([], [NoNames]);
    }

    private static bool IsFixed(TrackSize size) => size.Min.Kind == TrackBreadthKind.Length || (size.Max.Kind == TrackBreadthKind.Length && size.Min.Kind != TrackBreadthKind.Flex);
}
