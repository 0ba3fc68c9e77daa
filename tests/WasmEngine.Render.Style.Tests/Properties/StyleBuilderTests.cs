namespace WasmEngine.Render.Style.Tests;

public sealed class StyleBuilderTests
{
    [Fact]
    public void Groups_StayShared_UntilAValueChanges()
    {
        var parent = Css.Compute("color: red; width: 10px");
        var same = Css.Compute("color: red; width: auto; float: none", parent);
        Assert.Same(parent.Text, same.Text);
        Assert.Same(ComputedStyle.Initial.Size, same.Size);
        Assert.Same(ComputedStyle.Initial.Box, same.Box);
        var other = Css.Compute("color: blue", parent);
        Assert.NotSame(parent.Text, other.Text);
        Assert.Equal(new Color(0xFFFF0000), parent.Text.Color);
    }

    [Theory]
    [InlineData("font-size: 2em; width: 1em", 32, 32)]
    [InlineData("width: 1em; font-size: 150%", 24, 24)]
    [InlineData("font-size: larger; width: 1em", 19.2f, 19.2f)]
    [InlineData("font-size: x-large; width: 1rem", 24, 16)]
    [InlineData("font-size: calc(1em + 4px); width: 2rem", 20, 32)]
    public void FontSize_IsOfTheParent_OthersOfTheElement(string css, float size, float width)
    {
        var root = Css.Compute("");
        var style = Css.Compute(css, root, new ComputeContext { Root = root });
        Assert.Equal(size, style.Font.Size, 3);
        Assert.Equal(width, style.Size.Width.Length.Px, 3);
    }

    [Theory]
    [InlineData("font-family: monospace", "", 13)]
    [InlineData("font-family: monospace, monospace", "", 16)]
    [InlineData("font-family: monospace; font-size: 20px", "", 20)]
    [InlineData("font-family: monospace; font-size: 2em", "", 26)]
    [InlineData("font-family: monospace; font-size: large", "", 16)]
    [InlineData("font-family: monospace; font-size: initial", "", 13)]
    [InlineData("font-family: monospace", "font-family: serif", 16)]
    [InlineData("font-size: 20px", "font-family: monospace", 20)]
    [InlineData("font-size: 200%", "font-family: monospace", 26)]
    [InlineData("font-size: 10%", "", 6)]
    [InlineData("font-size: 2px", "", 2)]
    [InlineData("font-size: 0%", "", 0)]
    public void FontSize_FollowsTheGenericFamily(string outer, string inner, float size)
    {
        var parent = Css.Compute(outer);
        var style = inner.Length == 0 ? parent : Css.Compute(inner, parent);
        Assert.Equal(size, style.Font.Size, 3);
    }

    [Fact]
    public void FontSize_OfManyLargerParents_IsLimited()
    {
        var style = ComputedStyle.Initial;
        for (var i = 0; i < 300; i++) style = Css.Compute("font-size: larger", style);
        Assert.Equal(10_000, style.Font.Size);
        for (var i = 0; i < 300; i++) style = Css.Compute("font-size: smaller; font-weight: lighter", style);
        Assert.InRange(style.Font.Size, 6, 6.1f);
    }

    [Theory]
    [InlineData("0.3px", 1, 1)]
    [InlineData("1.9px", 1, 1)]
    [InlineData("1.9px", 2, 1.5f)]
    [InlineData("0.3px", 2, 0.5f)]
    [InlineData("0", 1, 0)]
    [InlineData("medium", 1, 3)]
    [InlineData("5.99px", 1, 5)]
    public void BorderWidth_IsWholeDevicePixels(string width, float ratio, float expected)
    {
        var style = Css.Compute($"border: {width} solid; outline: {width} solid", context: new ComputeContext { DevicePixelRatio = ratio });
        Assert.Equal(expected, style.Border.Width.Left);
        Assert.Equal(expected, style.Border.OutlineWidth);
        Assert.Equal(0, Css.Compute($"border: {width} none").Border.Width.Left);
    }

    [Theory]
    [InlineData("margin-inline-start: 5px", 0, 0, 0, 5)]
    [InlineData("direction: rtl; margin-inline-start: 5px", 0, 5, 0, 0)]
    [InlineData("margin-left: 1px; margin-inline-start: 5px", 0, 0, 0, 5)]
    [InlineData("margin-inline-start: 5px; margin-left: 1px", 0, 0, 0, 1)]
    [InlineData("margin-block: 1px 2px", 1, 0, 2, 0)]
    [InlineData("writing-mode: vertical-rl; margin-block-start: 5px", 0, 5, 0, 0)]
    [InlineData("writing-mode: vertical-lr; direction: rtl; margin-inline-start: 5px", 0, 0, 5, 0)]
    public void LogicalProperties_SetPhysicalOnes_InOrder(string css, float top, float right, float bottom, float left)
    {
        var margin = Css.Compute(css).Size.Margin;
        Assert.Equal(new Sides<SizeValue>(SizeValue.Px(top), SizeValue.Px(right), SizeValue.Px(bottom), SizeValue.Px(left)), margin);
    }

    [Fact]
    public void LogicalCorners_FollowDirection()
    {
        Assert.Equal(5, Css.Compute("border-start-start-radius: 5px").Border.Radius.TopLeft.X.Px);
        Assert.Equal(5, Css.Compute("direction: rtl; border-start-start-radius: 5px").Border.Radius.TopRight.X.Px);
        Assert.Equal(5, Css.Compute("border-end-end-radius: 5px").Border.Radius.BottomRight.X.Px);
    }

    [Fact]
    public void Transform_IsJoinedOfItsProperties()
    {
        var style = Css.Compute("transform: skewX(1deg); scale: 2; translate: 1px; rotate: 3deg");
        Assert.Equal([TransformKind.Translate, TransformKind.Rotate, TransformKind.Scale, TransformKind.Skew], style.Effects.Transform.Select(t => t.Kind));
    }

    [Fact]
    public void LineClamp_NeedsALegacyBox()
    {
        var style = Css.Compute("display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden");
        Assert.Equal((3, Display.FlowRoot), (style.Box.LineClamp, style.Display));
        Assert.Equal(0, Css.Compute("-webkit-line-clamp: 3").Box.LineClamp);
        Assert.Equal(Display.Flex, Css.Compute("display: -webkit-box").Display);
    }

    [Fact]
    public void Animations_AreJoinedOfTheirLists()
    {
        var style = Css.Compute("animation: a 1s infinite, b 2s 1s reverse; transition: width 1s, opacity 2s steps(2)");
        Assert.Equal(["a", "b"], style.Animation.Animations.Select(a => a.Name));
        Assert.Equal((2d, 1d, AnimationDirection.Reverse), (style.Animation.Animations[1].Duration, style.Animation.Animations[1].Delay, style.Animation.Animations[1].Direction));
        Assert.True(double.IsInfinity(style.Animation.Animations[0].Iterations));
        Assert.Equal(new StepsEasing(2, StepPosition.End), style.Animation.Transitions[1].Easing);
        Assert.Empty(Css.Compute("transition: width 0s").Animation.Transitions);
    }

    [Fact]
    public void Dependencies_SayWhatTheValuesWereMadeOf()
    {
        var builder = new StyleBuilder();
        builder.Begin(null);
        Apply("width", "10vw");
        Apply("height", "10px");
        Assert.Equal(ValueDependencies.Viewport, builder.Dependencies);
        Apply("margin-left", "calc(1rem + 1ch)");
        Assert.Equal(ValueDependencies.Viewport | ValueDependencies.RootFontSize | ValueDependencies.FontSize | ValueDependencies.FontMetrics, builder.Dependencies);

        void Apply(string name, string value)
        {
            foreach (var declaration in DeclarationParser.Parse(name, value)) PropertyTable.Apply(declaration.Id, declaration.Value, builder);
        }
    }

    [Fact]
    public void Urls_AreResolvedAgainstTheSheet()
    {
        var options = new CssOptions { BaseUrl = "file:///a/b/style.css" };
        var style = Css.Compute("background-image: url(../c.png), url(data:image/png;base64,AA)", options: options);
        Assert.Equal(new UrlImage("file:///a/c.png"), style.Background.Layers[0].Image);
        Assert.Equal(new UrlImage("data:image/png;base64,AA"), style.Background.Layers[1].Image);
    }

    [Fact]
    public void Quirks_TakeUnitlessLengthsAndBareColors()
    {
        var quirky = new CssOptions { IsQuirky = true };
        var style = Css.Compute("width: 10; color: 00ff00; background-color: ff0000; margin: 5", options: quirky);
        Assert.Equal(SizeValue.Px(10), style.Size.Width);
        Assert.Equal(new Color(0xFF00FF00), style.Text.Color);
        Assert.Equal(new Color(0xFFFF0000), style.Background.Color);
        Assert.Equal(SizeValue.Px(5), style.Size.Margin.Left);
        Assert.Equal(SizeValue.Auto, Css.Compute("width: 10").Size.Width);
    }

    [Fact]
    public void Application_OfSimpleValues_AllocatesOnlyItsGroups()
    {
        var builder = new StyleBuilder();
        var list = StyleSheetParser.ParseDeclarations("width: 1.5em; height: 10px; margin: 1px 2px; padding: 2em; border: 1px solid red; opacity: 0.5; display: flex; gap: 1rem").ToArray();
        for (var i = 0; i < 100; i++) Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var first = GC.GetAllocatedBytesForCurrentThread() - before;

        // Applying everything once more to the groups that are there must cost nothing.
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var declaration in list) Apply(declaration);
        var again = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, again);
        Assert.True(first < 4096, $"{first} bytes");

        void Run()
        {
            builder.Begin(null);
            foreach (var declaration in list) Apply(declaration);
            builder.Finish();
        }

        void Apply(Declaration declaration)
        {
            if (declaration.Value is CssWideValue) PropertyTable.Reset(declaration.Id, builder);
            else PropertyTable.Apply(declaration.Id, declaration.Value, builder);
        }
    }
}
