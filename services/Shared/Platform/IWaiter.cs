namespace WasmEngine.Platform;

/// <summary>A 32-bit word in shared or private memory and the value that a waiter has already seen.</summary>
/// <param name="Address">Address of the word, 4-byte-aligned, mapped at least for reading while the wait lasts.</param>
/// <param name="Seen">The wait ends when the word holds anything else.</param>
public readonly record struct WaitTarget(nint Address, uint Seen);

/// <summary>
/// Waiting on words of memory across processes. Every implementation may return early without a change (as futexes do):
/// callers look at the words again. Thread-safe.
/// </summary>
public interface IWaiter
{
    /// <summary>Waits until one of 1 to 128 words differs from what was seen, someone wakes it, or time is up.</summary>
    /// <param name="targets">The words.</param>
    /// <param name="timeoutNs">Nanoseconds at most; negative waits without limit.</param>
    void WaitAny(ReadOnlySpan<WaitTarget> targets, long timeoutNs);

    /// <summary>Wakes everyone who waits on the word, in every process. Change the word first.</summary>
    void Wake(nint address);
}

/// <summary>The waiter for this system.</summary>
public static class Waiter
{
    /// <summary>Futexes on Linux (5.16 or later for several words at once), polling elsewhere.</summary>
    public static IWaiter System { get; } = OperatingSystem.IsLinux() ? new Linux.FutexWaiter() : new PollingWaiter();

    internal static void CheckCount(int targets)
    {
        if (targets is 0 or > 128) throw new ArgumentOutOfRangeException(nameof(targets), targets, "1 to 128 words");
    }
}
