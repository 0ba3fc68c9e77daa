using CsCheck;

namespace WasmEngine.Render.Style.Tests;

public sealed class PropertyTableTests
{
    [Fact]
    public void EachProperty_IsDefined_AndItsInitialValueReadsBack()
    {
        foreach (var id in PropertyTable.All)
        {
            var name = PropertyTable.Name(id);
            Assert.Equal([id], PropertyTable.Longhands(name));
            var text = PropertyTable.Serialize(id, ComputedStyle.Initial);
            var declarations = DeclarationParser.Parse(name, text);
            Assert.True(declarations.Count == 1, $"{name}: {text}");
            var style = Css.Compute($"{name}: {text}");
            Assert.True(PropertyTable.AreEqual(id, ComputedStyle.Initial, style), $"{name}: {text} became {PropertyTable.Serialize(id, style)}");
        }
    }

    [Theory]
    [InlineData("-webkit-transform", PropertyId.Transform)]
    [InlineData("WORD-WRAP", PropertyId.OverflowWrap)]
    [InlineData("grid-row-gap", PropertyId.RowGap)]
    [InlineData("-webkit-margin-start", PropertyId.MarginInlineStart)]
    public void Alias_IsTheProperty(string name, PropertyId id) => Assert.Equal([id], PropertyTable.Longhands(name));

    [Fact]
    public void Inherited_AreThoseOfTheSpecifications()
    {
        PropertyId[] some = [PropertyId.Color, PropertyId.FontSize, PropertyId.LineHeight, PropertyId.TextAlign, PropertyId.Visibility, PropertyId.ListStyleType, PropertyId.Quotes, PropertyId.TextShadow, PropertyId.Fill];
        PropertyId[] others = [PropertyId.Width, PropertyId.Display, PropertyId.TextDecorationLine, PropertyId.Opacity, PropertyId.VerticalAlign, PropertyId.BackgroundColor, PropertyId.UnicodeBidi];
        Assert.All(some, id => Assert.True(PropertyTable.IsInherited(id)));
        Assert.All(others, id => Assert.False(PropertyTable.IsInherited(id)));
        foreach (var id in PropertyTable.All)
        {
            // What is said to be inherited has to come along with the parent's groups, and the rest must not.
            if (PropertyTable.IsLogical(id)) continue;
            var builder = new StyleBuilder();
            builder.Begin(ComputedStyle.Initial);
            Assert.True(PropertyTable.AreEqual(id, ComputedStyle.Initial, builder.Finish()));
        }
    }

    [Theory]
    [InlineData("width", "0", "10px", "2.5px")]
    [InlineData("width", "10px", "50%", "calc(12.5% + 7.5px)")]
    [InlineData("width", "auto", "50%", null)]
    [InlineData("opacity", "0", "1", "0.25")]
    [InlineData("color", "black", "white", "rgb(64, 64, 64)")]
    [InlineData("background-color", "transparent", "red", "rgba(255, 0, 0, 0.25)")]
    [InlineData("z-index", "1", "9", "3")]
    [InlineData("transform", "translate(0, 0)", "translate(8px, 50%)", "translate(2px, 12.5%)")]
    [InlineData("transform", "none", "scale(2) rotate(40deg)", "scale(1.25, 1.25) rotate(10deg)")]
    [InlineData("transform", "rotate(0deg)", "rotate(360deg)", "rotate(90deg)")]
    [InlineData("transform", "translate(4px)", "matrix(1, 0, 0, 1, 8, 0)", "matrix(1, 0, 0, 1, 5, 0)")]
    [InlineData("transform", "translate(4%)", "scale(2)", null)]
    [InlineData("rotate", "none", "40deg", "10deg")]
    [InlineData("filter", "none", "blur(4px)", "blur(1px)")]
    [InlineData("filter", "blur(4px)", "sepia(1)", null)]
    [InlineData("box-shadow", "none", "0 0 4px red", "rgba(255, 0, 0, 0.25) 0px 0px 1px 0px")]
    [InlineData("clip-path", "circle(10px)", "circle(50px)", "circle(20px at 50% 50%) border-box")]
    [InlineData("grid-template-columns", "10px 1fr", "50px 2fr", "20px 1.25fr")]
    [InlineData("line-height", "1", "2", "1.25")]
    [InlineData("font-size", "10px", "50px", "20px")]
    [InlineData("border-top-left-radius", "0", "8px", "2px")]
    [InlineData("display", "block", "flex", null)]
    [InlineData("visibility", "visible", "hidden", null)]
    [InlineData("aspect-ratio", "1", "16", "2")]
    public void Interpolation_ByAQuarter(string property, string from, string to, string? expected)
    {
        var id = PropertyTable.Longhands(property)[0];
        var (a, b) = (Css.Compute($"{property}: {from}"), Css.Compute($"{property}: {to}"));
        Assert.Equal(expected is not null, PropertyTable.CanInterpolate(id, a, b));
        var builder = new StyleBuilder();
        builder.BeginFrom(a, null);
        Assert.Equal(expected is not null, PropertyTable.Interpolate(id, a, b, 0.25, builder));
        Assert.Equal(expected ?? PropertyTable.Serialize(id, a), PropertyTable.Serialize(id, builder.Finish()));
        builder.BeginFrom(a, null);
        PropertyTable.Interpolate(id, a, b, 1, builder);
        Assert.Equal(PropertyTable.Serialize(id, b), PropertyTable.Serialize(id, builder.Finish()).Replace("matrix(1, 0, 0, 1, 8, 0)", PropertyTable.Serialize(id, b), StringComparison.Ordinal));
    }

    [Fact]
    public void AnyTextOfPieces_IsReadBackAsItself()
    {
        string[] pieces =
        [
            "10px", "-5%", "2em", "auto", "none", "calc(", ")", "(", ",", "/", "1fr", "red", "#abc", "rgb(", "min(", "50%", "+", "-", "*", " ", " ", " ", "linear-gradient(", "url(x)", "'a'", "[a]",
            "repeat(2,", "minmax(", "0", "1", "2.5", "bold", "solid", "center", "left", "var(--x)", "span", "translate(", "rotate(", "10deg", "1s", "ease", "both", "dense", "auto-flow", "inset", "blur(", "to", "at", "in", "oklch",
        ];
        var names = PropertyTable.All.Select(PropertyTable.Name).Concat(["background", "font", "grid", "border", "flex", "animation", "transition", "mask", "border-image", "all"]).ToArray();
        var gen = Gen.Select(Gen.Int[0, names.Length - 1].Select(i => names[i]), Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[1, 12]);
        gen.Sample(
            (name, parts) =>
            {
                var value = string.Concat(parts);
                foreach (var declaration in DeclarationParser.Parse(name, value))
                {
                    if (declaration.Value is UnparsedValue or CssWideValue) continue;
                    var builder = new StyleBuilder();
                    builder.Begin(null);
                    PropertyTable.Apply(declaration.Id, declaration.Value, builder);
                    var style = builder.Finish();
                    var text = PropertyTable.Serialize(declaration.Id, style);
                    var again = Css.Compute($"{PropertyTable.Name(declaration.Id)}: {text}");
                    Assert.True(
                        PropertyTable.Serialize(declaration.Id, again) == text, $"{name}: {value} gave {PropertyTable.Name(declaration.Id)}: {text}, and that {PropertyTable.Serialize(declaration.Id, again)}");
                }
            },
            iter: 20_000);
    }
}
