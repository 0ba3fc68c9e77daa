using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>
/// Shaped runs by text, font, level and script, bounded in number and in characters, the least recently used dropped: laying the same text out again shapes nothing
/// and allocates nothing. Items longer than <see cref="LongestCached"/> are shaped every time, since a paragraph keeps its own
/// runs. Thread-safe.
/// </summary>
public sealed class ShapeCache(ITextShaper shaper, int capacity = ShapeCache.DefaultCapacity)
{
    /// <summary>Runs kept unless said otherwise.</summary>
    public const int DefaultCapacity = 16_384;

    /// <summary>The longest item that is kept, UTF-16 units.</summary>
    public const int LongestCached = 256;

    /// <summary>The most characters in all runs that are kept: they hold about 40 bytes for each.</summary>
    public const int MaxCharacters = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _buckets = new(capacity < 1024 ? capacity : 1024); // hash to the first of a chain
    private readonly List<Entry> _entries = [];
    private readonly Stack<int> _free = new();
    private int _newest = -1, _oldest = -1, _characters;

    /// <summary>Runs that are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count - _free.Count;
        }
    }

    /// <summary>How many items were shaped so far: does not grow while everything is found.</summary>
    public long Misses { get; private set; }

    /// <summary>The run of an item: from the cache if its text was shaped with the same font before.</summary>
    /// <remarks>
    /// Context beside the item is no part of the key: whoever needs it (joining letters at an item's edge) calls the shaper.
    /// </remarks>
    public ShapedRun Shape(ReadOnlySpan<char> text, int start, int length, ScaledFont font, byte level, Script script)
    {
        var item = text.Slice(start, length);
        if (length > LongestCached) return Miss(item, font, level, script);
        var hash = Hash(item, font, level, script);
        lock (_lock)
        {
            var found = Find(hash, item, font, level, script);
            if (found >= 0)
            {
                Touch(found);
                return _entries[found].Run;
            }
        }

        var run = Miss(item, font, level, script);
        lock (_lock)
        {
            if (Find(hash, item, font, level, script) < 0) Add(hash, item.ToString(), font, (byte)(level & 1), script, run);
        }

        return run;
    }

    private ShapedRun Miss(ReadOnlySpan<char> item, ScaledFont font, byte level, Script script)
    {
        lock (_lock) Misses++;
        return shaper.Shape(item, 0, item.Length, font, level, script);
    }

    /// <summary>Forgets all runs, as when fonts are removed.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _buckets.Clear();
            _free.Clear();
            _newest = _oldest = -1;
            _characters = 0;
        }
    }

    private static int Hash(ReadOnlySpan<char> text, ScaledFont font, byte level, Script script) =>
        HashCode.Combine(string.GetHashCode(text, StringComparison.Ordinal), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(font), level & 1, (int)script);

    private int Find(int hash, ReadOnlySpan<char> text, ScaledFont font, byte level, Script script)
    {
        if (!_buckets.TryGetValue(hash, out var at)) return -1;
        for (; at >= 0; at = _entries[at].NextInBucket)
        {
            var entry = _entries[at];
            if (ReferenceEquals(entry.Font, font) && entry.Direction == (level & 1) && entry.Script == script && text.SequenceEqual(entry.Text)) return at;
        }

        return -1;
    }

    private void Add(int hash, string text, ScaledFont font, byte direction, Script script, ShapedRun run)
    {
        while (_oldest >= 0 && (_characters + text.Length > MaxCharacters || _entries.Count - _free.Count >= capacity)) DropOldest();
        if (!_free.TryPop(out var at))
        {
            at = _entries.Count;
            _entries.Add(new Entry());
        }

        _characters += text.Length;
        var entry = _entries[at];
        (entry.Hash, entry.Text, entry.Font, entry.Direction, entry.Script, entry.Run) = (hash, text, font, direction, script, run);
        entry.NextInBucket = _buckets.GetValueOrDefault(hash, -1);
        _buckets[hash] = at;
        LinkNewest(at);
    }

    private void DropOldest()
    {
        var at = _oldest;
        var entry = _entries[at];
        Unlink(at);
        RemoveFromBucket(at);
        _characters -= entry.Text.Length;
        (entry.Text, entry.Run, entry.Font) = ("", null!, null!);
        _free.Push(at);
    }

    private void RemoveFromBucket(int at)
    {
        var entry = _entries[at];
        var first = _buckets[entry.Hash];
        if (first == at)
        {
            if (entry.NextInBucket >= 0) _buckets[entry.Hash] = entry.NextInBucket;
            else _buckets.Remove(entry.Hash);
            return;
        }

        while (_entries[first].NextInBucket != at) first = _entries[first].NextInBucket;
        _entries[first].NextInBucket = entry.NextInBucket;
    }

    private void Touch(int at)
    {
        if (at == _newest) return;
        Unlink(at);
        LinkNewest(at);
    }

    private void Unlink(int at)
    {
        var entry = _entries[at];
        if (entry.Newer >= 0) _entries[entry.Newer].Older = entry.Older;
        else _newest = entry.Older;
        if (entry.Older >= 0) _entries[entry.Older].Newer = entry.Newer;
        else _oldest = entry.Newer;
    }

    private void LinkNewest(int at)
    {
        var entry = _entries[at];
        (entry.Newer, entry.Older) = (-1, _newest);
        if (_newest >= 0) _entries[_newest].Newer = at;
        _newest = at;
        if (_oldest < 0) _oldest = at;
    }

    private sealed class Entry
    {
        internal int Hash, NextInBucket = -1, Newer = -1, Older = -1;
        internal string Text = "";
        internal ScaledFont Font = null!;
        internal int Direction;
        internal Script Script;
        internal ShapedRun Run = null!;
    }
}
