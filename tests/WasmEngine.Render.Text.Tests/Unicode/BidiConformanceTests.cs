using System.Globalization;
using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

/// <summary>Unicode's own conformance tests of the bidirectional algorithm.</summary>
public sealed class BidiConformanceTests
{
    [Fact]
    public void BidiCharacterTest_All_Agree()
    {
        var count = 0;
        foreach (var line in UnicodeFiles.Lines("BidiCharacterTest.txt"))
        {
            var fields = line.Split(';');
            var text = UnicodeFiles.ParseText(fields[0]);
            var direction = fields[1] switch { "0" => BaseDirection.LeftToRight, "1" => BaseDirection.RightToLeft, _ => BaseDirection.Auto };
            var bidi = BidiParagraph.Resolve(text, direction);
            Assert.True(bidi.BaseLevel == byte.Parse(fields[2], CultureInfo.InvariantCulture), line);
            CheckLevels(bidi, Expand(text, fields[3].Split(' ')), text.Length, line);
            count++;
        }

        Assert.True(count > 90_000, $"only {count} cases");
    }

    [Fact]
    public void BidiTest_All_Agree()
    {
        var count = 0;
        string[] levels = [];
        int[] order = [];
        foreach (var line in UnicodeFiles.Lines("BidiTest.txt"))
        {
            if (line.StartsWith("@Levels:", StringComparison.Ordinal)) levels = line[8..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            else if (line.StartsWith("@Reorder:", StringComparison.Ordinal)) order = [.. line[9..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => int.Parse(o, CultureInfo.InvariantCulture))];
            else if (line[0] != '@') count += CheckClasses(line, levels, order);
        }

        Assert.True(count > 700_000, $"only {count} cases");
    }

    private static int CheckClasses(string line, string[] levels, int[] order)
    {
        var fields = line.Split(';');
        var classes = fields[0].Split(' ').Select(Enum.Parse<BidiClass>).ToArray();
        var bits = int.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var text = new string('x', classes.Length); // no brackets
        var count = 0;
        for (var bit = 0; bit < 3; bit++)
        {
            if ((bits & (1 << bit)) == 0) continue;
            var direction = bit switch { 0 => BaseDirection.Auto, 1 => BaseDirection.LeftToRight, _ => BaseDirection.RightToLeft };
            var found = CheckLevels(BidiParagraph.Resolve(text, [.. classes], direction), levels, text.Length, line + direction);
            CheckOrder(found, levels, order, line + direction);
            count++;
        }

        return count;
    }

    private static byte[] CheckLevels(BidiParagraph bidi, string[] expected, int length, string name)
    {
        var levels = new byte[length];
        bidi.LineLevels(0, length, levels);
        Assert.True(expected.Length == length, name);
        for (var i = 0; i < length; i++)
        {
            if (expected[i] != "x") Assert.True(levels[i] == byte.Parse(expected[i], CultureInfo.InvariantCulture), $"{name}: level {levels[i]} at {i}, expected {expected[i]}");
        }

        return levels;
    }

    private static void CheckOrder(byte[] levels, string[] expected, int[] order, string name)
    {
        int[] kept = [.. Enumerable.Range(0, levels.Length).Where(i => expected[i] != "x")];
        var found = new int[kept.Length];
        BidiParagraph.ReorderVisually([.. kept.Select(i => levels[i])], found);
        Assert.True(order.SequenceEqual(found.Select(i => kept[i])), name);
    }

    // One level for each UTF-16 unit from one for each code point.
    private static string[] Expand(string text, string[] levels)
    {
        var expanded = new List<string>();
        var at = 0;
        foreach (var level in levels)
        {
            UnicodeData.CodepointAt(text, at, out var length);
            for (var i = 0; i < length; i++) expanded.Add(level);
            at += length;
        }

        return [.. expanded];
    }
}
