using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Skia;

/// <summary>
/// The fonts of the machine, and those that come with the build behind them. Directories are looked through when the first font
/// is wanted, files are opened when their glyphs are. Thread-safe.
/// </summary>
public sealed partial class FontLibrary : IFontSystem, IDisposable
{
    private const int MaxFallbacks = 8192;
    private static readonly FontDescription Plain = new();
    private readonly Lazy<FontCatalog> _catalog;
    private readonly Lazy<FontFile?> _default;
    private readonly ConcurrentDictionary<FallbackKey, FontFile?> _fallbacks = new();
    private readonly ConcurrentDictionary<FontFile, bool> _usable = new();
    private readonly FontCache _cache;
    private readonly ILogger<FontLibrary> _logger;

    private sealed record FallbackKey(string Cluster, EmojiPresentation Presentation, string Han);

    /// <summary>Looks for fonts in the usual directories.</summary>
    public FontLibrary(ILogger<FontLibrary> logger)
        : this(FontScanner.Directories(), logger)
    {
    }

    private FontLibrary(IEnumerable<string> directories, ILogger<FontLibrary> logger)
    {
        _logger = logger;
        string[] places = [.. directories];
        _catalog = new Lazy<FontCatalog>(() => FontCatalog.Scan(places, (path, reason) => LogBadFont(logger, path, reason)));
        _default = new Lazy<FontFile?>(FindDefault);
        _cache = new FontCache(this, []);
    }

    /// <summary>Looks for fonts in the given directories alone.</summary>
    public static FontLibrary In(IEnumerable<string> directories, ILogger<FontLibrary> logger) => new(directories, logger);

    /// <inheritdoc/>
    public int Generation => 0; // a font that is installed later is seen by the next process

    /// <summary>The font of text that names none; null on a machine without any, where text is not drawn.</summary>
    internal FontFile? Default => _default.Value;

    internal FontCatalog Catalog => _catalog.Value;

    /// <inheritdoc/>
    public ResolvedFont Resolve(FontDescription description) => _cache.Resolve(description);

    /// <summary>The fonts of a document, which sees the machine's through them.</summary>
    public IDocumentFonts CreateDocumentFonts() => new DocumentFonts(this);

    /// <summary>The face for an entry of font-family: of the family itself or one that stands for it; null if there is none.</summary>
    internal FontFile? Match(FontFamilyName family, FontDescription description)
    {
        foreach (var name in FontAliases.Candidates(family))
        {
            if (BestOf(Catalog.Family(name), description) is { } face) return face;
        }

        return null;
    }

    /// <summary>
    /// The face that has all of a cluster: the upright one of a wanted family, else one of any family; null if there is none.
    /// </summary>
    internal FontFile? Fallback(ReadOnlySpan<char> cluster, EmojiPresentation presentation, FontDescription description)
    {
        foreach (var family in description.Families.AsSpan())
        {
            if (presentation != EmojiPresentation.Emoji && Match(family, Plain) is { } upright && Covers(upright, cluster)) return upright;
        }

        var key = new FallbackKey(cluster.ToString(), presentation, FontAliases.HanSuffix(description.Language) ?? "");
        if (_fallbacks.TryGetValue(key, out var known)) return known;
        if (_fallbacks.Count >= MaxFallbacks) _fallbacks.Clear();
        return _fallbacks.GetOrAdd(key, static (k, library) => library.FindFallback(k.Cluster, k.Presentation, k.Han), this);
    }

    private FontFile? FindFallback(string cluster, EmojiPresentation presentation, string han)
    {
        IEnumerable<FontFile> candidates = FontAliases.Fallbacks.Select(Upright).OfType<FontFile>().Concat(Catalog.Faces.OrderBy(f => f.Info.IsSlanted || f.Info.Weight != 400));
        if (presentation == EmojiPresentation.Emoji) candidates = FontAliases.Emoji.Select(Upright).OfType<FontFile>().Concat(candidates.OrderBy(f => !(IsUsable(f) && f.HasColor)));
        else if (han.Length > 0) candidates = Catalog.Faces.Where(f => f.Info.Families[0].EndsWith(han, StringComparison.Ordinal)).Concat(candidates);
        return candidates.FirstOrDefault(f => IsUsable(f) && Covers(f, cluster));
    }

    private FontFile? Upright(string family) => BestOf(Catalog.Family(family), Plain);

    /// <summary>Whether a face has all characters of a cluster that show something.</summary>
    internal static bool Covers(FontFile face, ReadOnlySpan<char> cluster)
    {
        for (var at = 0; at < cluster.Length;)
        {
            var codepoint = UnicodeData.CodepointAt(cluster, at, out var length);
            at += length;
            if (!face.Contains(codepoint) && !IsIgnorable(codepoint)) return false;
        }

        return true;
    }

    // Joiners and variation selectors: HarfBuzz hides them where a font lacks them.
    internal static bool IsIgnorable(int codepoint) => codepoint is 0x200C or 0x200D or 0x34F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private FontFile? BestOf(IReadOnlyList<FontFile> faces, FontDescription description)
    {
        while (faces.Count > 0)
        {
            var best = faces[FaceMatching.FindBest([.. faces.Select(f => f.Style)], description, nearestStretch: true)];
            if (IsUsable(best)) return best;
            faces = [.. faces.Where(f => f != best)];
        }

        return null;
    }

    private bool IsUsable(FontFile face) =>
        _usable.GetOrAdd(face, static (f, logger) =>
        {
            if (f.IsUsable(out var reason)) return true;
            LogBadFont(logger, f.Path, reason);
            return false;
        }, _logger);

    private FontFile? FindDefault()
    {
        var found = Catalog.ByPreference.FirstOrDefault(IsUsable);
        if (found is null) LogNoFonts(_logger);
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Clear(); // files are closed when the last run that was shaped with them is gone

    [LoggerMessage(LogLevel.Error, "there is no font on this machine, text will not be drawn: install one (Debian: fonts-dejavu-core)")]
    private static partial void LogNoFonts(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "the font {Path} can't be used: {Reason}")]
    private static partial void LogBadFont(ILogger logger, string path, string reason);
}
