using System.Buffers.Binary;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi.Tests.Support;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class ClockTests : IDisposable
{
    private const byte Clock = 0, Read = 1, Write = 2;
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private readonly record struct Subscription(ulong UserData, byte Type, uint Subject, ulong Timeout = 0, bool IsAbsolute = false);

    private readonly record struct Event(ulong UserData, int Error, byte Type, ulong Bytes, ushort Flags);

    private int Poll(out List<Event> events, params ReadOnlySpan<Subscription> subscriptions)
    {
        var m = _world.Ram;
        m.Reset();
        var list = m.Take(subscriptions.Length * 48);
        var told = m.Take(subscriptions.Length * 32);
        var result = m.Take(4);
        m.Bytes.Slice((int)list, subscriptions.Length * 48).Clear();
        for (var i = 0; i < subscriptions.Length; i++)
        {
            var at = m.Bytes[((int)list + (i * 48))..];
            BinaryPrimitives.WriteUInt64LittleEndian(at, subscriptions[i].UserData);
            at[8] = subscriptions[i].Type;
            BinaryPrimitives.WriteUInt32LittleEndian(at[16..], subscriptions[i].Subject);
            BinaryPrimitives.WriteUInt64LittleEndian(at[24..], subscriptions[i].Timeout);
            at[40] = subscriptions[i].IsAbsolute ? (byte)1 : (byte)0;
        }

        var error = _world.Wasi.PollOneoff(m, list, told, (uint)subscriptions.Length, result);
        events = [];
        for (uint i = 0; error == Errno.Success && i < m.U32(result); i++)
        {
            var at = told + (i * 32);
            events.Add(new Event(m.U64(at), m.U16(at + 8), m.Bytes[(int)at + 10], m.U64(at + 16), m.U16(at + 24)));
        }

        return error;
    }

    private ulong Now(uint clock)
    {
        var at = _world.Ram.Take(8);
        Assert.Equal(Errno.Success, _world.Wasi.ClockTimeGet(_world.Ram, clock, 0, at));
        return _world.Ram.U64(at);
    }

    [Fact]
    public void Clocks_TellTheTime()
    {
        Assert.True(Now(0) > 1_500_000_000UL * 1_000_000_000);
        var before = (ulong)MonotonicClock.NowNs;
        var monotonic = Now(1);
        Assert.InRange(monotonic, before, (ulong)MonotonicClock.NowNs); // the clock of we_now_ns
        Assert.True(Now(2) > 0);
        Assert.True(Now(2) <= Now(3));
        var at = _world.Ram.Take(8);
        Assert.Equal(Errno.Invalid, _world.Wasi.ClockTimeGet(_world.Ram, 4, 0, at));
        for (uint clock = 0; clock < 4; clock++) Assert.Equal(Errno.Success, _world.Wasi.ClockResGet(_world.Ram, clock, at));
        Assert.Equal(Errno.Invalid, _world.Wasi.ClockResGet(_world.Ram, 4, at));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(2_500_000)]
    [InlineData(20_000_000)]
    public void Poll_Clock_WaitsAtLeastSoLong(ulong ns)
    {
        var start = Now(1);
        Assert.Equal(Errno.Success, Poll(out var events, new Subscription(7, Clock, 1, ns)));
        Assert.True(Now(1) - start >= ns);
        Assert.Equal(new Event(7, 0, Clock, 0, 0), Assert.Single(events));
    }

    [Fact]
    public void Poll_SeveralClocks_TheNearestEndsIt()
    {
        var start = Now(1);
        Assert.Equal(Errno.Success, Poll(out var events, new Subscription(1, Clock, 1, ulong.MaxValue), new Subscription(2, Clock, 1, start + 3_000_000, IsAbsolute: true), new Subscription(3, Clock, 0, 3_600_000_000_000)));
        Assert.Equal(2ul, Assert.Single(events).UserData);
        Assert.Equal(Errno.Success, Poll(out events, new Subscription(1, Clock, 0, 5, IsAbsolute: true), new Subscription(2, Clock, 1, 0)));
        Assert.Equal(2, events.Count); // the past is due at once
    }

    [Fact]
    public void Poll_Descriptors_AreReadyAtOnce()
    {
        File.WriteAllText(_world.Host("f"), "text");
        var fd = _world.Open("f");
        Assert.Equal(Errno.Success, Poll(out var events,
            new Subscription(1, Clock, 1, 3_600_000_000_000), new Subscription(2, Read, fd), new Subscription(3, Write, 1), new Subscription(4, Read, 0), new Subscription(5, Read, 99),
            new Subscription(6, 9, 0)));
        Assert.Equal([2, 3, 4, 5, 6], events.Select(e => (int)e.UserData));
        Assert.Equal(1, events[2].Flags); // standard input has ended
        Assert.Equal(Errno.BadDescriptor, events[3].Error);
        Assert.Equal(Errno.Invalid, events[4].Error);
    }

    [Fact]
    public void Poll_Nonsense_IsRefused()
    {
        Assert.Equal(Errno.Invalid, Poll(out _));
        Assert.Equal(Errno.Invalid, _world.Wasi.PollOneoff(_world.Ram, 0x40000, 0x80000, 4097, 0x1000));
        Assert.Equal(Errno.Success, Poll(out var events, new Subscription(1, Clock, 2, 5)));
        Assert.Equal(Errno.NotSupported, Assert.Single(events).Error); // the processor's time stands still in a sleep
    }

    [Theory]
    [InlineData(1, 3_600_000_000_000)]
    [InlineData(1, ulong.MaxValue)]
    [InlineData(0, 3_600_000_000_000)]
    public async Task Poll_Stopped_EndsAtOnce(uint clock, ulong ns)
    {
        var sleep = Task.Run(() => Assert.Throws<GuestStoppedException>(() => Poll(out _, new Subscription(1, Clock, clock, ns))), TestContext.Current.CancellationToken);
        Assert.False(sleep.IsCompleted);
        _world.Stop.Raise(StopReason.Deadline);
        Assert.Equal(StopReason.Deadline, (await sleep.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public void Random_FillsWhatIsAskedFor()
    {
        var m = _world.Ram;
        var at = m.Take(3 << 20);
        m.Bytes.Slice((int)at, 3 << 20).Clear();
        Assert.Equal(Errno.Success, _world.Wasi.RandomGet(m, at, (3 << 20) - 16));
        Assert.InRange(m.Bytes.Slice((int)at, 1 << 20).Count((byte)0), 1, 10_000);
        Assert.NotEqual(m.Copy(at, 1000), m.Copy(at + (2 << 20), 1000));
        Assert.True(m.Bytes.Slice((int)at + (3 << 20) - 16, 16).IndexOfAnyExcept((byte)0) < 0); // not a byte more
        Assert.Equal(Errno.Success, _world.Wasi.RandomGet(m, at, 0));
    }

    [Fact]
    public void Exit_AndTheRest()
    {
        Assert.Equal(3, Assert.Throws<GuestExitException>(() => _world.Wasi.ProcExit(3)).Code);
        Assert.Equal(Errno.Success, _world.Wasi.SchedYield());
        Assert.Equal(Errno.NotSupported, _world.Wasi.ProcRaise(1));
    }
}
