using System.Text.RegularExpressions;

namespace WasmEngine.Cli;

/// <summary>The logs of an instance: for each layer a file and those that it was rotated to.</summary>
internal sealed partial class LogDirectory(string path, IReadOnlyList<string> layers)
{
    private readonly Dictionary<string, LogFile> _followed = new(StringComparer.Ordinal);

    /// <summary>The last lines of all layers together, in order of time. Following goes on from there.</summary>
    public IReadOnlyList<LogEvent> ReadLast(int lines)
    {
        var events = new List<LogEvent>();
        foreach (var layer in layers)
        {
            var left = lines;
            foreach (var file in FilesOf(layer).Reverse()) // newest first
            {
                _followed[file.Path] = file;
                file.SeekToLast(left);
                var read = file.ReadNew();
                events.AddRange(read);
                left = Math.Max(0, left - read.Count);
            }
        }

        return [.. events.OrderBy(e => e.Time).TakeLast(lines)];
    }

    /// <summary>What has been written since the last look, in order of time; looks into files that are new, too.</summary>
    public IReadOnlyList<LogEvent> ReadNew()
    {
        var events = new List<LogEvent>();
        foreach (var found in layers.SelectMany(FilesOf))
        {
            if (!_followed.TryGetValue(found.Path, out var file)) _followed[found.Path] = file = found;
            events.AddRange(file.ReadNew());
        }

        return [.. events.OrderBy(e => e.Time)];
    }

    /// <summary>Lines that were begun and not ended.</summary>
    public IReadOnlyList<LogEvent> ReadUnfinished() => [.. _followed.Values.SelectMany(f => f.ReadUnfinished())];

    private IEnumerable<LogFile> FilesOf(string layer)
    {
        if (!Directory.Exists(path)) return [];
        return new DirectoryInfo(path).EnumerateFiles(layer + "*.json")
            .Where(f => Suffix().IsMatch(f.Name.AsSpan(layer.Length)))
            .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new LogFile(f.FullName, layer));
    }

    // What rotation appends: a date, a number or both; not another word, which would be another log.
    [GeneratedRegex(@"\A[-_.]?[0-9]*(_[0-9]+)?\.json\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix();
}
