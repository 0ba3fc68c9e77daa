using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class InvalidationTests
{
    private const string List = "<div id=root><ul id=list><li id=a class=item></li><li id=b class=item><b id=bb></b></li><li id=c class=item></li></ul><p id=p></p></div>";

    [Theory]
    [InlineData(".on { color: red }", "b", "b", 1)]
    [InlineData(".on b { color: red }", "b", "bb", 1)]
    [InlineData(".on + li { color: red }", "b", "c", 1)]
    [InlineData(".on ~ li { color: red }", "a", "b c", 2)]
    [InlineData(".on ~ li b { color: red }", "a", "bb", 1)]
    [InlineData("#root:has(.on) p { color: red }", "b", "p", 1)]
    [InlineData("ul:has(> .on) + p { color: red }", "b", "p", 1)]
    [InlineData("li:not(.on) { color: red }", "b", "b", 1)]
    [InlineData(":is(.on, #zzz) > b { color: red }", "b", "bb", 1)]
    [InlineData(".unrelated { color: red }", "b", "", 0)]
    [InlineData("li:nth-child(1 of .on) { color: red }", "b", "b", 3)]
    public void Class_Added_OnlyWhatItReachesIsMatched(string css, string id, string reached, int most)
    {
        var page = new StyledPage($"<style>{css}</style>{List}");
        page.Document.SetAttribute(page[id], "class", "item on");
        var update = page.Update();
        foreach (var each in reached.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Assert.Contains((each, PseudoElement.None), page.Changes.Keys);
        Assert.True(update.Matched <= most, $"{update.Matched} elements were matched");
        AssertCurrent(page);
    }

    [Theory]
    [InlineData("li:hover { color: red }", ElementState.Hover, 1)]
    [InlineData("li:focus b { color: red }", ElementState.Focus, 1)]
    [InlineData("li:hover { color: red }", ElementState.Active, 0)]
    public void State_Changed_OnlyWhatItReachesIsMatched(string css, ElementState state, int matched)
    {
        var page = new StyledPage($"<style>{css}</style>{List}");
        page.Document.SetState(page["b"], state, true);
        Assert.Equal(matched, page.Update().Matched);
        AssertCurrent(page);
    }

    [Fact]
    public void Nothing_Changed_NothingIsStyled()
    {
        var page = new StyledPage($"<style>li {{ color: red }}</style>{List}");
        Assert.Equal(default, page.Update());
        Assert.False(page.Engine.IsDirty);
    }

    [Fact]
    public void Text_Changed_NothingIsStyled()
    {
        var page = new StyledPage("<style>p { color: red }</style><p id=p>text");
        page.Document.SetText((TextNode)page["p"].FirstChild!, "other");
        Assert.Equal(0, page.Update().Restyled);
    }

    [Fact]
    public void Inherited_Changed_ReachesDescendantsWithoutMatching()
    {
        var page = new StyledPage(List);
        page.Document.SetAttribute(page["list"], "style", "color: red");
        var update = page.Update();
        Assert.Equal((1, 5), (update.Matched, update.Restyled));
        Assert.Equal(StyleDifference.Repaint, page.Changes[("bb", PseudoElement.None)]);
    }

    [Fact]
    public void NotInherited_Changed_StaysWithTheElement()
    {
        var page = new StyledPage(List);
        page.Document.SetAttribute(page["list"], "style", "width: 10px");
        Assert.Equal(1, page.Update().Restyled);
        Assert.Equal(StyleDifference.Reflow, page.Changes[("list", PseudoElement.None)]);
    }

    [Fact]
    public void Explicit_Inherit_FollowsTheParent()
    {
        var page = new StyledPage($"<style>li {{ width: inherit }}</style>{List}");
        page.Document.SetAttribute(page["list"], "style", "width: 10px");
        page.Update();
        Assert.Equal("10px", page.Get("b", "width"));
    }

    [Theory]
    [InlineData("li:first-child { color: red }")]
    [InlineData("li:nth-child(even) b { color: red }")]
    [InlineData("li:last-of-type { color: red }")]
    [InlineData("li + li { color: red }")]
    [InlineData("li ~ li b { color: red }")]
    [InlineData("ul:empty { color: red }")]
    [InlineData("#root:has(#b) p { color: red }")]
    [InlineData("li:has(+ #c) { color: red }")]
    [InlineData("ul:not(:has(b)) { color: red }")]
    public void Children_InsertedAndRemoved_StylesStayCurrent(string css)
    {
        var page = new StyledPage($"<style>{css}</style>{List}");
        var list = page["list"];
        var (a, b, c) = (page["a"], page["b"], page["c"]);
        Action[] steps =
        [
            () => page.Document.Insert(list, c, a),
            () => page.Document.Remove(b),
            () => page.Document.Insert(list, page.Document.CreateElement("li"), list.FirstChild),
            () => page.Document.Insert(c, b),
            () =>
            {
                while (list.FirstChild is { } child) page.Document.Remove(child);
            },
            () => page.Document.Insert(list, a),
            () => page.Document.Insert(list, page.Document.CreateText("x")),
        ];
        foreach (var step in steps)
        {
            step();
            page.Update();
            AssertCurrent(page);
        }
    }

    [Fact]
    public void Random_Mutations_StylesAreThoseOfAFreshEngine()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] classes = ["x", "y", "z"];
        const string css = """
            .x { color: red } .y > div { width: 10px } .z div { margin-top: 3px } .x + .y { height: 7px } .y ~ .z span { color: blue } div:nth-child(2n) { padding-top: 1px } .x:hover span { color: lime }
            .x:has(.z) { font-size: 20px } div:not(.x) > span { border-top: 1px solid } .y::before { content: 'y' } .z { display: flex } div:empty { opacity: .5 } span:last-child { letter-spacing: 1px }
            [title=q] div { margin-left: 4px } .x { --v: 3px } span { margin-right: var(--v, 1px) } .none { display: none }
            """;
        var page = new StyledPage($"<style>{css}</style><div id=top></div>");
        for (var i = 0; i < 400; i++)
        {
            var all = Document.Walk(page["top"]).OfType<Element>().ToArray();
            var element = all[random.Next(all.Length)];
            switch (random.Next(7))
            {
                case 0 or 1:
                    if (all.Length < 60) page.Document.Insert(element, page.Document.CreateElement(random.Next(3) == 0 ? "span" : "div"), element.FirstChild is { } first && random.Next(2) == 0 ? first : null);
                    break;
                case 2:
                    if (element.Id is not "top" && random.Next(2) == 0) page.Document.Remove(element);
                    break;
                case 3 or 4:
                    page.Document.SetAttribute(element, "class", random.Next(12) == 0 ? "none" : random.Next(5) == 0 ? null : classes[random.Next(3)] + " " + classes[random.Next(3)]);
                    break;
                case 5:
                    page.Document.SetState(element, ElementState.Hover, random.Next(2) == 0);
                    break;
                default:
                    if (random.Next(3) == 0) page.Document.SetAttribute(element, "title", random.Next(2) == 0 ? "q" : null);
                    else if (element.Parent is not null && all[random.Next(all.Length)] is var other && !other.IsWithin(element) && element.Id is not "top") page.Document.Insert(other, element);
                    break;
            }

            if (random.Next(3) != 0) continue;
            page.Update();
            AssertCurrent(page, $"seed {seed}, step {i}");
        }
    }

    [Fact]
    public void Sheet_TextChanged_IsFollowed()
    {
        var page = new StyledPage($"<style id=s>li {{ color: red }}</style>{List}");
        page.Document.SetText((TextNode)page["s"].FirstChild!, "li { width: 5px }");
        page.Update();
        Assert.Equal("5px", page.Get("a", "width"));
        Assert.Equal(Color.Black, page.Style("a").Text.Color);
        page.Document.Remove(page["s"]);
        page.Update();
        Assert.Equal("auto", page.Get("a", "width"));
    }

    [Theory]
    [InlineData("color: red", StyleDifference.Repaint)]
    [InlineData("transform: scale(2)", StyleDifference.Composite)]
    [InlineData("opacity: 0.5", StyleDifference.Composite)]
    [InlineData("margin-left: 1px", StyleDifference.Reflow)]
    [InlineData("display: flex", StyleDifference.Reconstruct)]
    [InlineData("z-index: 3", StyleDifference.Stacking)]
    [InlineData("background: red", StyleDifference.Repaint)]
    [InlineData("overflow: scroll", StyleDifference.Scroll)]
    public void Difference_Declaration_IsThat(string css, StyleDifference difference)
    {
        // A first transform makes a containing block, and so layout anew; another only moves what is there.
        var page = new StyledPage($"<style>p {{ transform: scale(1) }}</style>{List}");
        page.Document.SetAttribute(page["p"], "style", css);
        page.Update();
        Assert.True((page.Changes[("p", PseudoElement.None)] & difference) != 0, page.Changes[("p", PseudoElement.None)].ToString());
        if (difference is StyleDifference.Repaint or StyleDifference.Composite) Assert.Equal(StyleDifference.None, page.Changes[("p", PseudoElement.None)] & (StyleDifference.Reflow | StyleDifference.Reconstruct));
    }

    // Each style is the one that an engine which knows nothing of the past computes.
    private static void AssertCurrent(StyledPage page, string note = "")
    {
        var kept = new Dictionary<Element, NodeData?>();
        var elements = Document.Walk(page.Document.Root!).OfType<Element>().ToArray();
        foreach (var element in elements)
        {
            kept[element] = element.StyleData;
            element.StyleData = null;
        }

        new StyleEngine(page.Document, page.Engine.Environment).Update();
        foreach (var element in elements)
        {
            var (actual, expected) = ((ElementStyle?)kept[element], (ElementStyle?)element.StyleData);
            element.StyleData = actual;
            if (expected?.Style is null) continue;
            AssertEqual(expected.Style, actual?.Style, $"<{element.Tag} id={element.Id} class={element.Attribute("class")}> {note}");
            for (var pseudo = 1; pseudo < 9; pseudo++)
            {
                Assert.Equal(expected.Pseudos?[pseudo] is null, actual!.Pseudos?[pseudo] is null);
                if (expected.Pseudos?[pseudo] is { } style) AssertEqual(style, actual.Pseudos![pseudo], $"{element.Tag}::{(PseudoElement)pseudo} {note}");
            }
        }
    }

    private static void AssertEqual(ComputedStyle expected, ComputedStyle? actual, string what)
    {
        Assert.True(actual is not null, what);
        foreach (var id in PropertyTable.All)
            Assert.True(PropertyTable.AreEqual(id, expected, actual), $"{what}: {PropertyTable.Name(id)} is {PropertyTable.Serialize(id, actual)}, not {PropertyTable.Serialize(id, expected)}");
        Assert.Equal(expected.Box.OriginalDisplay, actual.Box.OriginalDisplay);
    }
}
