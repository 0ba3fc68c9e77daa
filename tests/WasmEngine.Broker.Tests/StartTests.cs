namespace WasmEngine.BrokerTests;

public sealed class StartTests
{
    [Fact]
    public async Task Start_CorruptDatabase_EndsNamingTheFile()
    {
        using var instance = new InstanceEnvironment();
        Directory.CreateDirectory(Path.GetDirectoryName(instance.DatabaseFile)!);
        await File.WriteAllTextAsync(instance.DatabaseFile, new string('x', 10000), TestContext.Current.CancellationToken);
        await using var broker = new BrokerProcess(instance, []);

        Assert.NotEqual(0, await broker.WaitForExitAsync());

        Assert.Contains(instance.DatabaseFile, broker.Errors, StringComparison.Ordinal);
        Assert.Contains("move it away", broker.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(instance.Socket("broker")));
    }

    [Fact]
    public async Task Start_BadSettings_EndsNamingEach()
    {
        using var instance = new InstanceEnvironment();
        await using var broker = new BrokerProcess(instance, [new("WASMENGINE_BROKER__MAXAPPS", "0"), new("WASMENGINE_BROKER__NONSENSE", "1")]);

        Assert.NotEqual(0, await broker.WaitForExitAsync());

        Assert.Contains("MaxApps", broker.Errors, StringComparison.Ordinal);
        Assert.Contains("NONSENSE", broker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondBrokerOfTheInstance_IsRefusedAndTheFirstGoesOn()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        await using var second = new BrokerProcess(engine.Instance, []);

        Assert.Equal(3, await second.WaitForExitAsync());

        Assert.Contains(engine.Instance.Paths.Instance, second.Errors, StringComparison.Ordinal);
        Assert.Equal(V1.AppState.Running, (await client.LaunchAsync(engine)).State);
    }
}
