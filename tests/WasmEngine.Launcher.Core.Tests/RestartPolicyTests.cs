using Microsoft.Extensions.Time.Testing;
using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class RestartPolicyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SupervisionOptions _options = new() { Jitter = 0 };

    private RestartPolicy Policy(SupervisionOptions? options = null) => new(options ?? _options, _time, new Random(1));

    [Fact]
    public void OnDeath_AfterHealthyRun_RestartsAtOnce() => Assert.Equal(TimeSpan.Zero, Policy().OnDeath(_options.HealthyRun));

    [Fact]
    public void OnDeath_AfterUnhealthyRuns_DoublesUpToTheLongestWait()
    {
        var policy = Policy(_options with { MaxDeaths = 100 });
        var waits = Enumerable.Range(0, 10).Select(_ => policy.OnDeath(TimeSpan.FromSeconds(1))!.Value.TotalMilliseconds).ToArray();
        Assert.Equal([0, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], waits);
    }

    [Fact]
    public void OnDeath_BeforeServing_WaitsFromTheFirstTimeOn() => Assert.Equal(_options.BackoffFirst, Policy().OnDeath(TimeSpan.Zero));

    [Fact]
    public void OnDeath_HealthyRunBetween_StartsOverWithTheFirstWait()
    {
        var policy = Policy();
        policy.OnDeath(TimeSpan.Zero);
        policy.OnDeath(TimeSpan.Zero);
        policy.OnDeath(TimeSpan.FromMinutes(1));
        Assert.Equal(_options.BackoffFirst, policy.OnDeath(TimeSpan.Zero));
    }

    [Fact]
    public void OnDeath_MoreThanTheLimitInTheWindow_GivesUp()
    {
        var policy = Policy();
        for (var i = 0; i < _options.MaxDeaths; i++) Assert.NotNull(policy.OnDeath(TimeSpan.FromMinutes(1)));
        Assert.Null(policy.OnDeath(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void OnDeath_SpreadOverMoreThanTheWindow_NeverGivesUp()
    {
        var policy = Policy();
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(policy.OnDeath(TimeSpan.Zero));
            _time.Advance(TimeSpan.FromSeconds(7));
        }
    }

    [Fact]
    public void Clear_AfterGivingUp_ForgetsEverything()
    {
        var policy = Policy();
        for (var i = 0; i <= _options.MaxDeaths; i++) policy.OnDeath(TimeSpan.Zero);
        policy.Clear();
        Assert.Equal(_options.BackoffFirst, policy.OnDeath(TimeSpan.Zero));
    }

    [Fact]
    public void OnDeath_WithJitter_StaysWithinItsShareAndVaries()
    {
        var waits = Enumerable.Range(0, 50)
            .Select(seed => new RestartPolicy(_options with { Jitter = 0.2 }, _time, new Random(seed)).OnDeath(TimeSpan.Zero)!.Value.TotalMilliseconds)
            .ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, 80, 120));
        Assert.True(waits.Distinct().Count() > 10);
    }
}
