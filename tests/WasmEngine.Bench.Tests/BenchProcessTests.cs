using System.Diagnostics;
using System.Text.Json;
using WasmEngine.Platform;
using Xunit;

namespace WasmEngine.Bench.Tests;

/// <summary>The executable as its users run it.</summary>
public sealed class BenchProcessTests
{
    private static readonly string[] HandoffRatios = ["grpcOverEngine", "socketOverEngine", "grpcOverEngineWithRead", "socketOverEngineWithRead"];

    [Fact]
    public async Task Handoff_OneRound_ReportsEveryFigureAndLeavesNothingBehind()
    {
        var run = await BenchRun.StartAsync("handoff", "--json", "--rounds", "1");
        Assert.Equal(0, run.ExitCode);
        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal("handoff", report.RootElement.GetProperty("bench").GetString());
        Assert.Equal(20, report.RootElement.GetProperty("samples").GetInt32());
        var figures = report.RootElement.GetProperty("figures");
        Assert.Equal(13, figures.EnumerateObject().Count());
        Assert.All(figures.EnumerateObject(), figure => Assert.True(figure.Value.GetDouble() > 0, figure.ToString()));
        Assert.All(HandoffRatios, ratio => Assert.True(report.RootElement.GetProperty("spread").TryGetProperty(ratio, out _), ratio));
        run.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Handoff_ConsumerKilled_ProducerEndsAndNothingIsLeft()
    {
        using var process = BenchRun.Start("handoff", "--json", "--rounds", "10000");
        var consumer = ProcessIdentity.TryFind(process.Id)!.Value;
        var producer = await BenchRun.FirstChildAsync(process.Id, TestContext.Current.CancellationToken);
        consumer.Signal(ProcessSignal.Kill);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var handle = ProcessHandle.TryOpen(producer);
        if (handle is not null) Assert.True(handle.WaitForExit(60_000), "the producer still runs");
        BenchRun.AssertNothingIsLeft(process.Id);
    }

    [Fact]
    public async Task UnknownName_NamesTheBenchesThereAre()
    {
        var run = await BenchRun.StartAsync("nonsense", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("handoff", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoundsOutOfRange_IsRefused()
    {
        var run = await BenchRun.StartAsync("handoff", "--rounds", "0");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--rounds takes 1 to 10000", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsJson_NamesEveryBench()
    {
        var run = await BenchRun.StartAsync("--list", "--json");
        Assert.Equal(0, run.ExitCode);
        using var list = JsonDocument.Parse(run.Output);
        Assert.Equal(BenchRegistry.All.Select(b => b.Name), list.RootElement.EnumerateArray().Select(e => e.GetProperty("name").GetString()));
    }
}
