using System.Diagnostics;
using System.Text;
using WasmEngine.Platform;

namespace WasmEngine.BrokerTests;

/// <summary>The real executable.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public BrokerProcess(InstanceEnvironment instance, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "wasmengine-broker")) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--instance");
        start.ArgumentList.Add(instance.Paths.Instance);
        instance.Apply(start.Environment);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors) _errors.AppendLine(e.Data);
        };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Waits until it serves; fails if it ended instead.</summary>
    public async Task WaitUntilServingAsync(string socket)
    {
        while (!File.Exists(socket))
        {
            if (_process.HasExited) throw new InvalidOperationException($"the broker ended with {_process.ExitCode}: {Errors}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async Task<int> TerminateAsync()
    {
        ProcessIdentity.TryFind(_process.Id)?.Signal(ProcessSignal.Terminate);
        return await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}

/// <summary>Directories of one instance that no other test sees.</summary>
internal sealed class InstanceEnvironment : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("we-").FullName;

    public InstanceEnvironment()
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..16];
        var given = InstancePaths.For(name); // only the region directory of these, the others depend on the environment
        RegionDirectoryPath = given.RegionDirectory;
        RuntimeRoot = Path.Combine(_root, "run");
        StateRoot = Path.Combine(_root, "state");
        Directory.CreateDirectory(RuntimeRoot);
        Directory.CreateDirectory(StateRoot);
        Paths = given;
        RuntimeDirectory = Path.Combine(RuntimeRoot, "wasmengine", name);
        InstancePaths.CreatePrivate(Path.Combine(RuntimeRoot, "wasmengine"));
        InstancePaths.CreatePrivate(RuntimeDirectory);
        InstancePaths.CreatePrivate(Path.GetDirectoryName(RegionDirectoryPath)!);
        InstancePaths.CreatePrivate(RegionDirectoryPath);
    }

    public InstancePaths Paths { get; }

    public string RuntimeRoot { get; }

    public string StateRoot { get; }

    public string RuntimeDirectory { get; }

    public string RegionDirectoryPath { get; }

    public string DatabaseFile => Path.Combine(StateRoot, "wasmengine", Paths.Instance, "broker.db");

    public void Apply(IDictionary<string, string?> environment)
    {
        environment["XDG_RUNTIME_DIR"] = RuntimeRoot;
        environment["XDG_STATE_HOME"] = StateRoot;
        environment["XDG_CACHE_HOME"] = Path.Combine(_root, "cache");
    }

    public string Socket(string layer) => Path.Combine(RuntimeDirectory, layer + ".sock");

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        if (Directory.Exists(RegionDirectoryPath)) Directory.Delete(RegionDirectoryPath, recursive: true);
    }
}
