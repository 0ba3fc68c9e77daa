using System.Collections.Concurrent;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Skia;

/// <summary>A font of a list and the characters that it may be used for; empty is all.</summary>
internal sealed record FontListEntry(ScaledFont Font, ValueList<CodepointRange> Ranges)
{
    internal bool Covers(ReadOnlySpan<char> cluster)
    {
        for (var at = 0; at < cluster.Length;)
        {
            var codepoint = UnicodeData.CodepointAt(cluster, at, out var length);
            at += length;
            if (!FontLibrary.IsIgnorable(codepoint) && !(Font.Contains(codepoint) && IsInRange(codepoint))) return false;
        }

        return true;
    }

    internal bool IsInRange(int codepoint)
    {
        if (Ranges.Count == 0) return true;
        foreach (var range in Ranges.AsSpan())
        {
            if (range.Contains(codepoint)) return true;
        }

        return false;
    }
}

/// <summary>The fonts of one description.</summary>
internal sealed class FontList : ResolvedFont
{
    private const int MaxRemembered = 4096;
    private readonly FontCache _cache;
    private readonly List<FontListEntry> _entries;
    private readonly ConcurrentDictionary<int, ScaledFont> _known = new(); // by code point and presentation

    internal FontList(FontDescription description, FontCache cache)
    {
        _cache = cache;
        Description = description;
        _entries = cache.Match(description);
        // The first that may show a space (css-fonts-4 §5.2).
        Primary = (_entries.Find(e => e.IsInRange(' ')) ?? _entries[^1]).Font;
    }

    /// <inheritdoc/>
    public override FontDescription Description { get; }

    /// <inheritdoc/>
    public override ScaledFont Primary { get; }

    /// <inheritdoc/>
    public override ScaledFont FontFor(ReadOnlySpan<char> cluster, EmojiPresentation presentation)
    {
        var codepoint = UnicodeData.CodepointAt(cluster, 0, out var length);
        if (length < cluster.Length) return Find(cluster, presentation);
        var key = codepoint | ((int)presentation << 24);
        if (_known.TryGetValue(key, out var known)) return known;
        if (_known.Count >= MaxRemembered) _known.Clear();
        return _known[key] = Find(cluster, presentation);
    }

    private ScaledFont Find(ReadOnlySpan<char> cluster, EmojiPresentation presentation)
    {
        if (presentation == EmojiPresentation.Emoji && FindColor(cluster) is { } color) return color;
        foreach (var entry in _entries)
        {
            if (entry.Covers(cluster)) return entry.Font;
        }

        if (_cache.Fallback(cluster, presentation, Description) is { } fallback) return fallback;
        // Nothing has all of it: what has its base shows that, marks as they come.
        UnicodeData.CodepointAt(cluster, 0, out var length);
        return length < cluster.Length ? FontFor(cluster[..length], presentation) : Primary;
    }

    private ScaledFont? FindColor(ReadOnlySpan<char> cluster)
    {
        foreach (var entry in _entries)
        {
            if (entry.Font.HasColor && entry.Covers(cluster)) return entry.Font;
        }

        return _cache.Fallback(cluster, EmojiPresentation.Emoji, Description) is { HasColor: true } fallback ? fallback : null;
    }
}
