using Microsoft.Extensions.Time.Testing;

namespace WasmEngine.Broker.Tests;

public sealed class LayerLinkTests
{
    [Fact]
    public async Task RequireAsync_LayerComesInTime_GivesItsIncarnation()
    {
        var link = new LayerLink("render");
        var wanted = link.RequireAsync(TimeSpan.FromSeconds(2), new FakeTimeProvider(), TestContext.Current.CancellationToken);
        Assert.False(wanted.IsCompleted);

        link.Set(7);

        Assert.Equal(7UL, await wanted);
    }

    [Fact]
    public async Task RequireAsync_LayerStaysAway_SaysWhichIsDown()
    {
        var time = new FakeTimeProvider();
        var wanted = new LayerLink("render").RequireAsync(TimeSpan.FromSeconds(2), time, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<BrokerException>(() => wanted);
        Assert.Equal((FaultKind.Unavailable, "LAYER_DOWN"), (failure.Kind, failure.Reason));
        Assert.Contains("render", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequireAsync_CallerGoes_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var wanted = new LayerLink("render").RequireAsync(TimeSpan.FromSeconds(2), new FakeTimeProvider(), caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wanted);
    }

    [Fact]
    public async Task WaitForChangeAsync_SameIncarnationAgain_KeepsWaiting()
    {
        var link = new LayerLink("render");
        link.Set(7);
        var changed = link.WaitForChangeAsync(7, TestContext.Current.CancellationToken);

        link.Set(7);
        Assert.False(changed.IsCompleted);
        link.Set(0);

        await changed;
    }
}
