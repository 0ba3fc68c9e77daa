using System.Diagnostics;
using System.Globalization;
using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Internal.V1;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>An animated document in a running daemon, watched by a client: render allocates nothing for its frames.</summary>
public sealed class SteadyFramesTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const int Frames = 300, MostWindows = 10;
    private const long MostRestPerSecond = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Document(string from, string to) =>
        $$"""
        <!doctype html><style>
        @keyframes move { from { {{from}} } to { {{to}} } }
        body { display: flex; flex-wrap: wrap; gap: 8px; font: 14px sans-serif }
        .card { width: 100px; height: 60px; background: linear-gradient(red, blue); border-radius: 8px; box-shadow: 0 2px 6px #0008; animation: move 1s linear infinite alternate }
        </style>{{string.Concat(Enumerable.Range(0, 30).Select(i => $"<div class=card>Card {i}</div>"))}}
        """;

    [Theory]
    [InlineData("transform: translate(0)", "transform: translate(40px, 30px)", 60)]
    [InlineData("opacity: 1", "opacity: 0.2", 120)]
    [InlineData("transform: rotate(0deg) scale(1); opacity: 1", "transform: rotate(90deg) scale(1.1); opacity: 0.5", 120)]
    [InlineData("transform: rotate(0deg)", "transform: rotate(360deg)", 240)]
    public async Task Animation_OfAWatchedView_AllocatesNothingPerFrame(string from, string to, int rate)
    {
        var folder = TestApp.Create("still", Compute.Wasmtime.WasmtimeEngine.Assemble(TestApp.Idle), """{"id":"still","title":"still","module":"app.wasm","document":"index.html","width":640,"height":480}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), Document(from, to), TestContext.Current.CancellationToken);
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(folder, (640, 480), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(640, 480, rate), TestContext.Current.CancellationToken);
        using var usage = new RenderUsage(daemon.Paths);
        var last = await WatchAsync(view, 0, Frames);
        var (before, began) = (await usage.GetAsync(), Stopwatch.GetTimestamp());
        Assert.True(before.Scenes.Single(s => s.AppId == app.Id).AllocatedBytes > 0, "nothing is counted: loading a document allocates");
        var (quiet, restPerSecond, report) = (false, double.MaxValue, "");
        // A method that becomes hot is compiled anew now and then, on the thread that runs it or beside it: the quietest of some windows tells.
        for (var i = 0; i < MostWindows && !(quiet && restPerSecond < MostRestPerSecond); i++)
        {
            last = await WatchAsync(view, last, Frames + 10); // a frame may be counted just after it was seen
            var (after, ended) = (await usage.GetAsync(), Stopwatch.GetTimestamp());
            var (scene, former) = (after.Scenes.Single(s => s.AppId == app.Id), before.Scenes.Single(s => s.AppId == app.Id));
            var (frames, bytes, raster) = (scene.Frames - former.Frames, scene.AllocatedBytes - former.AllocatedBytes, after.RasterBytes - before.RasterBytes);
            Assert.True(frames >= Frames, $"only {frames} frames were shown");
            var rest = (after.AllocatedBytes - before.AllocatedBytes - bytes - raster) / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
            quiet |= bytes == 0 && raster == 0;
            restPerSecond = Math.Min(restPerSecond, rest);
            report += string.Create(CultureInfo.InvariantCulture, $"{frames} frames: scene {bytes} B, raster {raster} B, all else {rest:0} B/s; ");
            (before, began) = (after, ended);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(report);
        Assert.True(quiet, report);
        Assert.True(restPerSecond < MostRestPerSecond, report);
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    private static Task<ulong> WatchAsync(ViewClient view, ulong last, int frames) => Task.Factory.StartNew(
        () =>
        {
            for (var i = 0; i < frames; i++)
            {
                Assert.True(view.WaitForFrame(last, Patience, out var frame, TestContext.Current.CancellationToken), "frames ceased");
                last = frame.Id;
                view.Release(frame);
            }

            return last;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
