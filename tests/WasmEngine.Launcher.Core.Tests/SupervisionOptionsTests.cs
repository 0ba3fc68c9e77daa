using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class SupervisionOptionsTests
{
    [Fact]
    public void Read_NothingSet_IsTheDefault()
    {
        var (options, errors) = SupervisionOptions.Read(_ => null);
        Assert.Empty(errors);
        Assert.Equal(new SupervisionOptions(), options);
    }

    [Fact]
    public void Read_Set_IsTaken()
    {
        var settings = new Dictionary<string, string> { ["SPARES"] = "0", ["GRACE_MS"] = "250", ["MAX_DEATHS"] = "3" };
        var (options, errors) = SupervisionOptions.Read(key => settings.GetValueOrDefault(key));
        Assert.Empty(errors);
        Assert.Equal((false, TimeSpan.FromMilliseconds(250), 3), (options.Spares, options.Grace, options.MaxDeaths));
    }

    [Fact]
    public void Read_SeveralErrors_ReportsEachByName()
    {
        var settings = new Dictionary<string, string> { ["SPARES"] = "yes", ["GRACE_MS"] = "-1", ["HEARTBEAT_LATE_MS"] = "5000", ["HEARTBEAT_LOST_MS"] = "5000" };
        var (_, errors) = SupervisionOptions.Read(key => settings.GetValueOrDefault(key));
        Assert.Equal(3, errors.Count);
        Assert.Contains(errors, error => error.StartsWith("WASMENGINE_SPARES is \"yes\"", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("WASMENGINE_GRACE_MS is \"-1\"", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("WASMENGINE_HEARTBEAT_LOST_MS", StringComparison.Ordinal));
    }
}
