using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Text.Tests.Shaping;

/// <summary>A font that has the characters that a test says.</summary>
internal sealed class FakeFont(string name, Func<int, bool> contains) : ScaledFont
{
    public override string FamilyName => name;

    public override float Size => 10;

    public override FontDescription Description { get; } = new();

    public override FontMetrics Metrics => throw new InvalidOperationException("not needed here");

    public override bool SyntheticBold => false;

    public override bool SyntheticItalic => false;

    public override bool HasColor => false;

    public override bool Contains(int codepoint) => contains(codepoint);
}

/// <summary>A list of two fonts: the second has all characters.</summary>
internal sealed class FakeFontList(ScaledFont first, ScaledFont second) : ResolvedFont
{
    public override FontDescription Description { get; } = new();

    public override ScaledFont Primary => first;

    public override ScaledFont FontFor(ReadOnlySpan<char> cluster, EmojiPresentation presentation) =>
        presentation != EmojiPresentation.Emoji && cluster.ToString().EnumerateRunes().All(r => first.Contains(r.Value)) ? first : second;
}

/// <summary>One glyph of 10 px for each character, and it counts.</summary>
internal sealed class FakeShaper : ITextShaper
{
    internal List<string> Shaped { get; } = [];

    public ShapedRun Shape(ReadOnlySpan<char> text, int start, int length, ScaledFont font, byte level, Script script)
    {
        lock (Shaped) Shaped.Add($"{text.Slice(start, length)}|{text}");
        var glyphs = new GlyphData[length];
        for (var i = 0; i < length; i++)
        {
            var cluster = (level & 1) != 0 ? length - 1 - i : i;
            glyphs[i] = new GlyphData((ushort)text[start + cluster], GlyphFlags.None, cluster, 10, 0, 0);
        }

        return new ShapedRun(font, (level & 1) != 0, length, glyphs);
    }
}
