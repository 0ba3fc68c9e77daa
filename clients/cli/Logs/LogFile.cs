using System.Text;

namespace WasmEngine.Cli;

/// <summary>One log file, read from where the last look ended. The writer goes on meanwhile. Not thread-safe.</summary>
internal sealed class LogFile(string path, string layer)
{
    private const int BlockBytes = 64 * 1024;
    private readonly List<byte> _unfinished = []; // a line whose end has not been written yet
    private long _offset;
    private DateTimeOffset _lastTime;

    public string Path { get; } = path;

    public string Layer { get; } = layer;

    /// <summary>Goes to where the last <paramref name="lines"/> lines begin.</summary>
    public void SeekToLast(int lines)
    {
        using var file = Open();
        if (file is null) return;
        _offset = file.Length;
        if (lines == 0) return;
        var block = new byte[BlockBytes];
        var found = 0;
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - BlockBytes);
            file.Position = start;
            var count = file.ReadAtLeast(block.AsSpan(0, (int)(end - start)), (int)(end - start), throwOnEndOfStream: false);
            for (var i = count - 1; i >= 0; i--)
            {
                // The newline at the very end closes the last line, it does not begin another.
                if (block[i] != (byte)'\n' || start + i + 1 == file.Length || ++found < lines) continue;
                _offset = start + i + 1;
                return;
            }

            end = start;
        }

        _offset = 0;
    }

    /// <summary>The lines that were completed since the last look.</summary>
    public IReadOnlyList<LogEvent> ReadNew()
    {
        using var file = Open();
        if (file is null) return [];
        if (file.Length < _offset)
        {
            _offset = 0; // it was begun anew
            _unfinished.Clear();
        }

        file.Position = _offset;
        var events = new List<LogEvent>();
        var block = new byte[BlockBytes];
        for (int count; (count = file.Read(block)) > 0; _offset += count) Split(block.AsSpan(0, count), events);
        return events;
    }

    /// <summary>What stands at the end without a newline; a writer that died left it, or one is writing it now.</summary>
    public IReadOnlyList<LogEvent> ReadUnfinished()
    {
        var events = new List<LogEvent>();
        Finish(events);
        return events;
    }

    private void Split(ReadOnlySpan<byte> bytes, List<LogEvent> events)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            _unfinished.AddRange(bytes[..end]);
            Finish(events);
            bytes = bytes[(end + 1)..];
        }

        _unfinished.AddRange(bytes);
    }

    private void Finish(List<LogEvent> events)
    {
        var line = Encoding.UTF8.GetString([.. _unfinished]).TrimEnd('\r');
        _unfinished.Clear();
        if (string.IsNullOrWhiteSpace(line)) return;
        var read = LogLine.Parse(line, Layer, _lastTime);
        _lastTime = read.Time;
        events.Add(read);
    }

    private FileStream? Open()
    {
        try
        {
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (IOException)
        {
            return null; // rotated away between the listing and now
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
