using System.Diagnostics;
using System.Globalization;
using WasmEngine.Hosting;
using WasmEngine.Platform;

namespace WasmEngine.DaemonHarness;

/// <summary>
/// An instance of its own for one test: a name and directories that nobody else uses. Disposing it fails if any process of
/// the instance is left, and ends what is left.
/// </summary>
public sealed class TestInstance : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private static int _count;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<ProcessIdentity> _started = [];

    public TestInstance()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}-{Interlocked.Increment(ref _count)}"); // SYNC: a counter, no partner
        Root = Path.Combine(Path.GetTempPath(), "we-" + Name);
        Directory.CreateDirectory(Root);
        foreach (var variable in (string[])["XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME"]) _environment[variable] = Root;
        RuntimeDirectory = Path.Combine(Root, "wasmengine", Name);
        LogDirectory = Path.Combine(Root, "wasmengine", Name, "logs");
        RegionDirectory = InstancePaths.For(Name).RegionDirectory;
        LayersDirectory = Path.Combine(Root, "layers");
        Directory.CreateDirectory(LayersDirectory);
        foreach (var layer in LayerNames.Supervised) WriteLayerScript(layer);
    }

    public string Name { get; }

    public string Root { get; }

    public string RuntimeDirectory { get; }

    public string LogDirectory { get; }

    public string RegionDirectory { get; }

    public string LayersDirectory { get; }

    /// <summary>Executable of the test layer, copied beside the tests.</summary>
    public static string TestLayer => Path.Combine(AppContext.BaseDirectory, "wasmengine-testlayer");

    public string Socket(string layer) => Path.Combine(RuntimeDirectory, layer + ".sock");

    public string Lock(string layer) => Path.Combine(RuntimeDirectory, layer + ".lock");

    /// <summary>Sets a variable for processes started from now on; null removes it.</summary>
    public TestInstance With(string variable, string? value)
    {
        if (value is null) _environment.Remove(variable);
        else _environment[variable] = value;
        return this;
    }

    /// <summary>A script named as the launcher expects, that plays the layer; exec keeps its pid.</summary>
    public void WriteLayerScript(string layer, string? environment = null)
    {
        var path = Path.Combine(LayersDirectory, "wasmengine-" + layer);
        var next = path + ".next";
        File.WriteAllText(next, $"#!/bin/sh\nWASMENGINE_TEST_LAYER={layer} {environment} exec '{TestLayer}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(next, path, overwrite: true);
    }

    public Process Start(string executable, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("WASMENGINE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        if (ProcessIdentity.TryFind(process.Id) is { } identity) _started.Add(identity);
        return process;
    }

    /// <summary>Identities of all live processes whose command line names this instance.</summary>
    public IReadOnlyList<ProcessIdentity> Processes()
    {
        var found = new List<ProcessIdentity>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            try
            {
                var words = File.ReadAllText(Path.Combine(directory, "cmdline")).Split('\0');
                if (words.Contains(Name) && ProcessIdentity.TryFind(pid) is { } identity) found.Add(identity);
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return found;
    }

    public static async Task WaitUntilAsync(Func<bool> condition, string what) => await WaitUntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits until the condition holds; fails only when it never does.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(90)) throw new TimeoutException($"it never came true that {what}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(Root)) return; // disposed already
        // The launcher first, and gently: it is to end the layers. Without one, the layers are ours to end.
        if (LayerLock.LastHolder(Lock(LayerNames.Launcher)) is { IsAlive: true } launcher) launcher.Signal(ProcessSignal.Terminate);
        else foreach (var process in _started) process.Signal(ProcessSignal.Terminate);
        var start = Stopwatch.GetTimestamp();
        IReadOnlyList<ProcessIdentity> left;
        while ((left = Processes()).Count > 0 && Stopwatch.GetElapsedTime(start) < EndPatience) await Task.Delay(20);
        var names = string.Join(", ", left.Select(process => $"{process.Pid} ({File.ReadAllText($"/proc/{process.Pid}/cmdline").Replace('\0', ' ')})"));
        foreach (var process in left) process.Signal(ProcessSignal.Kill);
        if (Directory.Exists(RegionDirectory)) Directory.Delete(RegionDirectory, recursive: true);
        var logs = left.Count > 0 ? ReadLogs() : "";
        Directory.Delete(Root, recursive: true);
        if (left.Count > 0) throw new InvalidOperationException($"leaked processes: {names}\n{logs}");
    }

    public string ReadLogs() => Directory.Exists(LogDirectory) ? string.Join('\n', Directory.EnumerateFiles(LogDirectory).Select(ReadShared)) : "";

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
