using WasmEngine.Render.Style;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Lines, spans and auto-placement of grids (css-grid-2, 8).</summary>
public sealed class GridPlacementTests
{
    private static TrackSize Auto => default;

    /// <summary>[a] _ [b] _ [a] _ [b]: three tracks.</summary>
    private static GridTemplate Template { get; } = GridTemplate.Of(
        new TrackList([new TrackRepeat(RepeatKind.Once, 1, [Auto, Auto, Auto], [["a"], ["b"], ["a"], ["b"]])]), GridAreas.None, false, 1);

    [Theory]
    [InlineData("1", "", 0, 1)]
    [InlineData("2", "4", 1, 2)]
    [InlineData("4", "2", 1, 2)]
    [InlineData("2", "2", 1, 1)]
    [InlineData("-1", "", 3, 1)]
    [InlineData("-4", "-1", 0, 3)]
    [InlineData("-6", "", -2, 1)]
    [InlineData("", "2", 0, 1)]
    [InlineData("span 2", "4", 1, 2)]
    [InlineData("2", "span 5", 1, 5)]
    [InlineData("a 2", "", 2, 1)]
    [InlineData("a -1", "", 2, 1)]
    [InlineData("a", "b 2", 0, 3)]
    [InlineData("b 3", "", 4, 1)]
    [InlineData("b -3", "", -1, 1)]
    [InlineData("none", "", 4, 1)]
    [InlineData("span b", "3", 1, 1)]
    [InlineData("1", "span b", 0, 1)]
    [InlineData("2", "span b", 1, 2)]
    [InlineData("3", "span b 2", 2, 2)]
    public void Resolve_DefiniteLines_GivesStartAndSpan(string start, string end, int first, int span)
    {
        var resolved = GridLineResolver.Resolve(Line(start), Line(end), Template);
        Assert.Equal(new GridPlacementSpan(first, span), resolved);
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("span 3", "", 3)]
    [InlineData("", "span 2", 2)]
    [InlineData("span 3", "span 2", 3)]
    [InlineData("span b", "", 1)]
    [InlineData("span 2000000", "", GridTemplate.Limit)]
    public void Resolve_WithoutLine_GivesSpanAlone(string start, string end, int span) =>
        Assert.Equal(new GridPlacementSpan(null, span), GridLineResolver.Resolve(Line(start), Line(end), Template));

    [Fact]
    public void Resolve_HugeLine_IsHeldWithinTheLimit()
    {
        var resolved = GridLineResolver.Resolve(Line("2000000"), Line("-2000000"), Template);
        Assert.Equal(-GridTemplate.Limit, resolved.Start);
        Assert.Equal(GridTemplate.Limit, resolved.Span);
    }

    [Fact]
    public void Place_ItemsThatFillManyRows_TakesTheFirstFreePlaces()
    {
        var container = new LayoutBox(BoxKind.Grid, new ComputedStyle(), null);
        var items = new List<GridItem>();
        for (var i = 0; i < 20_000; i++)
        {
            var box = new LayoutBox(BoxKind.Block, new ComputedStyle(), null);
            container.Insert(box);
            items.Add(new GridItem(box, i));
        }

        GridPlacer.Place(items, GridAutoFlow.Row, GridTemplate.Of(TrackList.None, GridAreas.None, true, 1), Template);
        for (var i = 0; i < items.Count; i++)
        {
            Assert.Equal(new GridSpan(i / 3, (i / 3) + 1), items[i].Rows);
            Assert.Equal(new GridSpan(i % 3, (i % 3) + 1), items[i].Columns);
        }
    }

    private static GridLine Line(string text)
    {
        if (text.Length == 0) return default;
        var parts = text.Split(' ');
        var isSpan = parts[0] == "span";
        var (number, name) = (0, (string?)null);
        foreach (var part in parts.AsSpan(isSpan ? 1 : 0))
        {
            if (int.TryParse(part, out var parsed)) number = parsed;
            else name = part;
        }

        if (isSpan && number == 0) number = 1;
        return new GridLine(isSpan ? GridLineKind.Span : GridLineKind.Line, number, name);
    }
}
