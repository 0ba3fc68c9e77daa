using System.Text;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Makes documents of others: what most changes are is still HTML and CSS, so that they reach layout.</summary>
internal static class DocumentMutation
{
    private const int MaxLength = 6_000;

    internal static string Make(Random random)
    {
        var text = new StringBuilder(random.Next(8) == 0 ? Invented(random) : DocumentCorpus.Seeds[random.Next(DocumentCorpus.Seeds.Length)]);
        for (var changes = random.Next(1, 10); changes > 0; changes--) Change(random, text);
        if (text.Length > MaxLength) text.Length = MaxLength;
        return text.ToString();
    }

    /// <summary>Some declarations.</summary>
    internal static string Declarations(Random random, string[] from) =>
        string.Join(";", Enumerable.Range(0, random.Next(1, 4)).Select(_ => from[random.Next(from.Length)])).Replace('\'', '"');

    private static string Invented(Random random)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "" : "<!doctype html>");
        text.Append("<style>").Append(".a{").Append(Declarations(random, DocumentCorpus.Declarations)).Append("} div{").Append(Declarations(random, DocumentCorpus.Declarations)).Append("}</style>");
        for (var i = random.Next(2, 30); i > 0; i--)
        {
            var piece = DocumentCorpus.Markup[random.Next(DocumentCorpus.Markup.Length)];
            if (random.Next(3) == 0) text.Append("<div style='").Append(Declarations(random, DocumentCorpus.Declarations)).Append("'>");
            for (var times = random.Next(80) == 0 ? random.Next(600) : 1; times > 0; times--) text.Append(piece);
        }

        return text.ToString();
    }

    private static void Change(Random random, StringBuilder text)
    {
        if (text.Length == 0) return;
        var at = random.Next(text.Length);
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                Declare(random, text, at);
                break;
            case 3 or 4:
                Renumber(random, text, at);
                break;
            case 5 or 6:
                text.Insert(After(text, at, '>'), DocumentCorpus.Markup[random.Next(DocumentCorpus.Markup.Length)]);
                break;
            case 7: // an element taken elsewhere, or twice
                var from = Before(text, at, '<');
                var piece = text.ToString(from, After(text, Math.Min(from + random.Next(1, 200), text.Length - 1), '>') - from);
                if (random.Next(2) == 0) text.Remove(from, piece.Length);
                for (var times = random.Next(40) == 0 ? random.Next(60) : 1; times > 0 && text.Length < MaxLength; times--) text.Insert(After(text, text.Length == 0 ? 0 : random.Next(text.Length), '>'), piece);
                break;
            case 8:
                var other = DocumentCorpus.Seeds[random.Next(DocumentCorpus.Seeds.Length)];
                var start = random.Next(other.Length);
                text.Insert(After(text, at, '>'), other.AsSpan(start, Math.Min(random.Next(1, 400), other.Length - start)));
                break;
            case 9:
                text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                break;
            case 10 when random.Next(4) == 0:
                text[at] = (char)random.Next(1, 256);
                break;
            case 10 when random.Next(6) == 0: // towers
                var tag = DocumentCorpus.Markup[random.Next(DocumentCorpus.Markup.Length)];
                text.Insert(After(text, at, '>'), string.Concat(Enumerable.Repeat(tag, random.Next(2, 300))));
                break;
            default:
                text.Insert(at, DocumentCorpus.Pieces[random.Next(DocumentCorpus.Pieces.Length)]);
                break;
        }
    }

    // Into a style attribute or a rule, if there is one beyond; else into a new attribute.
    private static void Declare(Random random, StringBuilder text, int at)
    {
        var source = text.ToString();
        var declarations = Declarations(random, DocumentCorpus.Declarations);
        var semicolon = source.IndexOfAny([';', '{'], at);
        if (semicolon >= 0 && random.Next(3) > 0)
        {
            text.Insert(semicolon + 1, declarations + ";");
            return;
        }

        var tag = source.IndexOf("<div", at, StringComparison.Ordinal);
        if (tag >= 0) text.Insert(tag + 4, $" style='{declarations}'");
        else text.Append($"<div style='{declarations}'>");
    }

    private static void Renumber(Random random, StringBuilder text, int at)
    {
        var start = at;
        while (start < text.Length && !char.IsAsciiDigit(text[start])) start++;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        text.Remove(start, end - start).Insert(start, DocumentCorpus.Numbers[random.Next(DocumentCorpus.Numbers.Length)]);
    }

    private static int After(StringBuilder text, int at, char mark)
    {
        while (at < text.Length && text[at] != mark) at++;
        return Math.Min(at + 1, text.Length);
    }

    private static int Before(StringBuilder text, int at, char mark)
    {
        while (at > 0 && text[at] != mark) at--;
        return at;
    }
}
