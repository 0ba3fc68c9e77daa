using System.Runtime.InteropServices;

namespace WasmEngine.Platform.Linux;

/// <summary>
/// futex(2) for one word and futex_waitv(2) for several; both compare and sleep in one step, so no wake is lost.
/// Shared (not process-private) futexes: the words lie in mapped files.
/// </summary>
public sealed unsafe class FutexWaiter : IWaiter
{
    private const int WaitOperation = 0, WakeOperation = 1;
    private const uint Size32 = 2;
    private const long WaitVectorNumber = 449;
    private const nint ClockMonotonic = 1;
    private static readonly long FutexNumber = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;
    private readonly PollingWaiter _olderKernels = new();

    /// <inheritdoc/>
    public void WaitAny(ReadOnlySpan<WaitTarget> targets, long timeoutNs)
    {
        Waiter.CheckCount(targets.Length);
        if (targets.Length == 1) WaitOne(targets[0], timeoutNs);
        else WaitSeveral(targets, timeoutNs);
    }

    /// <inheritdoc/>
    public void Wake(nint address) => LibC.SystemCall(FutexNumber, address, WakeOperation, int.MaxValue, 0, 0, 0);

    private static void WaitOne(WaitTarget target, long timeoutNs)
    {
        var timeout = Split(Math.Max(timeoutNs, 0));
        // The result does not matter: changed, woken, interrupted and timed out all mean that the caller looks again.
        LibC.SystemCall(FutexNumber, target.Address, WaitOperation, (nint)target.Seen, timeoutNs < 0 ? 0 : (nint)(&timeout), 0, 0);
    }

    private void WaitSeveral(ReadOnlySpan<WaitTarget> targets, long timeoutNs)
    {
        var entries = stackalloc LibC.FutexWaitEntry[targets.Length];
        for (var i = 0; i < targets.Length; i++)
            entries[i] = new LibC.FutexWaitEntry { Value = targets[i].Seen, Address = (ulong)targets[i].Address, Flags = Size32 };
        var now = MonotonicClock.NowNs;
        var deadline = Split(now + Math.Clamp(timeoutNs, 0, long.MaxValue - now)); // futex_waitv takes an absolute time
        var result = LibC.SystemCall(WaitVectorNumber, (nint)entries, targets.Length, 0, timeoutNs < 0 ? 0 : (nint)(&deadline), ClockMonotonic, 0);
        // EPERM is how some sandboxes answer calls that they do not know.
        if (result < 0 && Marshal.GetLastPInvokeError() is LibC.Enosys or LibC.Eperm) _olderKernels.WaitAny(targets, timeoutNs);
    }

    private static LibC.TimeSpec Split(long ns) => new() { Seconds = ns / 1_000_000_000, Nanoseconds = ns % 1_000_000_000 };
}
