namespace WasmEngine.Render.Core.Tests;

public sealed class FaultPauseTests
{
    private const long Second = 1_000_000_000, Start = 12_345 * Second;

    [Fact]
    public void Failed_AgainAndAgain_PausesDoubleUpToALimit()
    {
        var pause = new FaultPause();
        Assert.Equal((false, 0), (pause.IsOn, pause.Until(Start)));
        long[] pauses = [.. Enumerable.Range(0, 9).Select(_ => pause.Failed(Start) / Second)];
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 64, 64], pauses);
        Assert.Equal(60 * Second, pause.Until(Start + (4 * Second)));
    }

    [Fact]
    public void News_ShortenThePause_ButNotToNothing()
    {
        var pause = new FaultPause();
        for (var i = 0; i < 5; i++) pause.Failed(Start);
        pause.News();
        Assert.Equal(Second, pause.Until(Start));
        pause.News();
        Assert.Equal(0, pause.Until(Start + Second));
        Assert.Equal(32 * Second, pause.Failed(Start + Second));
    }

    [Fact]
    public void Passed_BeginsAnew()
    {
        var pause = new FaultPause();
        pause.Failed(Start);
        pause.Failed(Start);
        pause.Passed();
        Assert.Equal((false, 0), (pause.IsOn, pause.Until(Start)));
        Assert.Equal(Second, pause.Failed(Start));
    }
}
