namespace WasmEngine.Render.Core.Tests;

public sealed class FramePacerTests
{
    private const long Ms = 1_000_000, Second = 1000 * Ms, Start = 12_345 * Second;

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Until_FramesAlittleLate_KeepsTheRhythm(int rate)
    {
        var interval = Second / rate;
        var pacer = new FramePacer(rate, unpaced: false) { Visible = true };
        Assert.True(pacer.Until(Start) <= 0);
        pacer.Shown(Start);
        var now = Start;
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(Start + (i * interval), now + pacer.Until(now));
            now = Start + (i * interval) + (interval / 3); // each a third late
            Assert.True(pacer.Until(now) <= 0);
            pacer.Shown(now);
        }
    }

    [Fact]
    public void Until_AfterAPause_StartsANewRhythm()
    {
        var pacer = new FramePacer(100, unpaced: false) { Visible = true };
        pacer.Shown(Start);
        var now = Start + (5 * Second) + (3 * Ms);
        Assert.True(pacer.Until(now) <= 0);
        pacer.Shown(now);
        Assert.Equal(10 * Ms, pacer.Until(now));
    }

    [Fact]
    public void Until_FrameLateByAWholeInterval_DoesNotCatchUp()
    {
        var pacer = new FramePacer(100, unpaced: false) { Visible = true };
        pacer.Shown(Start);
        pacer.Shown(Start + (20 * Ms)); // due at 10 ms
        Assert.Equal(10 * Ms, pacer.Until(Start + (20 * Ms)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Until_Hidden_IsOneFrameASecond(bool unpaced)
    {
        var pacer = new FramePacer(60, unpaced);
        Assert.True(pacer.Until(Start) <= 0, "the first frame is due at once");
        pacer.Shown(Start);
        Assert.Equal(Second, pacer.Until(Start));
        Assert.Equal(Second - Ms, pacer.Until(Start + Ms));
        Assert.True(pacer.Until(Start + Second) <= 0);
    }

    [Fact]
    public void Until_ShownAgainAfterHidden_IsDueAtOnce()
    {
        var pacer = new FramePacer(60, unpaced: false);
        pacer.Shown(Start);
        pacer.Visible = true;
        Assert.True(pacer.Until(Start + (100 * Ms)) <= 0);
    }

    [Fact]
    public void Until_Unpaced_IsAlwaysDue()
    {
        var pacer = new FramePacer(60, unpaced: true) { Visible = true };
        for (var i = 0; i < 10; i++)
        {
            Assert.True(pacer.Until(Start + i) <= 0);
            pacer.Shown(Start + i);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Constructor_RateOutOfRange_IsRefused(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FramePacer(rate, unpaced: false));
}
