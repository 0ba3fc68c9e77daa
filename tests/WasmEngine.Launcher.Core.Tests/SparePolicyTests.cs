using Microsoft.Extensions.Time.Testing;
using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class SparePolicyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SupervisionOptions _options = new();

    [Fact]
    public void Want_SparesOff_NeverDue()
    {
        var policy = new SparePolicy(_options with { Spares = false }, _time);
        policy.Want();
        Assert.Null(policy.UntilDue);
    }

    [Fact]
    public void Want_Once_DueAfterTheDelayHoweverOftenItIsRepeated()
    {
        var policy = new SparePolicy(_options, _time);
        policy.Want();
        _time.Advance(_options.SpareDelay / 2);
        policy.Want();
        Assert.Equal(_options.SpareDelay / 2, policy.UntilDue);
    }

    [Fact]
    public void OnDeath_AgainAndAgain_WaitsLonger()
    {
        var policy = new SparePolicy(_options, _time);
        policy.OnDeath();
        policy.OnStandby();
        policy.OnDeath(); // stood by, but not for long
        policy.Want();
        Assert.Equal(_options.SpareDelay * 4, policy.UntilDue);
        for (var i = 0; i < 100; i++) policy.OnDeath();
        policy.Want();
        Assert.Equal(TimeSpan.FromMinutes(2), policy.UntilDue);
    }

    [Fact]
    public void OnPromoted_AfterDeaths_StartsOver()
    {
        var policy = new SparePolicy(_options, _time);
        policy.OnDeath();
        policy.OnPromoted();
        policy.Want();
        Assert.Equal(_options.SpareDelay, policy.UntilDue);
    }
}
