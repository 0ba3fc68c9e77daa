namespace WasmEngine.Broker.Tests;

public sealed class BrokerOptionsTests
{
    [Fact]
    public void Problems_Defaults_AreNone() => Assert.Empty(new BrokerOptions().Problems());

    [Fact]
    public void Read_NamesWithoutCase_AreTaken()
    {
        var options = BrokerSetting.Read([new("MAXAPPS", "3"), new("reconnectmaxms", "50")], out var problems);

        Assert.Empty(problems);
        Assert.Equal(new BrokerOptions { MaxApps = 3, ReconnectMaxMs = 50 }, options);
    }

    [Fact]
    public void Read_ManyProblems_AllAreNamed()
    {
        BrokerSetting.Read([new("MAXAPPS", "0"), new("MAXVIEWS", "many"), new("NONSENSE", "1"), new("INPUTRINGBYTES", "20000"), new("RECONNECTMINMS", "900")], out var problems);

        Assert.Equal(5, problems.Count);
        foreach (var name in new[] { "MaxApps", "MaxViews", "NONSENSE", "InputRingBytes", "ReconnectMaxMs" })
            Assert.Contains(problems, p => p.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void All_EachProperty_HasASetting() => Assert.Equal(
        typeof(BrokerOptions).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
        BrokerSetting.All.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void With_EachSetting_ChangesWhatGetReads() => Assert.All(
        BrokerSetting.All, setting => Assert.Equal(setting.Min, setting.Get(setting.With(new BrokerOptions(), setting.Min))));
}
