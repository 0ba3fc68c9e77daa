using WasmEngine.Render.Dom;
using Xunit;

namespace WasmEngine.Render.Pages.Tests;

/// <summary>Whatever changes, layout ends where a new one would.</summary>
public sealed class IncrementalLayoutTests
{
    private const string Source = """
        <!doctype html><style>
        .f { display: flex; gap: 4px } .g { display: grid; grid-template-columns: 1fr 2fr } .l { float: left; width: 30px } .a { position: absolute; right: 5px } .r { position: relative }
        .n { display: none } .c { display: contents } .b::before { content: counter(x) ". "; counter-increment: x } .w { width: 120px; overflow: auto; height: 60px } .big { font-size: 24px }
        .t { display: table } .s { position: sticky; top: 0 } .i { display: inline-block; padding: 3px } p { margin: 8px 0 }
        </style><body>
        <div id=a class=r>text <b>bold</b><p>para <span>in <i>line</i></span> text that wraps over the width of the box</p>tail</div>
        <div class=f><div>one</div><div class=big>two</div>three</div><div class=g><div>1</div><div>2</div><div>3</div></div>
        <ol><li>x</li><li>y <ul><li>z</li></ul></li></ol><table><tr><td>cell</td><td>other</td></tr></table>
        <div class=w><p class=s>sticky</p><p>1</p><p>2</p></div><div><div class=l>float</div>beside <button>press</button> <input value=v></div>
        """;

    private static readonly string[] Classes = ["", "f", "g", "l", "a", "r", "n", "c", "b", "w", "big", "t", "s", "i", "f big", "g b"];

    private static readonly string[] Fragments =
    [
        "text", " ", "<p>block of text</p>", "<span>inline</span>", "<div class=l>f</div>", "<div class=a>abs</div>", "<span>a<p>b</p>c</span>", "<td>cell</td>", "<br>", "<li>item</li>",
        "<div class=f>x<div>y</div></div>", "<div class=c>c<p>d</p></div>", "<b class=b>g</b>", "<button>new</button>", "<img alt=picture>", "<textarea>t</textarea>",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(44)]
    [InlineData(57)]
    [InlineData(119)]
    public void Update_AfterRandomChanges_EqualsANewLayout(int seed)
    {
        var random = new Random(seed);
        using var fixture = new PageFixture(Source);
        var body = (Element)fixture.Document.Root!.LastChild!;
        for (var step = 0; step < 150; step++)
        {
            var nodes = Document.Walk(body).Skip(1).ToArray();
            if (nodes.Length == 0) break;
            var what = Change(fixture, random, body, nodes[random.Next(nodes.Length)]);
            if (random.Next(3) == 0) continue;
            var incremental = fixture.Boxes();
            Assert.True(string.Equals(fixture.BoxesOfNewLayout(), incremental, StringComparison.Ordinal), $"seed {seed}, step {step}: {what}\n{Difference(fixture.Boxes(), incremental)}");
        }
    }

    [Fact]
    public void Resize_OfTheViewport_EqualsANewLayout()
    {
        using var fixture = new PageFixture(Source);
        fixture.Page.Options = fixture.Page.Options with { Width = 333 };
        var incremental = fixture.Boxes();
        Assert.Equal(fixture.BoxesOfNewLayout(), incremental);
    }

    [Theory]
    [InlineData("vertical-rl", "horizontal-tb")]
    [InlineData("horizontal-tb", "vertical-lr")]
    public void WritingMode_OfBodyAndTextsBesideIt_EqualsANewLayout(string before, string after)
    {
        using var fixture = new PageFixture($"<!doctype html><body style='writing-mode:{before}'><p>Hello</p>text");
        var body = (Element)fixture.Document.Root!.LastChild!;
        fixture.Boxes();
        fixture.Document.Insert(fixture.Document.Root, body.LastChild!, fixture.Document.Root.FirstChild); // in an anonymous block of the root
        Assert.Equal(fixture.Boxes(), fixture.BoxesOfNewLayout());
        fixture.Document.SetAttribute(body, "style", $"writing-mode:{after}");
        var incremental = fixture.Boxes();
        Assert.Equal(fixture.BoxesOfNewLayout(), incremental);
    }

    [Fact]
    public void PercentPadding_OfAVerticalBox_EqualsANewLayout()
    {
        using var fixture = new PageFixture("<!doctype html><style>div{padding:10%}</style><dialog open><div style='writing-mode:vertical-rl'><b>text</b> more</div></dialog>");
        fixture.Boxes();
        var bold = Document.Walk(fixture.Document.Root!).OfType<Element>().Single(e => e.Tag == "b");
        fixture.Document.Remove(bold.FirstChild!);
        var incremental = fixture.Boxes();
        Assert.Equal(fixture.BoxesOfNewLayout(), incremental);
    }

    private static string Change(PageFixture fixture, Random random, Element body, Node node)
    {
        switch (random.Next(5))
        {
            case 0 when node is Element parent:
                var html = Fragments[random.Next(Fragments.Length)];
                var before = random.Next(2) == 0 ? parent.FirstChild : null;
                foreach (var child in HtmlParser.ParseFragment(body, html)) fixture.Document.Insert(parent, child, before);
                return $"insert {html} into {parent.Tag}";
            case 1 when random.Next(2) == 0:
                fixture.Document.Remove(node);
                return $"remove {(node as Element)?.Tag}";
            case 2 or 3 when node is Element element:
                var name = Classes[random.Next(Classes.Length)];
                fixture.Document.SetAttribute(element, "class", name);
                return $"class {name} of {element.Tag}";
            case 4 when node is TextNode text:
                fixture.Document.SetText(text, random.Next(3) switch { 0 => " ", 1 => "some other longer text", _ => "x" });
                return "text";
            default:
                return "nothing";
        }
    }

    private static string Difference(string expected, string actual)
    {
        var (e, a) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', e.Zip(a).Where(p => p.First != p.Second).Take(4).Select(p => $"new:         {p.First}\nincremental: {p.Second}"));
    }
}
