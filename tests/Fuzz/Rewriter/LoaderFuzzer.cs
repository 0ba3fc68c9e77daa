using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.GuestTesting;

namespace WasmEngine.Fuzz.Rewriter;

/// <summary>
/// Takes mutated modules the whole way that a guest's file takes: loaded, rewritten, compiled, instantiated, each export called with
/// zeros, stopped after two milliseconds. Whatever a module does, it ends in one of the few defined ways and the process lives.
/// </summary>
public static class LoaderFuzzer
{
    private static readonly TimeSpan CallTime = TimeSpan.FromMilliseconds(2);
    private static readonly InstanceLimits Limits = new() { MemoryBytes = 16 << 20, HostCalls = 1000, OpenWindows = 4 };

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var engine = new WasmtimeEngine(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);
        var corpus = Corpus.Load(out var description).Select(m => new ModuleMutation(m)).ToList();
        var directory = Directory.CreateTempSubdirectory("wasmengine-fuzz-").FullName;
        try
        {
            for (var i = 0; i < iterations; i++)
            {
                // The first are small; one in 256 is any of them, since all of it is compiled.
                var mutation = corpus[random.Next(i % 256 == 0 ? corpus.Count : Math.Min(corpus.Count, HandWritten.Texts.Length + 1))];
                var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"m{i % 4}.wasm"));
                File.WriteAllBytes(path, mutation.Next(random));
                MemoryFuzzer.Count(outcomes, Try(engine, path));
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"found with seed {seed}, the module is the newest in {directory}: {exception.Message}", exception);
        }

        Directory.Delete(directory, recursive: true);
        return $"{description}: " + string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    private static string Try(WasmtimeEngine engine, string path)
    {
        try
        {
            using var module = engine.Load(path);
            return Live(module);
        }
        catch (ModuleException)
        {
            return "refused";
        }
    }

    private static string Live(IGuestModule module)
    {
        using var stop = new StopSignal();
        var watch = Task.Run(() => stop.Wait(CallTime) ? 0 : Raise(stop));
        try
        {
            using var instance = module.InstantiateFunctions(new GuestSetup(new DeafCalls(), Limits, stop));
            foreach (var export in module.Description.Exports) Call(instance, export[..export.IndexOf(':', StringComparison.Ordinal)]);
            return "called";
        }
        catch (GuestStoppedException)
        {
            return "stopped";
        }
        catch (GuestException)
        {
            return "failed";
        }
        finally
        {
            stop.Raise(StopReason.Shutdown);
            watch.Wait();
        }
    }

    private static int Raise(StopSignal stop)
    {
        stop.Raise(StopReason.Deadline);
        return 1;
    }

    private static void Call(IFunctionInstance instance, string export)
    {
        if (instance.Find(export) is not { } function) return;
        function.Invoke(new WasmValue[function.Signature.Parameters.Length], new WasmValue[function.Signature.Results.Length]);
    }
}
