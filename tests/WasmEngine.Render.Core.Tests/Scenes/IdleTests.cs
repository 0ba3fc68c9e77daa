using System.Globalization;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>While nothing changes there is no frame and no CPU time.</summary>
public sealed class IdleTests : SceneTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Idle_ComposedScene_NeverWakesUp()
    {
        var guest = StartGuest("idle");
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Background(Red);
        guest.Place(1, surface);
        guest.Text(2, "caption");
        Guest.Present(surface, Green);
        var client = await ShowAsync(guest, Spec(app: "idle"));
        client.Next(Green);
        Assert.Equal(0, await CountWakeUpsAsync(client));
        Guest.Present(surface, Blue); // it was asleep, not dead
        client.Next(Blue);
        Assert.Equal(0, await CountWakeUpsAsync(client));
    }

    [Fact]
    public async Task Idle_HiddenView_NeverWakesUp()
    {
        var guest = StartGuest("idle");
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec(app: "idle") with { Visible = false });
        client.Next();
        Assert.Equal(0, await CountWakeUpsAsync(client));
    }

    [Fact]
    public async Task Idle_SceneWithoutViews_NeverWakesUp()
    {
        var guest = StartGuest("idle");
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red); // nobody takes it
        await Registry.OpenSceneAsync("idle", guest.Journal.Name);
        Assert.Equal(0, await CountWakeUpsAsync(null));
    }

    [Fact]
    public async Task Idle_SurfaceWithoutAPicture_NeverWakesUpAfterTheFirstSecond()
    {
        var guest = StartGuest("idle");
        guest.Place(1, guest.CreateSurface("s1", 20, 20));
        var client = await ShowAsync(guest, Spec(app: "idle"));
        client.Next();
        Assert.Equal(0, await CountWakeUpsAsync(client));
    }

    [Fact]
    public async Task Idle_ScanOut_LooksForReadersOnceASecond()
    {
        var guest = StartGuest("idle");
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec(app: "idle"));
        Assert.True(client.Next().IsScanout);
        Assert.InRange(await CountWakeUpsAsync(client), 0, 2);
    }

    // Counts how often the scene's thread was given the processor while nothing happens.
    private static async Task<long> CountWakeUpsAsync(Client? client)
    {
        var thread = Assert.Single(Directory.EnumerateDirectories("/proc/self/task"), t => File.ReadAllText(Path.Combine(t, "comm")).Trim() == "scene idle");
        long before, settled = -1;
        while ((before = Switches(thread)) != settled)
        {
            settled = before;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var word = client?.Frames.Published.Value;
        var cpu = CpuNs(thread);
        before = Switches(thread);
        await Task.Delay(Moment, TestContext.Current.CancellationToken);
        var wakeUps = Switches(thread) - before;
        Assert.Equal(word, client?.Frames.Published.Value);
        if (wakeUps == 0) Assert.Equal(cpu, CpuNs(thread));
        return wakeUps;
    }

    private static long Switches(string thread) => File.ReadLines(Path.Combine(thread, "status"))
        .Where(l => l.Contains("ctxt_switches", StringComparison.Ordinal))
        .Sum(l => long.Parse(l[(l.IndexOf(':') + 1)..], CultureInfo.InvariantCulture));

    private static long CpuNs(string thread)
    {
        var text = File.ReadAllText(Path.Combine(thread, "schedstat"));
        return long.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture);
    }
}
