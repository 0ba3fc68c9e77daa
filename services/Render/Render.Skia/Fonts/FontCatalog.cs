using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>The faces of a machine by family name. Immutable.</summary>
internal sealed class FontCatalog
{
    // Files of a family that is wanted as default, where several are there.
    private static readonly string[] PreferredFiles = ["DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "FreeSans.ttf", "Ubuntu-R.ttf"];
    private readonly Dictionary<string, List<FontFile>> _families = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FontFile> _faces = [];

    /// <summary>Reads the names of all fonts of the directories; those that can't be read are given to <paramref name="bad"/>.</summary>
    internal static FontCatalog Scan(IEnumerable<string> directories, Action<string, string> bad)
    {
        var catalog = new FontCatalog();
        foreach (var path in FontScanner.Files(directories))
        {
            try
            {
                foreach (var face in FontScanner.Read(path)) catalog.Add(face);
            }
            catch (Exception e) when (e is IOException or InvalidFontException or UnauthorizedAccessException)
            {
                bad(path, e.Message);
            }
        }

        return catalog;
    }

    /// <summary>All faces, those that are wanted as default first.</summary>
    internal IEnumerable<FontFile> ByPreference => _faces.OrderBy(f => Rank(f.Path));

    /// <summary>All faces in the order in which they were found.</summary>
    internal IReadOnlyList<FontFile> Faces => _faces;

    /// <summary>The faces of a family, empty if there is none. A face with two family names is of both.</summary>
    internal IReadOnlyList<FontFile> Family(string name) => _families.TryGetValue(name, out var faces) ? faces : [];

    /// <summary>A face by its full or PostScript name.</summary>
    internal FontFile? FindByName(string name) =>
        _faces.Find(f => string.Equals(f.Info.FullName, name, StringComparison.OrdinalIgnoreCase) || string.Equals(f.Info.PostScriptName, name, StringComparison.OrdinalIgnoreCase));

    private void Add(FontFile face)
    {
        _faces.Add(face);
        foreach (var name in face.Info.Families)
        {
            if (!_families.TryGetValue(name, out var faces)) _families[name] = faces = [];
            // The same face in two places (the system's and the one that comes with the build): the first counts.
            if (!faces.Exists(f => f.Style == face.Style && f.Info.PostScriptName == face.Info.PostScriptName)) faces.Add(face);
        }
    }

    private static int Rank(string path)
    {
        var index = Array.IndexOf(PreferredFiles, Path.GetFileName(path));
        return index < 0 ? PreferredFiles.Length : index;
    }
}
