using System.Globalization;
using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.HostileGuests;

namespace WasmEngine.EndToEnd.Tests.Hostile;

/// <summary>Each hostile guest ends as it must, with its reason, in the same processes as before; another session's calls go on meanwhile.</summary>
public sealed class HostileGuestTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public static TheoryData<string> Guests => [.. HostileSuite.All.Select(g => g.Name)];

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Call_HostileGuest_IsContained(string name)
    {
        var guest = HostileSuite.All.Single(g => g.Name == name);
        using var bystander = new CancellationTokenSource();
        await using var victim = await daemon.ConnectAsync();
        await using var attacker = await daemon.ConnectAsync();
        var before = await daemon.PidsAsync();
        var others = KeepCallingAsync(victim, bystander.Token);
        try
        {
            await CheckAsync(attacker, guest);
        }
        finally
        {
            await bystander.CancelAsync();
        }

        Assert.True(await others > 0, "the other session got no call through");
        Assert.Equal(before, await daemon.PidsAsync());
        Assert.Empty(await attacker.ListBuffersAsync(TestContext.Current.CancellationToken));
    }

    private static async Task CheckAsync(EngineClient client, HostileGuest guest)
    {
        var path = await WriteAsync(guest);
        var call = FunctionCall.OfFile(path, guest.Export).Limited(new FunctionLimits
        {
            Wall = guest.End == HostileEnd.Stopped && guest.HostCalls == 0 ? Patience : TimeSpan.FromSeconds(60),
            MemoryBytes = guest.MemoryBytes == 0 ? null : (long)guest.MemoryBytes,
            HostCalls = guest.HostCalls == 0 ? null : (long)guest.HostCalls,
        });
        if (guest.BufferAccess is { } access)
        {
            await client.CreateBufferAsync("data", 65536, TestContext.Current.CancellationToken);
            call.WithBuffer("data", access == "read" ? BufferAccess.Read : BufferAccess.ReadWrite);
        }

        try
        {
            await CheckEndAsync(client, guest, call);
        }
        finally
        {
            if (guest.BufferAccess is not null) await client.DeleteBufferAsync("data", TestContext.Current.CancellationToken);
        }
    }

    private static async Task CheckEndAsync(EngineClient client, HostileGuest guest, FunctionCall call)
    {
        if (guest.End == HostileEnd.Returned)
        {
            await client.Functions.CallAsync(call, TestContext.Current.CancellationToken);
            return;
        }

        var failure = await Assert.ThrowsAsync<EngineException>(() => client.Functions.CallAsync(call, TestContext.Current.CancellationToken));
        var reason = guest.End switch
        {
            HostileEnd.Stopped when guest.HostCalls > 0 => "HOST_CALLS",
            HostileEnd.Stopped => "DEADLINE",
            HostileEnd.Refused => "MODULE_INVALID",
            _ => "GUEST_FAILED",
        };
        Assert.True(failure.Reason == reason, $"{failure.Reason} instead of {reason}: {failure.Message}");
        Assert.Contains(guest.Message, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> WriteAsync(HostileGuest guest)
    {
        var path = Path.Combine(TestEnvironment.Root, string.Create(CultureInfo.InvariantCulture, $"{guest.Name}.wasm"));
        await File.WriteAllBytesAsync(path, guest.Make(), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Calls a function of another session until cancelled; every call must succeed.</summary>
    private static async Task<int> KeepCallingAsync(EngineClient client, CancellationToken end)
    {
        var path = Path.Combine(TestEnvironment.Root, string.Create(CultureInfo.InvariantCulture, $"bystander-{Guid.NewGuid():N}.wasm"));
        await File.WriteAllBytesAsync(path, HostileSuite.Bystander(), TestContext.Current.CancellationToken);
        var calls = 0;
        do
        {
            var outcome = await client.Functions.CallAsync(FunctionCall.OfFile(path, "add").With(calls).With(1), TestContext.Current.CancellationToken);
            Assert.Equal(calls + 1, outcome.Results.Single().Integer);
            calls++;
        }
        while (!end.IsCancellationRequested);
        return calls;
    }
}
