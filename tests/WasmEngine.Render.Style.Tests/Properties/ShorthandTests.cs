namespace WasmEngine.Render.Style.Tests;

public sealed class ShorthandTests
{
    [Theory]
    [InlineData("margin", "1px", "1px | 1px | 1px | 1px")]
    [InlineData("margin", "1px auto 3px", "1px | auto | 3px | auto")]
    [InlineData("margin", "1px 2px 3px 4px", "1px | 2px | 3px | 4px")]
    [InlineData("margin", "1px 2px 3px 4px 5px", "invalid")]
    [InlineData("inset", "0 50%", "0px | 50% | 0px | 50%")]
    [InlineData("padding-inline", "1px 2px", "1px | 2px")]
    [InlineData("overflow", "hidden auto", "hidden | auto")]
    [InlineData("gap", "1px", "1px | 1px")]
    [InlineData("flex", "1", "1 | 1 | 0%")]
    [InlineData("flex", "none", "0 | 0 | auto")]
    [InlineData("flex", "auto", "1 | 1 | auto")]
    [InlineData("flex", "initial", "0 | 1 | auto")]
    [InlineData("flex", "2 3 10px", "2 | 3 | 10px")]
    [InlineData("flex", "10px 2", "2 | 1 | 10px")]
    [InlineData("flex", "0 0 0", "0 | 0 | 0px")]
    [InlineData("flex", "1 2px 3", "invalid")]
    [InlineData("flex-flow", "wrap column", "column | wrap")]
    [InlineData("place-content", "center", "center | center")]
    [InlineData("place-content", "baseline", "baseline | start")]
    [InlineData("place-items", "start end", "start | end")]
    [InlineData("grid-row", "1 / span 2", "1 | span 2")]
    [InlineData("grid-row", "a", "a | a")]
    [InlineData("grid-row", "3", "3 | auto")]
    [InlineData("grid-area", "a", "a | a | a | a")]
    [InlineData("grid-area", "1 / 2 / 3", "1 | 2 | 3 | auto")]
    [InlineData("grid-area", "1 / b", "1 | b | auto | b")]
    [InlineData("grid-template", "none", "none | none | none")]
    [InlineData("grid-template", "10px / 20px 1fr", "10px | 20px 1fr | none")]
    [InlineData("grid-template", "[h] 'a b' 10px [i] 'c c' / 1fr 2fr", "[h] 10px [i] auto | 1fr 2fr | \"a b\" \"c c\"")]
    [InlineData("grid-template", "'a' / repeat(2, 1fr)", "invalid")]
    [InlineData("grid", "auto-flow dense 10px / 1fr", "none | 1fr | none | row dense | 10px | auto")]
    [InlineData("grid", "1fr / auto-flow 2em", "1fr | none | none | column | auto | 32px")]
    [InlineData("grid", "'a' / auto", "auto | auto | \"a\" | row | auto | auto")]
    [InlineData("border-radius", "1px 2px / 3px", "1px 3px | 2px 3px | 1px 3px | 2px 3px")]
    [InlineData("border-radius", "1em", "16px | 16px | 16px | 16px")]
    [InlineData("list-style", "none", "outside | none | none")]
    [InlineData("list-style", "square inside", "inside | none | square")]
    [InlineData("list-style", "none url(x)", "outside | url(\"x\") | none")]
    [InlineData("list-style", "none none none", "invalid")]
    [InlineData("text-decoration", "underline dotted red 2px", "underline | dotted | rgb(255, 0, 0) | 2px")]
    [InlineData("white-space", "pre-wrap", "preserve | wrap")]
    [InlineData("white-space", "nowrap", "collapse | nowrap")]
    [InlineData("white-space", "pre", "preserve | nowrap")]
    [InlineData("outline", "red dotted 3px", "rgb(255, 0, 0) | dotted | 3px")]
    [InlineData("outline", "auto", "currentcolor | solid | 3px")]
    [InlineData("font-variant", "small-caps tabular-nums no-common-ligatures", "no-common-ligatures | small-caps | tabular-nums | normal | normal")]
    [InlineData("background-position", "right 10px top, 5px", "calc(100% + -10px), 5px | 0px, 50%")]
    [InlineData("background-position", "left 10px top", "10px | 0px")]
    [InlineData("transition", "width 1s ease-in 2s, none", "invalid")]
    [InlineData("transition", "none", "none | 0s | cubic-bezier(0.25, 0.1, 0.25, 1) | 0s | normal")]
    [InlineData("transition", "width 1s linear 2s, all 3s", "width, all | 1s, 3s | linear, cubic-bezier(0.25, 0.1, 0.25, 1) | 2s, 0s | normal, normal")]
    [InlineData("animation", "spin 1s linear infinite", "1s | linear | 0s | infinite | normal | none | running | spin")]
    [InlineData("animation", "-1s 2s x", "2s | cubic-bezier(0.25, 0.1, 0.25, 1) | -1s | 1 | normal | none | running | x")]
    [InlineData("animation", "1s 2s 3s x", "invalid")]
    [InlineData("animation", "1s 2s 3 reverse both paused x", "1s | cubic-bezier(0.25, 0.1, 0.25, 1) | 2s | 3 | reverse | both | paused | x")]
    public void Shorthand_Expands(string property, string value, string expected) => Assert.Equal(expected, Css.Value(property, value));

    [Theory]
    [InlineData("bold italic 12px/1.5 Arial, serif", "italic 700 12px 1.5 Arial, serif")]
    [InlineData("12px x", "normal 400 12px normal x")]
    [InlineData("normal small-caps 300 condensed larger serif", "normal 300 19.2px normal serif")]
    [InlineData("menu", "normal 400 16px normal Arial")]
    [InlineData("12px", "invalid")]
    [InlineData("bold bold 12px x", "invalid")]
    [InlineData("12px/ x", "invalid")]
    public void Font_Expands(string value, string expected)
    {
        var style = Css.Compute($"font: {value}");
        PropertyId[] ids = [PropertyId.FontStyle, PropertyId.FontWeight, PropertyId.FontSize, PropertyId.LineHeight, PropertyId.FontFamily];
        var text = DeclarationParser.Supports("font", value) ? string.Join(' ', ids.Select(id => PropertyTable.Serialize(id, style))) : "invalid";
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Border_SetsAllSides_AndResetsTheImage()
    {
        var style = Css.Compute("border-image: url(x) 10; border: 2px dashed red; border-left: thick");
        Assert.Equal(new Sides<float>(2, 2, 2, 0), style.Border.Width);
        Assert.Equal(BorderStyle.Dashed, style.Border.Style.Top);
        Assert.Equal(new Color(0xFFFF0000), style.Border.Color.Bottom);
        Assert.Null(style.Border.Image);
    }

    [Fact]
    public void BorderImage_TakesItsParts()
    {
        var image = Css.Compute("border-image: url(x.png) 10% 20% fill / 1px auto / 2px round stretch").Border.Image!;
        Assert.Equal(new UrlImage("x.png"), image.Source);
        Assert.Equal(new Sides<float>(10, 20, 10, 20), image.Slice);
        Assert.True(image.SliceIsPercent && image.Fill);
        Assert.Equal(SizeValue.Auto, image.Width.Right);
        Assert.False(image.WidthIsNumber);
        Assert.Equal(BackgroundRepeat.Round, image.RepeatX);
    }

    [Fact]
    public void Background_OfSeveralLayers_FillsThemUp()
    {
        var group = Css.Compute("background: url(a) no-repeat right 1em top / 50% auto padding-box content-box fixed, linear-gradient(red, blue) border-box, green").Background;
        Assert.Equal(3, group.Layers.Count);
        var first = group.Layers[0];
        Assert.Equal(new UrlImage("a"), first.Image);
        Assert.Equal(new LengthPercentage(-16, 100), first.Position.X);
        Assert.Equal(SizeValue.Percent(50), first.Width);
        Assert.Equal((BackgroundRepeat.NoRepeat, BackgroundAttachment.Fixed), (first.RepeatX, first.Attachment));
        Assert.Equal((BackgroundBox.PaddingBox, BackgroundBox.ContentBox), (first.Origin, first.Clip));
        Assert.Equal((BackgroundBox.BorderBox, BackgroundBox.BorderBox), (group.Layers[1].Origin, group.Layers[1].Clip));
        Assert.Null(group.Layers[2].Image);
        Assert.Equal(new Color(0xFF008000), group.Color);
    }

    [Theory]
    [InlineData("red, blue", false)]
    [InlineData("red url(a)", true)]
    [InlineData("url(a) url(b)", false)]
    [InlineData("", false)]
    [InlineData("0 0 / cover", true)]
    [InlineData("/ cover", false)]
    [InlineData("none", true)]
    public void Background_IsCheckedAsAWhole(string value, bool valid) => Assert.Equal(valid, DeclarationParser.Supports("background", value));

    [Fact]
    public void Mask_MakesLayers()
    {
        var layer = Assert.Single(Css.Compute("-webkit-mask: url(m) center / contain no-repeat").Effects.Mask);
        Assert.Equal(new UrlImage("m"), layer.Image);
        Assert.Equal(BackgroundSizeKind.Contain, layer.SizeKind);
    }

    [Fact]
    public void All_SetsEveryLonghandButDirection()
    {
        var list = DeclarationParser.Parse("all", "unset");
        Assert.Equal(PropertyTable.All.Count - 2, list.Count);
        Assert.DoesNotContain(list, d => d.Id is PropertyId.Direction or PropertyId.UnicodeBidi);
        Assert.Empty(DeclarationParser.Parse("all", "red"));
    }

    [Fact]
    public void Substitution_OfShorthand_GivesEachLonghand()
    {
        var list = DeclarationParser.Parse("margin", "var(--a) 2px");
        Assert.Equal(4, list.Count);
        var value = Assert.IsType<UnparsedValue>(list[0].Value);
        Assert.True(value.NeedsSubstitution);
        Assert.Equal(("var(--a) 2px", "margin"), (value.Text, value.Property));
        Assert.Same(value, list[3].Value);
        var left = DeclarationParser.ParseSubstituted(PropertyId.MarginLeft, value, "1px 2px")!;
        var builder = new StyleBuilder();
        builder.Begin(null);
        PropertyTable.Apply(PropertyId.MarginLeft, left, builder);
        Assert.Equal(SizeValue.Px(2), builder.Finish().Size.Margin.Left);
        Assert.Null(DeclarationParser.ParseSubstituted(PropertyId.MarginLeft, value, "red 2px"));
    }
}
