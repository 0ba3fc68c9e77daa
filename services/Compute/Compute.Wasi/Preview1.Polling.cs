using System.Buffers.Binary;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>poll_oneoff.</summary>
internal sealed partial class Preview1
{
    private const int SubscriptionBytes = 48, EventBytes = 32, MaxSubscriptions = 4096;
    private const byte TypeClock = 0, TypeRead = 1, TypeWrite = 2;
    private const long LongestWaitNs = 1_000_000_000; // clocks may be set meanwhile
    private const ulong Never = ulong.MaxValue;

    /// <summary>
    /// Files and streams are always ready, so either an event is there at once or only clocks are waited for, on the stop
    /// signal. Subscriptions are read anew in each round: what others change in shared memory meanwhile is the guest's affair.
    /// </summary>
    public int PollOneoff(IGuestMemory memory, uint subscriptions, uint events, uint count, uint result)
    {
        if (count is 0 or > MaxSubscriptions) return Errno.Invalid;
        if (!memory.TryRead(subscriptions, (long)count * SubscriptionBytes, out var asked) || !memory.CanWrite(result, sizeof(uint))
            || !memory.TryWrite(events, (long)count * EventBytes, out var told)) return Errno.Fault;
        Span<ulong> started = stackalloc ulong[ClockCount];
        for (uint clock = 0; clock < ClockCount; clock++) TryReadClock(clock, out started[(int)clock]);
        Span<byte> one = stackalloc byte[SubscriptionBytes];
        while (true)
        {
            _stop.ThrowIfRaised();
            var fired = 0;
            var nearest = Never;
            for (var i = 0; i < count; i++)
            {
                asked.Slice(i * SubscriptionBytes, SubscriptionBytes).CopyTo(one);
                var remaining = Judge(one, started, out var error, out var isHangUp);
                if (remaining == 0) WriteEvent(told.Slice(fired++ * EventBytes, EventBytes), one, error, isHangUp);
                nearest = Math.Min(nearest, remaining);
            }

            if (fired > 0) return memory.Write32(result, (uint)fired);
            Wait(nearest);
        }
    }

    private const int ClockCount = (int)ClockThread + 1;

    /// <summary>Nanoseconds until it fires; 0: now.</summary>
    private ulong Judge(ReadOnlySpan<byte> subscription, ReadOnlySpan<ulong> started, out int error, out bool isHangUp)
    {
        error = Errno.Success;
        isHangUp = false;
        var type = subscription[8];
        if (type == TypeClock) return JudgeClock(subscription, started, out error);
        if (type > TypeWrite)
        {
            error = Errno.Invalid;
            return 0;
        }

        error = Find(BinaryPrimitives.ReadUInt32LittleEndian(subscription[16..]), Rights.Poll, out var descriptor);
        isHangUp = error == Errno.Success && type == TypeRead && descriptor.Handle is null; // standard input has ended
        return 0;
    }

    private ulong JudgeClock(ReadOnlySpan<byte> subscription, ReadOnlySpan<ulong> started, out int error)
    {
        var clock = BinaryPrimitives.ReadUInt32LittleEndian(subscription[16..]);
        var timeout = BinaryPrimitives.ReadUInt64LittleEndian(subscription[24..]);
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(subscription[40..]);
        // The processor's time stands still while nothing runs: it can't be waited for.
        error = clock > ClockMonotonic ? Errno.NotSupported : flags > 1 ? Errno.Invalid : Errno.Success;
        if (error != Errno.Success) return 0;
        TryReadClock(clock, out var now);
        var start = started[(int)clock];
        var due = (flags & 1) != 0 ? timeout : timeout > Never - start ? Never : start + timeout;
        return due > now ? due - now : 0;
    }

    private static void WriteEvent(Span<byte> target, ReadOnlySpan<byte> subscription, int error, bool isHangUp)
    {
        target.Clear();
        subscription[..8].CopyTo(target);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], (ushort)error);
        target[10] = subscription[8];
        if (error != Errno.Success || subscription[8] == TypeClock) return;
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], isHangUp ? 0UL : 1);
        if (isHangUp) target[24] = 1;
    }

    // Whole milliseconds on the signal, the rest without.
    private void Wait(ulong ns)
    {
        var wait = TimeSpan.FromMilliseconds((long)(Math.Min(ns, LongestWaitNs) / 1_000_000));
        if (wait > TimeSpan.Zero) _stop.Wait(wait);
        else BriefSleep.Sleep((long)ns);
    }
}
