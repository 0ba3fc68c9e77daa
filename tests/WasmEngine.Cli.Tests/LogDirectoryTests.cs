using CsCheck;
using WasmEngine.Testing;
using Xunit;

namespace WasmEngine.Cli.Tests;

public sealed class LogDirectoryTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);
    private readonly string _path = Directory.CreateTempSubdirectory("wet-logs-").FullName;

    [Fact]
    public void ReadLast_SeveralLayers_AreMergedByTime()
    {
        Append("broker.json", Line(1, "b1"), Line(4, "b4"));
        Append("render.json", Line(2, "r2"), Line(3, "r3"));
        Assert.Equal(["b1", "r2", "r3", "b4"], Messages(new LogDirectory(_path, ["broker", "render"]).ReadLast(10)));
        Assert.Equal(["r3", "b4"], Messages(new LogDirectory(_path, ["broker", "render"]).ReadLast(2)));
        Assert.Equal(["r2", "r3"], Messages(new LogDirectory(_path, ["render"]).ReadLast(10)));
    }

    [Fact]
    public void ReadLast_RotatedFiles_AreJoinedAndStrangersLeftOut()
    {
        Append("broker.json", Line(1, "old"));
        Append("broker_001.json", Line(2, "new"));
        Append("broker-audit.json", Line(3, "stranger"));
        Append("brokerage.json", Line(3, "stranger"));
        Assert.Equal(["old", "new"], Messages(new LogDirectory(_path, ["broker"]).ReadLast(10)));
        Assert.Equal(["new"], Messages(new LogDirectory(_path, ["broker"]).ReadLast(1)));
    }

    [Fact]
    public void ReadLast_BrokenLine_KeepsItsPlace()
    {
        Append("broker.json", Line(1, "one"), "Unhandled exception. Out of memory", Line(3, "three"));
        Append("render.json", Line(2, "two"));
        var messages = Messages(new LogDirectory(_path, ["broker", "render"]).ReadLast(10));
        Assert.Equal(["one", "Unhandled exception. Out of memory", "two", "three"], messages);
    }

    [Fact]
    public void ReadLast_AnyNumberOfLines_IsTheEndOfThem() => Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 5000]).Sample(
        (count, last, padding) =>
        {
            var path = Directory.CreateTempSubdirectory("wet-logs-").FullName;
            var all = Enumerable.Range(0, count).Select(i => $"m{i}-{new string('é', padding)}").ToArray();
            File.WriteAllLines(Path.Combine(path, "broker.json"), all.Select((m, i) => Line(i, m)));
            Assert.Equal(all.TakeLast(last), Messages(new LogDirectory(path, ["broker"]).ReadLast(last)));
            Directory.Delete(path, recursive: true);
        },
        iter: 200);

    [Fact]
    public void ReadNew_AppendedRotatedAndTruncated_IsAllSeenOnce()
    {
        Append("broker.json", Line(1, "a"));
        var logs = new LogDirectory(_path, ["broker"]);
        Assert.Equal(["a"], Messages(logs.ReadLast(10)));
        Assert.Empty(logs.ReadNew());

        var line = Line(2, "b");
        File.AppendAllText(Path.Combine(_path, "broker.json"), line[..20]); // half written
        Assert.Empty(logs.ReadNew());
        File.AppendAllText(Path.Combine(_path, "broker.json"), line[20..] + "\n");
        Append("broker_001.json", Line(3, "c"));
        Assert.Equal(["b", "c"], Messages(logs.ReadNew()));

        File.WriteAllText(Path.Combine(_path, "broker.json"), Line(4, "d") + "\n");
        Assert.Equal(["d"], Messages(logs.ReadNew()));
        File.Delete(Path.Combine(_path, "broker.json"));
        Append("broker_001.json", Line(5, "e"));
        Assert.Equal(["e"], Messages(logs.ReadNew()));
    }

    [Fact]
    public void ReadUnfinished_DeadWritersLine_IsShown()
    {
        Append("broker.json", Line(1, "a"));
        File.AppendAllText(Path.Combine(_path, "broker.json"), "half a li");
        var logs = new LogDirectory(_path, ["broker"]);
        Assert.Equal(["a"], Messages(logs.ReadLast(10)));
        Assert.Equal(["half a li"], Messages(logs.ReadUnfinished()));
    }

    [Fact]
    public void ReadLast_NoFolder_IsEmpty() => Assert.Empty(new LogDirectory(Path.Combine(_path, "none"), ["broker"]).ReadLast(10));

    [Fact]
    public async Task Logs_Command_PrintsAndFollows()
    {
        await using var daemon = FakeDaemon.Stopped();
        var folder = daemon.Paths.LogDirectory;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "render.json"), Line(1, "first") + "\nnot json\n");
        var plain = await Cli.RunAsync(daemon.Instance, "logs");
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("INF render   first", plain.Output, StringComparison.Ordinal);
        Assert.EndsWith("not json\n", plain.Output, StringComparison.Ordinal);
        var json = (await Cli.RunAsync(daemon.Instance, "logs", "render", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"message\":\"first\"", json[0], StringComparison.Ordinal);
        Assert.Equal("""{"layer":"render","raw":"not json"}""", json[1]);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static string Line(int second, string message) => $$"""{"@t":"{{Start.AddSeconds(second):O}}","@mt":"{{message}}"}""";

    private void Append(string file, params string[] lines) => File.AppendAllLines(Path.Combine(_path, file), lines);

    private static IEnumerable<string> Messages(IEnumerable<LogEvent> events) => events.Select(e => e.Message);
}
