using HarfBuzzSharp;
using SkiaSharp;

namespace WasmEngine.Render.Skia;

/// <summary>One font, as Skia draws it and as HarfBuzz shapes it. Thread-safe for reading once made.</summary>
internal sealed class FontFile : IDisposable
{
    private readonly Blob _blob;
    private readonly Face _face;
    private readonly SKFont _probe;

    internal FontFile(string path)
    {
        Path = path;
        Typeface = SKTypeface.FromFile(path, 0) ?? throw new InvalidDataException($"{path} is not a font");
        _probe = new SKFont(Typeface);
        _blob = Blob.FromFile(path);
        _face = new Face(_blob, 0);
        Shaping = new Font(_face);
        Shaping.SetFunctionsOpenType();
        UnitsPerEm = _face.UnitsPerEm;
        Shaping.SetScale(UnitsPerEm, UnitsPerEm);
    }

    internal string Path { get; }

    internal SKTypeface Typeface { get; }

    /// <summary>Shapes in font units: one set of advances for all sizes.</summary>
    internal Font Shaping { get; }

    internal int UnitsPerEm { get; }

    internal bool Contains(int codepoint) => _probe.ContainsGlyph(codepoint);

    public void Dispose()
    {
        Shaping.Dispose();
        _probe.Dispose();
        _face.Dispose();
        _blob.Dispose();
        Typeface.Dispose();
    }
}
