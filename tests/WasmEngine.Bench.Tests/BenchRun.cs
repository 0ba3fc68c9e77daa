using System.Diagnostics;
using System.Globalization;
using WasmEngine.Platform;
using Xunit;

namespace WasmEngine.Bench.Tests;

/// <summary>A finished run of the executable.</summary>
internal sealed record BenchRun(int Pid, int ExitCode, string Output, string Error)
{
    internal static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "wasmengine-bench"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    internal static async Task<BenchRun> StartAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new BenchRun(process.Id, process.ExitCode, output, await error);
    }

    /// <summary>The first process that another one starts.</summary>
    internal static async Task<ProcessIdentity> FirstChildAsync(int parent, CancellationToken cancellation)
    {
        while (true)
        {
            var children = Directory.GetDirectories($"/proc/{parent}/task")
                .SelectMany(task => ReadOrEmpty(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            foreach (var child in children)
            {
                if (ProcessIdentity.TryFind(int.Parse(child, CultureInfo.InvariantCulture)) is { } found) return found;
            }

            await Task.Delay(10, cancellation);
        }
    }

    internal void AssertNothingIsLeft() => AssertNothingIsLeft(Pid);

    internal static void AssertNothingIsLeft(int consumerPid)
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"bench-{consumerPid}");
        var paths = InstancePaths.For(instance);
        Assert.False(Directory.Exists(paths.RuntimeDirectory), paths.RuntimeDirectory);
        Assert.False(Directory.Exists(paths.RegionDirectory), paths.RegionDirectory);
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // the thread has ended
        }
    }
}
