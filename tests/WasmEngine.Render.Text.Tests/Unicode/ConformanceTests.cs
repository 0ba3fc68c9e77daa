using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

/// <summary>Unicode's own conformance tests.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void LineBreakTest_All_Agree() =>
        Check("auxiliary/LineBreakTest.txt", 7_000, text =>
        {
            var breaks = new LineBreak[text.Length];
            LineBreaker.Find(text, new LineBreakOptions { IsPlain = true }, breaks);
            return [.. breaks.Select(b => b != LineBreak.None), true];
        });

    [Fact]
    public void GraphemeBreakTest_All_Agree() =>
        Check("auxiliary/GraphemeBreakTest.txt", 600, text => Forwards(text, GraphemeBreaker.Next));

    [Fact]
    public void GraphemeBreakTest_Backwards_Agree() =>
        Check("auxiliary/GraphemeBreakTest.txt", 600, text =>
        {
            var boundaries = new bool[text.Length + 1];
            boundaries[text.Length] = true;
            for (var at = text.Length; at > 0;) boundaries[at = GraphemeBreaker.Previous(text, at)] = true;
            return boundaries;
        });

    [Fact]
    public void WordBreakTest_All_Agree() => Check("auxiliary/WordBreakTest.txt", 1_800, text => Forwards(text, WordBreaker.Next));

    private delegate int NextBoundary(ReadOnlySpan<char> text, int index);

    private static bool[] Forwards(string text, NextBoundary next)
    {
        var boundaries = new bool[text.Length + 1];
        boundaries[0] = true;
        for (var at = 0; at < text.Length;) boundaries[at = next(text, at)] = true;
        return boundaries;
    }

    private static void Check(string file, int least, Func<string, bool[]> find)
    {
        var count = 0;
        var wrong = new List<string>();
        foreach (var line in UnicodeFiles.Lines(file))
        {
            var (text, expected) = UnicodeFiles.ParseBoundaries(line);
            var found = find(text);
            // A line break at the text's start is none, a grapheme's or word's boundary is one.
            if (!expected.AsSpan(1).SequenceEqual(found.AsSpan(1))) wrong.Add(line);
            count++;
        }

        Assert.True(count >= least, $"only {count} cases");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join('\n', wrong.Take(20))}");
    }
}
