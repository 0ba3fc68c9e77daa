using System.Text;
using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

public sealed class LineBreakerTests
{
    [Fact]
    public void Find_AllRecordedLines_AgreeWithChromium()
    {
        var options = default(LineBreakOptions);
        var count = 0;
        var wrong = new List<string>();
        using var file = new StreamReader(typeof(LineBreakerTests).Assembly.GetManifestResourceStream("chromium-breaks.txt")!);
        while (file.ReadLine() is { } line)
        {
            if (line.StartsWith("= ", StringComparison.Ordinal))
            {
                options = Parse(line[2..].Split(' '));
                continue;
            }

            var found = Mark(line.Replace("¦", "", StringComparison.Ordinal), options);
            if (found != line) wrong.Add($"{options.Rule} {options.Word}: {found}, Chromium {line}");
            count++;
        }

        Assert.True(count > 750, $"only {count} lines");
        Assert.True(wrong.Count <= 4, string.Join('\n', wrong)); // prefixes in loose Japanese, and what a hyphen between Latin and Han does
    }

    [Theory]
    [InlineData("a b", "a ¦b")]
    [InlineData("a\nb", "a\n¦b")]
    [InlineData("a\r\nb", "a\r\n¦b")]
    [InlineData("soft\u00adhyphen", "soft\u00ad¦hyphen")]
    [InlineData("(a) (b)", "(a) ¦(b)")]
    [InlineData("10,000 km", "10,000 ¦km")]
    [InlineData("漢字かな", "漢¦字¦か¦な")]
    [InlineData("漢字。", "漢¦字。")]
    [InlineData("a\u00a0b", "a\u00a0b")]
    [InlineData("👩\u200d👧👦", "👩\u200d👧¦👦")]
    [InlineData("", "")]
    [InlineData("\ud800", "\ud800")]
    [InlineData("\udc00\ud800 a", "\udc00\ud800 ¦a")]
    public void Find_Text_GivesItsBreaks(string text, string expected) => Assert.Equal(expected, Mark(text, default));

    [Fact]
    public void Find_AfterNewline_IsMandatory()
    {
        var breaks = new LineBreak[3];
        LineBreaker.Find("a\nb", default, breaks);
        Assert.Equal([LineBreak.None, LineBreak.None, LineBreak.Mandatory], breaks);
    }

    [Theory]
    [InlineData("one two-three four", 4, 9)]
    [InlineData("漢字 漢字abc 12,345.67 “q” $ 5", 3, 12)]
    [InlineData("🇩🇪🇫🇷🇬🇧🇮🇹", 4, 12)]
    public void Find_Part_GivesTheSameAsTheWhole(string text, int start, int end)
    {
        LineBreak[] whole = new LineBreak[text.Length], part = new LineBreak[text.Length];
        LineBreaker.Find(text, default, whole);
        LineBreaker.Find(text, start, end, default, part);
        Assert.Equal(whole[start..end], part[start..end]);
        Assert.All(part[..start], b => Assert.Equal(LineBreak.None, b));
    }

    [Fact]
    public void Find_RandomText_EveryPartAgrees()
    {
        const string alphabet = "ab -/?(){}$5.,%漢。「か\u0301\u200d😀🇩🇪“”א\u00a0\u00ad\n";
        var random = new Random(4711);
        for (var round = 0; round < 2000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 24)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            LineBreak[] whole = new LineBreak[text.Length], part = new LineBreak[text.Length];
            LineBreaker.Find(text, default, whole);
            var split = random.Next(text.Length);
            LineBreaker.Find(text, 0, split, default, part);
            LineBreaker.Find(text, split, text.Length, default, part);
            Assert.True(whole.AsSpan().SequenceEqual(part), $"{text} at {split}");
        }
    }

    private static LineBreakOptions Parse(string[] fields) =>
        new(Enum.Parse<LineBreakRule>(fields[1], ignoreCase: true), fields[0] switch { "break-all" => WordBreakRule.BreakAll, "keep-all" => WordBreakRule.KeepAll, _ => WordBreakRule.Normal },
            fields[2] == "ja");

    private static string Mark(string text, LineBreakOptions options)
    {
        var breaks = new LineBreak[text.Length];
        LineBreaker.Find(text, options, breaks);
        var marked = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (breaks[i] != LineBreak.None) marked.Append('¦');
            marked.Append(text[i]);
        }

        return marked.ToString();
    }
}
