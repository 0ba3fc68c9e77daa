using Xunit;

namespace WasmEngine.Cli.Tests;

/// <summary>What needs no daemon.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] Commands = ["up", "down", "status", "restart", "logs", "run", "apps", "stop", "views", "screenshot", "click", "inspect", "bench", "completion"];

    [Fact]
    public async Task Help_NamesCommandsAndExitCodes()
    {
        var result = await Cli.RunAsync(null, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.All(Commands, command => Assert.Contains($"\n  {command} ", result.Output, StringComparison.Ordinal));
        Assert.All(ExitCodes.Table, row => Assert.Contains($"  {row.Code,-3}  {row.Meaning}", result.Output, StringComparison.Ordinal));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_OfEachCommand_Works()
    {
        foreach (var command in Commands.Where(c => c != "bench")) // bench answers itself
        {
            var result = await Cli.RunAsync(null, command, "--help");
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
            Assert.Contains("Exit codes:", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("status", "--bogus")]
    [InlineData("restart")]
    [InlineData("run")]
    [InlineData("run", "/", "--size", "abc")]
    [InlineData("run", "/", "--size", "1x")]
    [InlineData("run", "/", "--size", "-1x5")]
    [InlineData("run", "/", "--frames", "0")]
    [InlineData("run", "/", "--frames", "many")]
    [InlineData("run", "/", "--ratio", "0.1")]
    [InlineData("run", "/", "--ratio", "NaN")]
    [InlineData("run", "/", "--ratio", "8.5")]
    [InlineData("logs", "--lines", "-1")]
    [InlineData("click", "v1", "left", "top")]
    [InlineData("click", "v1", "NaN", "1")]
    [InlineData("--instance")]
    public async Task WrongCommandLine_IsAUsageError(params string[] arguments)
    {
        var plain = await Cli.RunAsync(null, arguments);
        Assert.Equal(ExitCodes.Usage, plain.ExitCode);
        Assert.Empty(plain.Output);
        Assert.Equal(2, plain.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length); // what happened, what to do
        Assert.StartsWith("error: ", plain.Error, StringComparison.Ordinal);

        var json = await Cli.RunAsync(null, ["--json", .. arguments]);
        Assert.Equal(ExitCodes.Usage, json.ExitCode);
        Assert.Equal("USAGE", json.ErrorReason);
    }

    [Theory]
    [InlineData("SIZE_OUT_OF_RANGE", "run", "APP", "--size", "0x0")]
    [InlineData("SIZE_OUT_OF_RANGE", "run", "APP", "--size", "100000x100000")]
    [InlineData("SIZE_OUT_OF_RANGE", "run", "APP", "--size", "99999999999999999999x1")]
    [InlineData("MANIFEST_MISSING", "run", "/nonexistent/app")]
    [InlineData("MANIFEST_MISSING", "run", "/")]
    [InlineData("FILE_UNWRITABLE", "run", "APP", "--screenshot", "/nonexistent/a.png")]
    [InlineData("FILE_UNWRITABLE", "run", "APP", "--screenshot", "/")]
    [InlineData("FILE_UNWRITABLE", "run", "APP", "--screenshot", "/proc/a.png")]
    [InlineData("FILE_UNWRITABLE", "screenshot", "v1", "/nonexistent/a.png")]
    [InlineData("FILE_UNWRITABLE", "screenshot", "v1", "picture.jpg")]
    [InlineData("FILE_MISSING", "inspect", "/nonexistent/a.wasm")]
    [InlineData("UNKNOWN_LAYER", "restart", "sound")]
    [InlineData("UNKNOWN_LAYER", "logs", "sound")]
    [InlineData("UNKNOWN_SHELL", "completion", "tcsh")]
    [InlineData("OPTIONS_INVALID", "status", "--instance", "../x")]
    [InlineData("OPTIONS_INVALID", "logs", "--instance", "Big")]
    public async Task BadInput_IsRefusedBeforeAnythingStarts(string reason, params string[] arguments)
    {
        using var app = new TemporaryApp();
        var filled = arguments.Select(a => a == "APP" ? app.Path : a).ToArray();
        var json = await Cli.RunAsync("nothing-here", [.. filled, "--json"]);
        Assert.Equal((ExitCodes.Refused, reason), (json.ExitCode, json.ErrorReason));
        Assert.False(string.IsNullOrEmpty(json.Json.GetProperty("error").GetProperty("message").GetString()));
        Assert.False(string.IsNullOrEmpty(json.Json.GetProperty("error").GetProperty("remedy").GetString()));
        var plain = await Cli.RunAsync("nothing-here", filled);
        Assert.Equal(ExitCodes.Refused, plain.ExitCode);
        Assert.Equal(2, plain.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.False(Directory.Exists(Platform.InstancePaths.For("nothing-here").RuntimeDirectory));
    }

    [Fact]
    public async Task Restart_UnknownLayer_NamesTheFour()
    {
        var result = await Cli.RunAsync(null, "restart", "sound");
        Assert.Contains("launcher, broker, render, compute", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("apps")]
    [InlineData("views")]
    [InlineData("stop", "hello-1")]
    [InlineData("restart", "render")]
    [InlineData("click", "v1", "1", "1")]
    public async Task DaemonDown_SaysSoAndHowToStartIt(params string[] arguments)
    {
        var result = await Cli.RunAsync("not-there", arguments);
        Assert.Equal(ExitCodes.NotRunning, result.ExitCode);
        Assert.Contains("the daemon of instance \"not-there\" is not running", result.Error, StringComparison.Ordinal);
        Assert.Contains("wasmengine up --instance not-there", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_DaemonDownAsJson_HasNoLayers()
    {
        var result = await Cli.RunAsync(null, "status", "--json", "--instance", "not-there");
        Assert.Equal(ExitCodes.NotRunning, result.ExitCode);
        Assert.Equal("not-there", result.Json.GetProperty("instance").GetString());
        Assert.Equal(0, result.Json.GetProperty("layers").GetArrayLength());
        Assert.Equal("DAEMON_NOT_RUNNING", result.ErrorReason);
    }

    [Fact]
    public async Task Down_DaemonDown_IsDone()
    {
        var result = await Cli.RunAsync("not-there", "down", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Json.GetProperty("wasUp").GetBoolean());
    }

    [Fact]
    public async Task Up_NoLauncher_SaysWhereItLooked()
    {
        using var run = Cli.Start(["up", "--json", "--instance", "not-there"], ("WASMENGINE_LAUNCHER", "/nonexistent/wasmengined"));
        var result = await run.EndAsync();
        Assert.Equal((ExitCodes.Failed, "EXECUTABLE_MISSING"), (result.ExitCode, result.ErrorReason));
    }

    [Fact]
    public async Task Up_LauncherFails_ShowsWhatItSaid()
    {
        using var folder = new TemporaryApp();
        var launcher = Path.Combine(folder.Path, "launcher.sh");
        await File.WriteAllTextAsync(launcher, "#!/bin/sh\necho \"no room for $*\" >&2\nexit 9\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var run = Cli.Start(["up", "--instance", "not-there"], ("WASMENGINE_LAUNCHER", launcher));
        var result = await run.EndAsync();
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("exit code 9", result.Error, StringComparison.Ordinal);
        Assert.Contains("no room for --detach --instance not-there", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_NotBuilt_SaysSo()
    {
        Assert.SkipWhen(File.Exists(Path.Combine(Cli.Folder, "wasmengine-bench")), "the benchmarks lie beside the command here");
        var result = await Cli.RunAsync(null, "bench", "frames", "--json");
        Assert.Equal((ExitCodes.Failed, "EXECUTABLE_MISSING"), (result.ExitCode, result.ErrorReason));
    }

    [Theory]
    [InlineData(new[] { "bench", "frames", "--json" }, new[] { "frames", "--json" })]
    [InlineData(new[] { "--instance", "bench", "bench", "--list" }, new[] { "--list", "--instance", "bench" })]
    [InlineData(new[] { "--json", "bench", "x" }, new[] { "x", "--json" })]
    public void BenchArguments_GoAlong(string[] given, string[] expected)
    {
        Assert.True(BenchCommand.TryFindArguments(given, out var arguments));
        Assert.Equal(expected, arguments);
    }

    [Theory]
    [InlineData("status", "bench")]
    [InlineData("--instance", "bench")]
    [InlineData()]
    public void BenchArguments_OtherCommands_AreLeftAlone(params string[] given) => Assert.False(BenchCommand.TryFindArguments(given, out _));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_Script_AsksTheCommand(string shell)
    {
        var result = await Cli.RunAsync(null, "completion", shell);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wasmengine re", "restart")]
    [InlineData("wasmengine restart ren", "render")]
    [InlineData("wasmengine run --si", "--size")]
    [InlineData("wasmengine completion f", "fish")]
    public async Task Suggest_Beginning_IsCompleted(string line, string expected)
    {
        var result = await Cli.RunAsync(null, $"[suggest:{line.Length}]", line);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Output.Split('\n', StringSplitOptions.TrimEntries));
    }
}
