using System.Diagnostics;
using System.Globalization;
using System.Text;
using WasmEngine.Fuzz.Css;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Fuzz.Style;

/// <summary>
/// Parses mutated documents with mutated sheets, styles them, changes them and styles them again, while time goes on. Nothing may be thrown or take long, and whatever is shown has a style.
/// </summary>
public static class StyleFuzzer
{
    private const int MaxLength = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Markup =
    [
        "<div class=a>", "</div>", "<p id=b>", "</p>", "<span class='c d'>", "</span>", "<ul><li>", "</ul>", "<table><tr><td width=10>", "</table>", "<a href=x>", "</a>", "<input type=checkbox checked>",
        "<select><option>", "</select>", "<svg><g fill=red>", "</svg>", "<template>", "</template>", "<b>", "</b>", "<style media='(width > 10px)'>a{}</style>", "<link rel=stylesheet href='data:text/css,b{width:1px}'>",
        "<details open><summary>", "</details>", "<img width=3 height=4 align=left>", "<e class=e data-x=1>", "</e>", "<h hidden>", "<i dir=auto>\u05d0", "<k lang=de>", "text", " ", "<!-- x -->", "<", "&amp;", "\0",
        "<font size=+1 color=red>", "<textarea>", "</textarea>", "<x style='D; --x: 3px'>", "<y style='D'>", "</x>", "<z style='animation: k 1s; D'>", "<a style='transition: all 1s; D'>", "<button disabled>", "<math><mi>",
    ];

    private static readonly string[] Rules =
    [
        ".a { D; .c & { D } } ", "#b:hover, .d:nth-child(2n+1 of .c) { D } ", "div:has(> p .c) + * { D } ", ":is(p, :not(.a)) ~ span::before { content: attr(data-x) 'x'; D } ", "@keyframes k { from { D } 30% { D } to { D } } ",
        "@media (width > 10px) and (hover) { * { D } } ", "@layer l { :root { D; --x: var(--y, 1px); --y: var(--x) } } ", "@property --x { syntax: '*'; inherits: false; initial-value: 2px } ", "e:empty, k:lang(de), i:dir(rtl) { D !important } ",
        "@supports selector(a > b) and (color: red) { td { D } } ", "li::marker { D } ", "@import 'data:text/css,p{color:red}' layer(x); ", "x { display: flex } y { display: contents } z { display: none } ", "p { all: revert } ",
    ];

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        var random = new Random(seed);
        var (elements, styled, slowest, worst) = (0L, 0L, TimeSpan.Zero, 0);
        for (var i = 0; i < iterations; i++)
        {
            var text = Make(random);
            var start = Stopwatch.GetTimestamp();
            try
            {
                styled += Style(random, text, ref elements);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed}: {exception.Message}\n{text}"), exception);
            }

            var took = Stopwatch.GetElapsedTime(start);
            if (took > slowest) (slowest, worst) = (took, i);
            if (took > Patience) throw new InvalidOperationException($"iteration {i} of seed {seed} took {took}:\n{text}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"elements {elements}, styles computed {styled}, slowest {slowest.TotalMilliseconds:0.0} ms at iteration {worst}");
    }

    private static long Style(Random random, string text, ref long elements)
    {
        var document = HtmlParser.Parse(text, new DocumentLimits { Nodes = 5_000 });
        var engine = new StyleEngine(document);
        long styled = engine.Update(0).Restyled;
        for (var step = 1; step < 6; step++)
        {
            var all = Document.Walk(document.Root!).OfType<Element>().ToArray();
            if (step == 1) elements += all.Length;
            Change(random, document, engine, all);
            styled += engine.Update(step * 0.3).Restyled;
            Check(engine, document.Root!);
        }

        return styled;
    }

    private static void Change(Random random, Document document, StyleEngine engine, Element[] all)
    {
        var (element, other) = (all[random.Next(all.Length)], all[random.Next(all.Length)]);
        switch (random.Next(8))
        {
            case 0:
                document.SetAttribute(element, "class", random.Next(3) == 0 ? null : "a c");
                break;
            case 1:
                document.SetAttribute(element, "style", Declarations(random));
                break;
            case 2:
                document.SetState(element, (ElementState)(1 << random.Next(9)), random.Next(2) == 0);
                break;
            case 3 when element.Parent is not null:
                document.Remove(element);
                break;
            case 4 when element.Parent is not null && !other.IsWithin(element):
                document.Insert(other, element, other.FirstChild);
                break;
            case 5:
                HtmlParser.SetInnerHtml(element, Markup[random.Next(Markup.Length)] + "x");
                break;
            case 6:
                engine.Environment = engine.Environment with { Width = random.Next(2000), PrefersDark = random.Next(2) == 0 };
                break;
            default:
                document.SetAttribute(element, "id", random.Next(2) == 0 ? "b" : null);
                break;
        }
    }

    private static void Check(StyleEngine engine, Element root)
    {
        var open = new Stack<Element>();
        open.Push(root);
        while (open.TryPop(out var element))
        {
            var style = engine.StyleOf(element);
            if (ReferenceEquals(style, ComputedStyle.Initial)) throw new InvalidOperationException($"<{element.Tag}> has no style");
            if (style.Display == Display.None) continue;
            for (var child = element.FirstElement; child is not null; child = child.NextElement) open.Push(child);
        }
    }

    private static string Make(Random random)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "" : "<!doctype html>").Append("<style>");
        for (var i = random.Next(1, 8); i > 0; i--) Fill(random, Rules[random.Next(Rules.Length)], text);
        text.Append("</style>");
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var piece = Markup[random.Next(Markup.Length)];
            for (var times = random.Next(60) == 0 ? random.Next(700) : 1; times > 0; times--) Fill(random, piece, text);
        }

        for (var changes = random.Next(0, 6); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0) text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
            else text.Insert(at, CssCorpus.Pieces[random.Next(CssCorpus.Pieces.Length)]);
        }

        if (text.Length > MaxLength) text.Length = MaxLength;
        return text.ToString();
    }

    private static void Fill(Random random, string pattern, StringBuilder into)
    {
        foreach (var c in pattern)
        {
            if (c == 'D') into.Append(Declarations(random));
            else into.Append(c);
        }
    }

    private static string Declarations(Random random) =>
        string.Join("; ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => CssCorpus.Declarations[random.Next(CssCorpus.Declarations.Length)])).Replace('\'', random.Next(8) == 0 ? '\'' : '"');
}
