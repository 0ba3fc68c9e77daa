using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// A 32-bit word that changes when there is something new, and that can be waited on across processes. Valid while the
/// region (or bell) that it came from is.
/// </summary>
public readonly unsafe struct WakeWord
{
    private readonly uint* _address;

    internal WakeWord(uint* address) => _address = address;

    /// <summary>Its value now; everything written before it changed is visible.</summary>
    public uint Value =>
        // SYNC: acquire; pairs with the interlocked increment in Ring.
        Volatile.Read(ref *_address);

    /// <summary>A wait that ends when the word is no longer <paramref name="seen"/>.</summary>
    public WaitTarget Unless(uint seen) => new((nint)_address, seen);

    /// <summary>Waits until the word differs from <paramref name="seen"/>, a wake or the time is up; may return early.</summary>
    public void Wait(uint seen, long timeoutNs)
    {
        var target = Unless(seen);
        Waiter.System.WaitAny(new ReadOnlySpan<WaitTarget>(in target), timeoutNs);
    }

    /// <summary>Changes the word and wakes everyone who waits on it.</summary>
    internal void Ring()
    {
        // SYNC: full fence, pairs with the acquire in Value and with futex_wait's own comparison.
        Interlocked.Increment(ref *_address);
        Waiter.System.Wake((nint)_address);
    }
}

/// <summary>A wake word in private memory: the threads of one process ring it for a loop that also waits on shared words.</summary>
public sealed unsafe class Bell : IDisposable
{
    private uint* _word = (uint*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(64);

    /// <summary>The word.</summary>
    public WakeWord Word => new(_word);

    /// <summary>Ends waits on the word. Thread-safe.</summary>
    public void Ring() => Word.Ring();

    /// <summary>Frees the word; nobody may wait on it or ring it any more.</summary>
    public void Dispose()
    {
        System.Runtime.InteropServices.NativeMemory.Free(_word);
        _word = null;
    }
}
