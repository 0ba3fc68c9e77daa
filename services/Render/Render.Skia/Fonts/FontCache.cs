using System.Collections.Concurrent;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>A face of a document: what its @font-face rule says of it, and the face.</summary>
internal sealed record DocumentFace(FontFaceDescriptor Descriptor, FontFile File);

/// <summary>
/// Resolves descriptions against a fixed set of fonts, and keeps what was resolved. Bounded: a page that animates its font size
/// would fill it otherwise. Thread-safe.
/// </summary>
internal sealed class FontCache(FontLibrary library, IReadOnlyList<DocumentFace> documentFaces)
{
    private const int MaxEntries = 4096;
    private readonly ConcurrentDictionary<FontDescription, FontList> _resolved = new();
    private readonly ConcurrentDictionary<FontKey, SkiaFont> _fonts = new();

    // A class: a dictionary of them needs no code of its own.
    private sealed record FontKey(FontFile File, FontFaceDescriptor? Descriptor, FontDescription Description);

    internal ResolvedFont Resolve(FontDescription description)
    {
        if (_resolved.TryGetValue(description, out var known)) return known;
        if (_resolved.Count >= MaxEntries) _resolved.Clear();
        return _resolved.GetOrAdd(description, static (d, cache) => new FontList(d, cache), this);
    }

    internal void Clear()
    {
        _resolved.Clear();
        _fonts.Clear();
    }

    /// <summary>The fonts of the list of families, then the one of last resort (css-fonts-4 §5.2). Never empty.</summary>
    internal List<FontListEntry> Match(FontDescription description)
    {
        var entries = new List<FontListEntry>();
        foreach (var family in description.Families.AsSpan())
        {
            if (family.Generic == GenericFamily.None && AddDocumentFaces(entries, family, description)) continue;
            if (library.Match(family, description) is { } file) entries.Add(new FontListEntry(FontOf(file, null, description), ValueList<CodepointRange>.Empty));
        }

        // Always there, too, for characters that the others lack.
        var last = library.Match(new FontFamilyName(GenericFamily.Serif), description) ?? library.Default;
        if (last is not null) entries.Add(new FontListEntry(FontOf(last, null, description), ValueList<CodepointRange>.Empty));
        if (entries.Count == 0) entries.Add(new FontListEntry(new EmptyFont(description), ValueList<CodepointRange>.Empty));
        return entries;
    }

    /// <summary>The font that has a cluster which the list lacks; null if the machine has none.</summary>
    internal ScaledFont? Fallback(ReadOnlySpan<char> cluster, EmojiPresentation presentation, FontDescription description) =>
        library.Fallback(cluster, presentation, description) is { } file ? FontOf(file, null, description) : null;

    // Faces of one family that differ in their ranges alone make up one face; the last rule comes first.
    private bool AddDocumentFaces(List<FontListEntry> entries, FontFamilyName family, FontDescription description)
    {
        DocumentFace[] faces = [.. documentFaces.Where(f => string.Equals(f.Descriptor.Family, family.Name, StringComparison.OrdinalIgnoreCase)).Reverse()];
        if (faces.Length == 0) return false;
        FaceStyle[] styles = [.. faces.Select(f => SkiaFont.StyleOf(f.Descriptor))];
        var best = styles[FaceMatching.FindBest(styles, description, nearestStretch: false)];
        for (var i = 0; i < faces.Length; i++)
        {
            if (styles[i] == best) entries.Add(new FontListEntry(FontOf(faces[i].File, faces[i].Descriptor, description), faces[i].Descriptor.Ranges));
        }

        return true;
    }

    private SkiaFont FontOf(FontFile file, FontFaceDescriptor? descriptor, FontDescription description)
    {
        if (_fonts.Count >= MaxEntries) _fonts.Clear();
        // The list of families is of no matter for one of its fonts.
        var key = new FontKey(file, descriptor, description with { Families = FontDescription.DefaultFamilies });
        return _fonts.GetOrAdd(key, static k => new SkiaFont(k.File, k.Description, k.Descriptor));
    }
}
