using System.Text;
using WasmEngine.Render.Dom;
using Source = AngleSharp.Dom;

namespace WasmEngine.Render.Style.Tests;

/// <summary>Random documents and selectors: what we match is what the HTML library matches.</summary>
public sealed class SelectorAgreementTests
{
    private static readonly string[] Tags = ["div", "p", "span", "ul", "li", "a", "b", "input", "section", "em"];
    private static readonly string[] Names = ["a", "b", "c", "dark", "x-1", "wide"];

    [Fact]
    public void Match_RandomSelectors_AgreesWithTheLibrary()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var matches = 0;
        for (var round = 0; round < 60; round++)
        {
            var source = Html(random);
            var theirs = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(source);
            var ours = HtmlParser.Parse(source);
            var theirElements = theirs.All.ToArray();
            var ourElements = Document.Walk(ours.Root!).OfType<Element>().ToArray();
            Assert.Equal(theirElements.Length, ourElements.Length);
            for (var i = 0; i < 25; i++)
            {
                var text = List(random, 0);
                if (!IsKnown(text)) continue;
                var list = SelectorParser.Parse(text);
                Assert.True(list is not null, $"seed {seed}: {text} is refused");
                var matcher = new SelectorMatcher();
                matcher.Begin(ours);
                for (var e = 1; e < ourElements.Length; e++)
                {
                    var expected = theirElements[e].Matches(text);
                    var actual = matcher.Matches(ourElements[e], list);
                    if (actual) matches++;
                    Assert.True(expected == actual, $"seed {seed}: {text} on {theirElements[e].OuterHtml}: {expected} is expected\n{source}");
                }
            }
        }

        Assert.True(matches > 300, $"only {matches} matches: the test says little");
    }

    [Fact]
    public void Specificity_RandomSelectors_AgreesWithTheLibrary()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var parser = new AngleSharp.Css.Parser.CssSelectorParser();
        for (var i = 0; i < 2000; i++)
        {
            // The library counts what :not() and the like hold in ways of its own.
            var text = Complex(random, depth: 2);
            if (parser.ParseSelector(text) is not { } parsed) continue;
            var theirs = parsed.Specificity;
            var ours = SelectorParser.Parse(text)!.Selectors[0].Specificity;
            Assert.True(((theirs.Ids << 20) | (theirs.Classes << 10) | theirs.Tags) == ours, $"seed {seed}: {text}: {theirs.Ids},{theirs.Classes},{theirs.Tags} is expected, not {ours >> 20},{(ours >> 10) & 1023},{ours & 1023}");
        }
    }

    // The library refuses some selectors that are valid.
    private static bool IsKnown(string text) => new AngleSharp.Css.Parser.CssSelectorParser().ParseSelector(text) is not null;

    private static string Html(Random random)
    {
        var html = new StringBuilder("<!doctype html><html lang=en><body>");
        Fill(html, random, 0);
        return html.ToString();
    }

    private static void Fill(StringBuilder html, Random random, int depth)
    {
        var count = random.Next(depth == 0 ? 3 : 0, 5);
        for (var i = 0; i < count; i++)
        {
            if (random.Next(6) == 0) html.Append(random.Next(2) == 0 ? " " : "text");
            // Only tags that nest freely, so that both trees look alike.
            var tag = depth > 3 ? "span" : Tags[random.Next(Tags.Length)];
            if (tag is "p" or "a") tag = "div";
            html.Append('<').Append(tag);
            if (random.Next(4) == 0) html.Append(" id=").Append(Names[random.Next(Names.Length)]);
            if (random.Next(2) == 0) html.Append(" class='").Append(Names[random.Next(Names.Length)]).Append(' ').Append(Names[random.Next(Names.Length)]).Append('\'');
            if (random.Next(4) == 0) html.Append(" title='").Append(Pick(random, "one", "one two", "en-US", "One", "")).Append('\'');
            if (random.Next(6) == 0) html.Append(" lang=").Append(Pick(random, "de", "en-US", "fr"));
            if (tag is "input")
            {
                html.Append(Pick(random, " type=checkbox checked", " disabled", " required", " readonly", " type=radio", "")).Append('>');
                continue;
            }

            html.Append('>');
            if (depth < 5) Fill(html, random, depth + 1);
            html.Append("</").Append(tag).Append('>');
        }
    }

    private static string List(Random random, int depth)
    {
        var text = Complex(random, depth);
        return random.Next(4) == 0 ? $"{text}, {Complex(random, depth)}" : text;
    }

    private static string Complex(Random random, int depth)
    {
        var text = new StringBuilder(Compound(random, depth));
        var count = random.Next(0, 3);
        for (var i = 0; i < count; i++) text.Append(Pick(random, " ", ">", " + ", "~ ", " > ")).Append(Compound(random, depth));
        return text.ToString();
    }

    private static string Compound(Random random, int depth)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? Tags[random.Next(Tags.Length)] : random.Next(6) == 0 ? "*" : "");
        var count = random.Next(text.Length == 0 ? 1 : 0, 3);
        for (var i = 0; i < count; i++) text.Append(Simple(random, depth));
        return text.ToString();
    }

    private static string Simple(Random random, int depth)
    {
        // For the library the root is nobody's child, and so neither first nor last: it is kept out.
        switch (random.Next(depth > 0 ? 5 : 9))
        {
            case 0:
                return "#" + Names[random.Next(Names.Length)];
            case 1 or 2:
                return "." + Names[random.Next(Names.Length)];
            case 3:
                return $"[title{Pick(random, "", "=one", "~=two", "|=en", "^=o", "$='o'", "*=\"n\"", "=ONE i")}]";
            case 4:
                return ":" + Pick(random, "empty", "root", "checked", "disabled", "enabled");
            case 5:
                return random.Next(2) == 0
                    ? $":{Pick(random, "first-child", "last-child", "only-child", "first-of-type", "last-of-type", "only-of-type")}:not(html)"
                    : $":not(html):{Pick(random, "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type")}({Pick(random, "odd", "even", "2", "2n+1", "-n+3", "3n-1", "n", "+3n", "0n+1")})";
            case 6:
                return $":not({Complex(random, depth + 1)})";
            case 7:
                return $":is({List(random, depth + 1)})";
            default:
                return $":not(html):has({Pick(random, "", "> ", "+ ", "~ ")}{Compound(random, depth + 2)})";
        }
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
