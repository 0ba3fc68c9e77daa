using System.Diagnostics;
using System.Runtime.InteropServices;
using WasmEngine.MemoryTesting;
using WasmEngine.Platform.Linux;
using WasmEngine.Testing;

namespace WasmEngine.Platform.Tests;

/// <summary>What every waiter must do. Early returns are allowed: tests look at the words again, as callers must.</summary>
public abstract class WaiterConformance : IDisposable
{
    private const int Words = 128, Apart = 64;
    private readonly Sandbox _sandbox = new();
    private readonly SharedFile _file;
    private readonly MappedFile _map;
    private readonly IWaiter _waiter;
    private readonly string _peerWaiter;

    protected WaiterConformance(IWaiter waiter, string peerWaiter)
    {
        _waiter = waiter;
        _peerWaiter = peerWaiter;
        _file = SharedFile.Create(_sandbox.File("words"), Words * Apart);
        _map = MappedFile.Map(_file, _file.Length, PageAccess.ReadWrite);
    }

    public void Dispose()
    {
        _map.Dispose();
        _file.Dispose();
        _sandbox.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void WaitAny_WordDiffersAlready_Returns()
    {
        Set(0, 5);
        _waiter.WaitAny([Target(0, seen: 4)], -1);
        _waiter.WaitAny([Target(1, seen: 0), Target(0, seen: 4)], -1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WaitAny_NothingChanges_TakesTheTimeout(int count)
    {
        var targets = Targets(count);
        var start = Stopwatch.GetTimestamp();
        var waited = TimeSpan.Zero;
        // An early return starts another wait for the rest: all of them together may not end before the time is up.
        while (waited < TimeSpan.FromMilliseconds(30))
        {
            _waiter.WaitAny(targets, 30_000_000 - (long)waited.TotalNanoseconds);
            waited = Stopwatch.GetElapsedTime(start);
        }

        Assert.All(targets, t => Assert.Equal(0, Marshal.ReadInt32(t.Address)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WaitAny_AllocatesNothing(int count)
    {
        var targets = Targets(count);
        var least = Allocations.LeastOf(20, () =>
        {
            for (var i = 0; i < 5; i++) _waiter.WaitAny(targets, 2_000_000);
        });
        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WaitAny_ZeroTimeout_Returns(int count) => _waiter.WaitAny(Targets(count), 0);

    [Theory]
    [InlineData(1, -1L)]
    [InlineData(1, long.MaxValue)]
    [InlineData(2, -1L)]
    [InlineData(2, long.MaxValue)]
    [InlineData(128, -1L)]
    public void WaitAny_LongTimeout_SleepsUntilWoken(int count, long timeoutNs)
    {
        var targets = Targets(count);
        var last = count - 1;
        var rounds = 0;
        using var started = new ManualResetEventSlim();
        var waiting = new Thread(() =>
        {
            while (Marshal.ReadInt32(Address(last)) == 0)
            {
                rounds++;
                started.Set();
                _waiter.WaitAny(targets, timeoutNs);
            }
        });
        waiting.Start();
        started.Wait(TestContext.Current.CancellationToken);
        // Give a waiter that does not sleep the time to show it: it would go round millions of times.
        _waiter.WaitAny([Target(127, seen: 0)], 20_000_000);
        Set(last, 1);
        waiting.Join();
        Assert.InRange(rounds, 1, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void WaitAny_NumberOfWordsOutOfRange_Throws(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _waiter.WaitAny(new WaitTarget[count], 0));

    [Theory]
    [InlineData(PageAccess.Read)]
    [InlineData(PageAccess.ReadWrite)]
    public void WaitAny_PeerProcess_WakesOnEachWord(PageAccess access)
    {
        var peer = _sandbox.StartAt("wait", Path.Combine(_sandbox.Path, "words"), _peerWaiter, access.ToString());
        for (var round = 0; round < 20; round++)
        {
            var changed = round % 3;
            peer.Send($"wait {round} 0 {Apart} {2 * Apart}");
            Assert.Equal("waiting", peer.Answer());
            Set(changed, round + 1);
            Assert.Equal("woken", peer.Answer());
            for (var word = 0; word < 3; word++) Set(word, round + 1);
        }
    }

    [Fact]
    public void Wake_ManyWaitersInTwoProcesses_WakesAll()
    {
        var peers = Enumerable.Range(0, 2).Select(_ => _sandbox.StartAt("wait", Path.Combine(_sandbox.Path, "words"), _peerWaiter, "Read")).ToArray();
        foreach (var peer in peers) peer.Send("wait 0 0");
        foreach (var peer in peers) Assert.Equal("waiting", peer.Answer());
        using var here = new CountdownEvent(2);
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            here.Signal();
            while (Marshal.ReadInt32(Address(0)) == 0) _waiter.WaitAny([Target(0, 0)], -1);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        here.Wait(TestContext.Current.CancellationToken);
        Set(0, 1);
        foreach (var peer in peers) Assert.Equal("woken", peer.Answer());
        foreach (var thread in threads) thread.Join();
    }

    [Fact]
    public void WaitAny_PeerChangesTheWord_Returns()
    {
        var peer = _sandbox.StartAt("wait", Path.Combine(_sandbox.Path, "words"), _peerWaiter, "ReadWrite");
        peer.Send($"change {Apart} 7");
        while (Marshal.ReadInt32(Address(1)) == 0) _waiter.WaitAny([Target(0, 0), Target(1, 0)], -1);
        Assert.Equal("changed", peer.Answer());
        Assert.Equal(7, Marshal.ReadInt32(Address(1)));
    }

    [Fact]
    public void WaitAny_TwoThreadsInTurn_LosesNoWake()
    {
        const int turns = 2000;
        var other = new Thread(() => TakeTurns(mine: 1, theirs: 0));
        other.Start();
        TakeTurns(mine: 0, theirs: 1);
        other.Join();

        void TakeTurns(int mine, int theirs)
        {
            for (var turn = 1; turn <= turns; turn++)
            {
                if (mine == 0) Set(mine, turn);
                int seen;
                while ((seen = Marshal.ReadInt32(Address(theirs))) < turn) _waiter.WaitAny([Target(theirs, (uint)seen)], -1);
                if (mine == 1) Set(mine, turn);
            }
        }
    }

    private nint Address(int word) => _map.Address + (word * Apart);

    private WaitTarget Target(int word, uint seen) => new(Address(word), seen);

    private WaitTarget[] Targets(int count) => Enumerable.Range(0, count).Select(i => Target(i, seen: 0)).ToArray();

    private void Set(int word, int value)
    {
        Marshal.WriteInt32(Address(word), value);
        _waiter.Wake(Address(word));
    }
}

public sealed class FutexWaiterTests() : WaiterConformance(new FutexWaiter(), "system");

public sealed class PollingWaiterTests() : WaiterConformance(new PollingWaiter(), "polling");
