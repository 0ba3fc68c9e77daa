using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Render.Skia;

/// <summary>
/// The fonts of the machine: a default family by preference, the others for characters that it lacks. Fonts are opened when
/// first needed. Thread-safe.
/// </summary>
public sealed partial class FontLibrary : IDisposable
{
    private static readonly string[] Preferred = ["DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "FreeSans.ttf", "Ubuntu-R.ttf"];
    private readonly List<string> _paths;
    private readonly ConcurrentDictionary<string, FontFile?> _opened = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, FontFile?> _fallbacks = new();
    private readonly Lock _opening = new();
    private readonly ILogger<FontLibrary> _logger;

    /// <summary>Looks for fonts in the usual directories.</summary>
    public FontLibrary(ILogger<FontLibrary> logger)
        : this(Directories(), logger)
    {
    }

    private FontLibrary(IEnumerable<string> directories, ILogger<FontLibrary> logger)
    {
        _logger = logger;
        _paths = [.. directories.Where(Directory.Exists).SelectMany(FontsIn).Distinct(StringComparer.Ordinal).OrderBy(Rank).ThenBy(p => p, StringComparer.Ordinal)];
        Default = FirstUsable();
        if (Default is null) LogNoFonts(logger);
    }

    /// <summary>Looks for fonts in the given directories alone.</summary>
    public static FontLibrary In(IEnumerable<string> directories, ILogger<FontLibrary> logger) => new(directories, logger);

    /// <summary>The default font; null on a machine without any, where text is not drawn.</summary>
    internal FontFile? Default { get; }

    /// <summary>A font that has this character, or null.</summary>
    internal FontFile? FontFor(int codepoint)
    {
        if (Default is null || Default.Contains(codepoint)) return Default;
        return _fallbacks.GetOrAdd(codepoint, FindFallback);
    }

    private FontFile? FindFallback(int codepoint)
    {
        foreach (var path in _paths)
        {
            if (Open(path) is { } font && font.Contains(codepoint)) return font;
        }

        return null;
    }

    private FontFile? FirstUsable()
    {
        foreach (var path in _paths)
        {
            if (Open(path) is { } font) return font;
        }

        return null;
    }

    private FontFile? Open(string path)
    {
        if (_opened.TryGetValue(path, out var known)) return known;
        lock (_opening)
        {
            return _opened.GetOrAdd(path, TryOpen);
        }
    }

    private FontFile? TryOpen(string path)
    {
        try
        {
            return new FontFile(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogBadFont(_logger, path, e.Message);
            return null;
        }
    }

    private static int Rank(string path)
    {
        var index = Array.IndexOf(Preferred, Path.GetFileName(path));
        return index < 0 ? Preferred.Length : index;
    }

    private static IEnumerable<string> FontsIn(string directory) =>
        Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(p => p.EndsWith(".ttf", StringComparison.OrdinalIgnoreCase) || p.EndsWith(".otf", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Directories()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            Path.Combine(AppContext.BaseDirectory, "fonts"),
            Path.Combine(home, ".fonts"),
            Path.Combine(home, ".local/share/fonts"),
            "/usr/local/share/fonts",
            "/usr/share/fonts",
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var font in _opened.Values) font?.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "there is no font on this machine, text will not be drawn: install one (Debian: fonts-dejavu-core)")]
    private static partial void LogNoFonts(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "the font {Path} can't be used: {Reason}")]
    private static partial void LogBadFont(ILogger logger, string path, string reason);
}
