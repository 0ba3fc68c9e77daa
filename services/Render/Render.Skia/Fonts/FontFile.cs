using SkiaSharp;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;
using HarfBuzz = HarfBuzzSharp;

namespace WasmEngine.Render.Skia;

/// <summary>
/// One face of a file or of a document's bytes, as Skia draws it and as HarfBuzz shapes it. Each is opened when first needed:
/// layout alone needs no Skia. Thread-safe; lives until the last user lets go of it, as shaped runs and blobs refer to it.
/// </summary>
internal sealed class FontFile
{
    private static readonly OpenTypeTag Weight = new("wght"), Width = new("wdth"), Slant = new("slnt"), Italic = new("ital");
    private static readonly OpenTypeTag[] ColorTables = [new("COLR"), new("CBDT"), new("sbix"), new("SVG ")];
    private readonly Lazy<Opened> _opened;
    private readonly Lazy<SKTypeface> _typeface;

    /// <summary>A face of a file whose tables were read already.</summary>
    internal FontFile(string path, int index, int offset, FaceInfo info)
    {
        Path = path;
        Info = info;
        _opened = new Lazy<Opened>(() => Open(HarfBuzz.Blob.FromFile(path), index, offset));
        // HarfBuzz takes a few fonts that Skia does not: their text has its room and stays blank.
        _typeface = new Lazy<SKTypeface>(() => SKTypeface.FromFile(path, index) ?? SKTypeface.Empty);
    }

    /// <summary>A face of bytes, which it takes a copy of.</summary>
    /// <exception cref="InvalidFontException">They are no usable font.</exception>
    internal FontFile(ReadOnlySpan<byte> bytes)
    {
        Path = "";
        Info = FontScanner.ReadInfo(bytes, 0);
        var data = SKData.CreateCopy(bytes);
        _opened = new Lazy<Opened>(() => Open(new HarfBuzz.Blob(data.Data, (int)data.Size, HarfBuzz.MemoryMode.ReadOnly, data.Dispose), 0, 0));
        _ = _opened.Value; // what is wrong with it shows now
        _typeface = new Lazy<SKTypeface>(SKTypeface.FromData(data, 0) ?? throw new InvalidFontException("Skia can't draw with the font"));
    }

    /// <summary>The file; empty if the face is of a document.</summary>
    internal string Path { get; }

    internal FaceInfo Info { get; }

    internal SKTypeface Typeface => _typeface.Value;

    internal HarfBuzz.Face Face => _opened.Value.Face;

    internal CharacterMap Characters => _opened.Value.Characters;

    internal FaceMetrics Metrics => _opened.Value.Metrics;

    internal bool HasColor => _opened.Value.HasColor;

    internal bool IsVariable => Info.Axes.Count > 0;

    /// <summary>What the face serves; a range where an axis varies.</summary>
    internal FaceStyle Style
    {
        get
        {
            var style = new FaceStyle(Info.Weight, Info.Stretch, Info.IsSlanted);
            foreach (var axis in Info.Axes)
            {
                if (axis.Tag == Weight) style = style with { MinWeight = axis.Minimum, MaxWeight = axis.Maximum };
                if (axis.Tag == Width) style = style with { MinStretch = axis.Minimum, MaxStretch = axis.Maximum };
            }

            return style;
        }
    }

    internal bool Contains(int codepoint) => Characters.Contains(codepoint);

    /// <summary>Whether the file can be opened and drawn with; says why if not.</summary>
    internal bool IsUsable(out string reason)
    {
        try
        {
            _ = _opened.Value;
            reason = "";
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidFontException or UnauthorizedAccessException)
        {
            reason = e.Message;
            return false;
        }
    }

    /// <summary>The axes' values for a description: its weight, stretch and slant, then font-variation-settings.</summary>
    internal FontVariation[] VariationsFor(FontDescription description)
    {
        var values = new List<FontVariation>();
        foreach (var axis in Info.Axes)
        {
            var value = axis.Default;
            if (axis.Tag == Weight) value = description.Weight;
            else if (axis.Tag == Width) value = description.Stretch;
            else if (axis.Tag == Slant && description.Slant != FontSlant.Normal) value = -description.ObliqueAngle;
            else if (axis.Tag == Italic && description.Slant != FontSlant.Normal) value = 1;
            foreach (var setting in description.Variations)
            {
                if (setting.Axis == axis.Tag) value = setting.Value;
            }

            values.Add(new FontVariation(axis.Tag, Math.Clamp(value, axis.Minimum, axis.Maximum)));
        }

        return [.. values];
    }

    private static Opened Open(HarfBuzz.Blob blob, int index, int offset)
    {
        ReadOnlySpan<byte> bytes = blob.AsSpan();
        if (bytes.IsEmpty) throw new InvalidFontException("the file is empty or can't be read");
        var directory = SfntDirectory.Parse(bytes, offset);
        var characters = CharacterMap.Parse(directory.Table(bytes, TableTags.Cmap));
        var metrics = FaceMetrics.Read(tag => directory.Table(blob.AsSpan(), tag).ToArray());
        var color = ColorTables.Any(t => directory.TryGet(t, out _, out _));
        var face = new HarfBuzz.Face(blob, index);
        if (face.GlyphCount == 0) throw new InvalidFontException("the font has no glyphs");
        return new Opened(blob, face, characters, metrics, color);
    }

    private sealed record Opened(HarfBuzz.Blob Blob, HarfBuzz.Face Face, CharacterMap Characters, FaceMetrics Metrics, bool HasColor);
}
