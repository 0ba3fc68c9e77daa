using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests;

/// <summary>What happens when shared memory is full: an error, never a signal that ends the process.</summary>
public sealed class FullSharedMemoryTests
{
    private const string Variable = "WASMENGINE_TEST_SMALL_DIRECTORY";
    private const int NoNamespace = 77;

    [Fact]
    public Task SurfaceBegin_IsNullUntilThereIsRoom() => WithTwoMebibytesAsync(directory =>
    {
        using var calls = NewCalls(directory); // its journal has the first MiB
        var surface = calls.SurfaceCreate(400, 400);
        Assert.True(surface > 0);
        Assert.NotEqual(0u, calls.SurfaceBegin(surface));
        Assert.Equal(GuestError.Ok, calls.SurfacePresent(surface, default));

        Assert.Equal(0u, calls.SurfaceBegin(surface)); // 640 KiB more are not there
        Assert.Equal(GuestError.State, calls.SurfacePresent(surface, default));

        var other = calls.SurfaceCreate(8, 8); // a small one still fits
        Assert.NotEqual(0u, calls.SurfaceBegin(other));
    });

    [Fact]
    public Task SurfaceCreate_IsLimitAndLeavesNothing() => WithTwoMebibytesAsync(directory =>
    {
        using var calls = NewCalls(directory);
        Fill(directory, 16384);

        Assert.Equal(GuestError.Limit, calls.SurfaceCreate(8, 8));
        Assert.Contains("full", calls.LastLogLine, StringComparison.Ordinal);
        Assert.Equal(["app.a.g1.journal", "filler"], Names(directory));
    });

    [Fact]
    public Task Start_IsRefusedAndLeavesNothing() => WithTwoMebibytesAsync(directory =>
    {
        Fill(directory, 65536);

        var refused = Assert.ThrowsAny<IOException>(() => NewCalls(directory));

        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["filler"], Names(directory));
    });

    private static GuestCalls NewCalls(RegionDirectory directory) => new(
        new AppSpec("a", 1, "a.wasm", 1, 1, RegionName.Parse("input"), 1 << 20), directory, new LogLines<GuestCalls>(), new FakeTimeProvider())
    { Memory = new FakeMemory() };

    private static void Fill(RegionDirectory directory, long left)
    {
        var free = new DriveInfo(directory.DirectoryPath).AvailableFreeSpace;
        File.WriteAllBytes(Path.Combine(directory.DirectoryPath, "filler"), new byte[free - left]);
    }

    private static string[] Names(RegionDirectory directory) =>
        [.. Directory.GetFiles(directory.DirectoryPath).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Runs the same test once more, in a process whose mount namespace has a file system of 2 MiB at its region directory.</summary>
    private static async Task WithTwoMebibytesAsync(Action<RegionDirectory> test, [CallerMemberName] string name = "")
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } small)
        {
            test(new RegionDirectory(small));
            return;
        }

        using var regions = new TempRegions();
        const string inNamespace = "mount -t tmpfs -o size=2m,mode=700 none \"$0\" || exit 77; exec \"$@\"";
        var start = new ProcessStartInfo("bash",
            ["-c", $"unshare -Urm true || exit {NoNamespace}; exec unshare -Urm bash -c '{inNamespace}' \"$0\" \"$@\"",
            regions.Directory.DirectoryPath, Environment.ProcessPath!, "-noColor", "-method", $"*.{nameof(FullSharedMemoryTests)}.{name}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = regions.Directory.DirectoryPath;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        if (process.ExitCode == NoNamespace) Assert.Skip("mounting in a namespace of one's own is not allowed here");
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{output}\n{await errors}");
        Assert.Contains("Total: 1", output, StringComparison.Ordinal);
    }
}
