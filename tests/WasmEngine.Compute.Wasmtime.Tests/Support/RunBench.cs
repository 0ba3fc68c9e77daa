using System.Collections.Immutable;
using System.Globalization;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Runs of functions over the real engine, with a region directory of their own.</summary>
internal sealed class RunBench : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _files = new();
    private readonly Dictionary<string, RegionName> _buffers = new(StringComparer.Ordinal);
    private int _next;

    public RunBench(int cores = 2, IGuestEngine? engine = null)
    {
        var root = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Regions = new RegionDirectory(Path.Combine(root, "we-test-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)));
        Regions.Ensure();
        Modules = new ModuleCatalog(engine ?? Guests.Engine, new ModuleCatalogOptions(), TimeProvider.System);
        Runs = new FunctionRuns(Modules, Regions, new RunSchedulerOptions { Cores = cores }, TimeProvider.System, Log);
    }

    public RegionDirectory Regions { get; }

    public ModuleCatalog Modules { get; }

    public FunctionRuns Runs { get; }

    public LogLines<FunctionRuns> Log { get; } = new();

    /// <summary>A module file of this text.</summary>
    public string Module(string text)
    {
        var path = _files[$"m{++_next}.wasm"];
        File.WriteAllBytes(path, WasmtimeEngine.Assemble(text));
        return path;
    }

    /// <summary>A new buffer that calls of this bench can name.</summary>
    public BufferRegion Buffer(string name, long bytes)
    {
        var buffer = BufferRegion.Create(Regions, RegionName.Parse("b." + name), bytes);
        _buffers[name] = buffer.Name;
        return buffer;
    }

    public FunctionSpec Call(string module, string export, params FunctionArgument[] arguments) => new()
    {
        Session = "s",
        ModulePath = module,
        Export = export,
        Arguments = [.. arguments],
        Buffers = _buffers.ToImmutableDictionary(StringComparer.Ordinal),
        Limits = new InstanceLimits { MemoryBytes = 64 << 20 },
    };

    public FunctionRun Start(FunctionSpec call, bool isJob = false, string key = "", int attempt = 1) =>
        Runs.Start(new RunSpec("r" + Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture), call) { IsJob = isJob, Key = key, Attempt = attempt });

    public Task<RunResult> RunAsync(FunctionSpec call, bool isJob = false, string key = "", int attempt = 1) =>
        Start(call, isJob, key, attempt).Ended.WaitAsync(Patience);

    /// <summary>Runs it and expects it to end well.</summary>
    public async Task<RunResult> SucceedAsync(FunctionSpec call, bool isJob = false)
    {
        var result = await RunAsync(call, isJob);
        Assert.True(result.Fault == RunFault.None, result.Detail);
        return result;
    }

    public static NumberArgument I32(int value) => new(WasmType.I32, WasmValue.FromI32(value));

    public static NumberArgument I64(long value) => new(WasmType.I64, WasmValue.FromI64(value));

    public void Dispose()
    {
        Assert.True(Runs.DrainAsync(Patience).GetAwaiter().GetResult());
        Runs.Dispose();
        Modules.Dispose();
        System.IO.Directory.Delete(Regions.DirectoryPath, recursive: true);
        _files.Dispose();
    }
}
