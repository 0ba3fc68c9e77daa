using System.Text.Json;
using Xunit;

namespace WasmEngine.Bench.Tests;

public sealed class BenchReportTests
{
    [Fact]
    public void ToJson_Report_HasExactlyTheContract()
    {
        var report = new BenchReport(
            "sample",
            new Dictionary<string, double> { ["aUs"] = 1.5, ["b"] = 2 },
            new Dictionary<string, Spread> { ["aUs"] = new(1, 2) },
            20,
            new MachineDescription("a processor", 2, "Unix 6", "10.0.0"));
        Assert.Equal(
            """{"bench":"sample","figures":{"aUs":1.5,"b":2},"spread":{"aUs":{"p25":1,"p75":2}},"samples":20,"machine":{"cpu":"a processor","cores":2,"kernel":"Unix 6","dotnet":"10.0.0"}}""",
            report.ToJson());
    }

    [Fact]
    public void Current_Machine_IsDescribed()
    {
        var machine = MachineDescription.Current;
        Assert.NotEmpty(machine.Cpu);
        Assert.NotEmpty(machine.Kernel);
        Assert.NotEmpty(machine.Dotnet);
        Assert.InRange(machine.Cores, 1, 65_536);
    }

    [Fact]
    public void Registry_Names_AreUniqueAndFoundAgain()
    {
        Assert.Equal(BenchRegistry.All.Count, BenchRegistry.All.Select(b => b.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(BenchRegistry.All, bench => Assert.Same(bench, BenchRegistry.Find(bench.Name)));
    }

    [Fact]
    public void ToJson_MoreDigitsThanCanBeToldApart_AreRounded()
    {
        var figures = new Figures();
        figures.Add("xUs", 1.23456);
        Assert.Equal(1.235, JsonDocument.Parse(figures.ToReport("b", 1).ToJson()).RootElement.GetProperty("figures").GetProperty("xUs").GetDouble());
    }
}
