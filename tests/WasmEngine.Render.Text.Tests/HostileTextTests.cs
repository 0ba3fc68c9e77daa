using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Tests.Shaping;
using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests;

/// <summary>Texts that would take quadratic time if anything looked back or ahead from each place. They end, or the run does not.</summary>
public sealed class HostileTextTests
{
    private const int Length = 400_000;

    [Theory]
    [InlineData("\u0301")] // one cluster of nothing but marks
    [InlineData("a\u200d")]
    [InlineData("\U0001F1E9")] // flags without end
    [InlineData("\u2068")] // isolates that never end
    [InlineData("(\u05d0")]
    [InlineData("$(")]
    [InlineData("\u201c漢")]
    [InlineData("א\n")]
    [InlineData("\u202b\u0628")]
    public void AllAlgorithms_HugeText_End(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, Length / part.Length));
        var breaks = new LineBreak[text.Length];
        foreach (var rule in Enum.GetValues<LineBreakRule>()) LineBreaker.Find(text, new LineBreakOptions(rule), breaks);
        var bidi = BidiParagraph.Resolve(text, BaseDirection.Auto);
        var levels = new byte[text.Length];
        for (var line = 0; line + 20 <= text.Length; line += 20) bidi.LineLevels(line, line + 20, levels);
        for (int at = 0; at < text.Length; at = WordBreaker.Next(text, at)) Assert.InRange(at, 0, text.Length);
        var font = new FakeFontList(new FakeFont("latin", c => c < 0x250), new FakeFont("other", _ => true));
        var items = new List<TextItem>();
        TextItemizer.Itemize(text, [new TextSpan(0, text.Length, font)], bidi.Levels, items);
        Assert.Equal(text.Length, items.Sum(i => i.Length));
    }

    [Fact]
    public void Find_ManyParts_TakesLinearTime()
    {
        var text = new string('漢', Length);
        var breaks = new LineBreak[text.Length];
        for (var at = 0; at < Length; at += 4) LineBreaker.Find(text, at, at + 4, default, breaks);
        Assert.Equal(Length - 1, breaks.Count(b => b == LineBreak.Allowed));
    }
}
