using System.Numerics;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class AnimationTests
{
    [Theory]
    [InlineData("a 2s linear", 1, 50)]
    [InlineData("a 2s linear", 3, -1)]
    [InlineData("a 2s linear forwards", 3, 100)]
    [InlineData("a 2s linear 1s", 0.5, -1)]
    [InlineData("a 2s linear 1s backwards", 0.5, 0)]
    [InlineData("a 2s linear 1s", 2, 50)]
    [InlineData("a 2s linear -1s", 0.5, 75)]
    [InlineData("a 2s linear reverse", 0.5, 75)]
    [InlineData("a 2s linear infinite", 5, 50)]
    [InlineData("a 2s linear infinite alternate", 2.5, 75)]
    [InlineData("a 2s linear 2 alternate forwards", 9, 0)]
    [InlineData("a 2s linear 1.5 forwards", 9, 50)]
    [InlineData("a 2s linear alternate-reverse infinite", 0.5, 75)]
    [InlineData("a 2s steps(2, end)", 0.5, 0)]
    [InlineData("a 2s steps(2, end)", 1.5, 50)]
    [InlineData("a 0s forwards", 0, 100)]
    [InlineData("b 2s linear", 0.5, 50)]
    [InlineData("b 2s linear", 1.5, 100)]
    [InlineData("unknown 2s", 1, -1)]
    public void Animation_AtATime_HasThatValue(string animation, double time, float left)
    {
        var page = new StyledPage($$"""
            <style>@keyframes a { from { margin-left: 0px } to { margin-left: 100px } } @keyframes b { 50% { margin-left: 100px } 0% { margin-left: 0; } to { margin-left: 100px } }
            #p { margin-left: -1px; animation: {{animation}} }</style><p id=p>
            """);
        page.Update(time);
        Assert.Equal(left, page.Style("p").Size.Margin.Left.Length.Px, 3);
    }

    [Fact]
    public void Animation_WithoutEnds_GoesFromAndToTheBase()
    {
        var page = new StyledPage("<style>@keyframes a { 50% { width: 100px } } #p { width: 20px; animation: a 2s linear }</style><p id=p>");
        page.Update(0.5);
        Assert.Equal("60px", page.Get("p", "width"));
        page.Update(1.5);
        Assert.Equal("60px", page.Get("p", "width"));
    }

    [Fact]
    public void Animation_KeyframeEasing_HoldsUntilTheNext()
    {
        var page = new StyledPage("<style>@keyframes a { 0% { width: 0px; animation-timing-function: steps(1, end) } 50% { width: 50px } 100% { width: 100px } } #p { animation: a 2s linear }</style><p id=p>");
        page.Update(0.9);
        Assert.Equal("0px", page.Get("p", "width"));
        page.Update(1.5);
        Assert.Equal("75px", page.Get("p", "width"));
    }

    [Fact]
    public void Animation_Paused_HoldsItsTime()
    {
        var page = new StyledPage("<style>@keyframes a { from { width: 0px } to { width: 100px } } #p { animation: a 10s linear } #p.off { animation-play-state: paused }</style><p id=p>");
        page.Update(1);
        page.Document.SetAttribute(page["p"], "class", "off");
        page.Update(2);
        Assert.Equal("20px", page.Get("p", "width"));
        page.Update(5);
        Assert.Equal("20px", page.Get("p", "width"));
        Assert.Equal(double.PositiveInfinity, page.Engine.NextUpdateIn());
        page.Document.SetAttribute(page["p"], "class", null);
        page.Update(6);
        page.Update(7);
        Assert.Equal("30px", page.Get("p", "width"));
    }

    [Fact]
    public void Animation_SheetsChanged_GoesOnWithTheNewKeyframes()
    {
        var page = new StyledPage("<style>@keyframes a { from { width: 0px } to { width: 100px } } #p { animation: a 10s linear }</style><p id=p>");
        page.Update(5);
        page.Engine.AddUserSheet("p { height: 1px }");
        page.Update(6);
        Assert.Equal("60px", page.Get("p", "width"));
        page.Engine.Environment = page.Engine.Environment with { PrefersDark = true };
        page.Update(7);
        Assert.Equal("70px", page.Get("p", "width"));
    }

    [Fact]
    public void Animation_ImportantDeclaration_Wins()
    {
        var page = new StyledPage("<style>@keyframes a { from { width: 0px; height: 0px } to { width: 100px; height: 100px } } #p { width: 7px !important; animation: a 2s linear }</style><p id=p>");
        page.Update(1);
        Assert.Equal(("7px", "50px"), (page.Get("p", "width"), page.Get("p", "height")));
    }

    [Fact]
    public void Animation_InheritedProperty_ReachesChildren()
    {
        var page = new StyledPage("<style>@keyframes a { from { font-size: 10px } to { font-size: 30px } } #p { animation: a 2s linear } #s { width: 2em }</style><p id=p><span id=s>");
        page.Update(1);
        Assert.Equal("40px", page.Get("s", "width"));
    }

    [Fact]
    public void Animation_OfPseudoElement_Runs()
    {
        var page = new StyledPage("<style>@keyframes a { from { opacity: 0 } to { opacity: 1 } } #p::before { content: 'x'; animation: a 2s linear }</style><p id=p>");
        page.Update(1);
        Assert.Equal("0.5", page.Get("p", PseudoElement.Before, "opacity"));
    }

    [Fact]
    public void Animation_ElementRemovedOrHidden_Ends()
    {
        var page = new StyledPage("<style>@keyframes a { from { width: 0px } to { width: 100px } } .a { animation: a 2s infinite }</style><div id=d><p id=p class=a></p></div><p id=q class=a>");
        Assert.Equal(0, page.Engine.NextUpdateIn());
        page.Document.Remove(page["q"]);
        page.Document.SetAttribute(page["d"], "hidden", "");
        page.Update(1);
        Assert.Equal(double.PositiveInfinity, page.Engine.NextUpdateIn());
    }

    [Fact]
    public void Transition_ChangedValue_GoesThere()
    {
        var page = new StyledPage("<style>#p { width: 0px; height: 0px; transition: width 2s linear 1s } #p.on { width: 100px; height: 100px }</style><p id=p>");
        page.Document.SetAttribute(page["p"], "class", "on");
        page.Update(10);
        Assert.Equal(("0px", "100px"), (page.Get("p", "width"), page.Get("p", "height")));
        page.Update(12);
        Assert.Equal("50px", page.Get("p", "width"));
        Assert.Equal(0, page.Engine.NextUpdateIn());
        page.Update(13);
        Assert.Equal("100px", page.Get("p", "width"));
        Assert.Equal(double.PositiveInfinity, page.Engine.NextUpdateIn());
    }

    [Fact]
    public void Transition_Reversed_IsShortened()
    {
        var page = new StyledPage("<style>#p { width: 0px; transition: all 4s linear } #p.on { width: 100px }</style><p id=p>");
        page.Document.SetAttribute(page["p"], "class", "on");
        page.Update(0);
        page.Update(1);
        Assert.Equal("25px", page.Get("p", "width"));
        page.Document.SetAttribute(page["p"], "class", null);
        page.Update(1);
        Assert.Equal("25px", page.Get("p", "width"));
        page.Update(1.5);
        Assert.Equal("12.5px", page.Get("p", "width"));
        page.Update(2);
        Assert.Equal("0px", page.Get("p", "width"));
    }

    [Fact]
    public void Transition_Redirected_StartsFromWhereItIs()
    {
        var page = new StyledPage("<style>#p { width: 0px; transition: width 2s linear } #p.a { width: 100px } #p.b { width: 200px }</style><p id=p>");
        page.Document.SetAttribute(page["p"], "class", "a");
        page.Update(0);
        page.Update(1);
        page.Document.SetAttribute(page["p"], "class", "b");
        page.Update(1);
        Assert.Equal("50px", page.Get("p", "width"));
        page.Update(2);
        Assert.Equal("125px", page.Get("p", "width"));
    }

    [Fact]
    public void Transition_FirstStyle_StartsNone()
    {
        var page = new StyledPage("<style>#p { width: 100px; transition: width 2s linear }</style><p id=p>");
        Assert.Equal("100px", page.Get("p", "width"));
        Assert.Equal(double.PositiveInfinity, page.Engine.NextUpdateIn());
    }

    [Fact]
    public void Composited_OnlyTransformAndOpacity_AreListed()
    {
        var page = new StyledPage("""
            <style>@keyframes spin { to { transform: rotate(360deg) } } @keyframes fade { from { opacity: 0 } } @keyframes grow { to { width: 9px } }
            #a { animation: spin 4s linear infinite } #b { animation: fade 2s linear } #c { animation: grow 2s }</style><p id=a><p id=b><p id=c>
            """);
        page.Engine.IsCompositedElsewhere = true;
        Assert.Equal(["a", "b"], page.Engine.Composited.Select(c => c.Element.Id).Order(StringComparer.Ordinal));
        var spin = page.Engine.Composited.Single(c => c.Element.Id == "a");
        Assert.True(spin.TryTransform(1, 100, 100, out var matrix));
        Assert.Equal(new Vector2(0, 1), Round(Vector2.Transform(Vector2.UnitX, matrix)));
        var fade = page.Engine.Composited.Single(c => c.Element.Id == "b");
        Assert.True(fade.TryOpacity(0.5, out var opacity));
        Assert.Equal(0.25f, opacity, 4);
        page.Document.SetAttribute(page["c"], "style", "animation: none");
        page.Update(0.5);
        Assert.Equal(1.5, page.Engine.NextUpdateIn(), 6);
        Assert.Equal(0, page.Update(1).Restyled);
        Assert.Equal(1, page.Update(2.5).Restyled);
        Assert.Equal(double.PositiveInfinity, page.Engine.NextUpdateIn());
    }

    [Fact]
    public void Composited_Sampling_AllocatesNothing()
    {
        var page = new StyledPage("<style>@keyframes a { from { transform: translate(0, 10%) scale(1); opacity: 0 } to { transform: translate(100px, 0) scale(2) } } #a { animation: a 4s ease-in-out infinite }</style><p id=a>");
        var composited = page.Engine.Composited.Single();
        var sum = 0f;
        for (var i = 0; i < 200; i++) Sample(composited, i * 0.01, ref sum);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Sample(composited, i * 0.01, ref sum);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    [Theory]
    [InlineData("translate(10px, 20px)", 11, 20)]
    [InlineData("scale(3)", 3, 0)]
    [InlineData("rotate(90deg)", 0, 1)]
    [InlineData("translateX(10px) scale(2)", 12, 0)]
    [InlineData("scale(2) translateX(10px)", 22, 0)]
    [InlineData("matrix(1, 0, 0, 1, 5, 6)", 6, 6)]
    [InlineData("translate(50%, 100%)", 101, 50)]
    [InlineData("skewY(45deg)", 1, 1)]
    public void Matrix_OfTransform_MovesThePoint(string transform, float x, float y)
    {
        var page = new StyledPage($"<p id=p style='transform: {transform}'>");
        var matrix = TransformSampler.Of(page.Style("p").Effects.Transform, 200, 50);
        Assert.Equal(new Vector2(x, y), Round(Vector2.Transform(Vector2.UnitX, matrix)));
    }

    private static Vector2 Round(Vector2 v) => new(MathF.Round(v.X, 3) + 0f, MathF.Round(v.Y, 3) + 0f);

    private static void Sample(CompositedAnimation animation, double now, ref float sum)
    {
        animation.TryTransform(now, 100, 50, out var matrix);
        animation.TryOpacity(now, out var opacity);
        sum += matrix.M41 + opacity;
    }
}
