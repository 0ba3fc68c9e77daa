namespace WasmEngine.Compute.Wasmtime;

/// <summary>What the memories of one instance take together, and why something of memory was refused. One thread.</summary>
internal sealed class MemoryBudget(long limit)
{
    private const int MaxMemories = 4;
    private long _used;
    private int _memories;

    /// <summary>Why something was refused last, in a sentence; null when nothing ever was.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>A refusal that its author was not told of yet; asking for it counts as telling.</summary>
    internal string? TakeNews()
    {
        var news = _news;
        _news = null;
        return news;
    }

    private string? _news;
    private Refused _told;

    /// <summary>Kinds of refusals; the guest's author hears of each once.</summary>
    [Flags]
    private enum Refused
    {
        Memory = 1,
        Memories = 2,
        Windows = 4,
        Addresses = 8,
    }

    /// <summary>Takes bytes; false, and a reason, when the limit does not allow them.</summary>
    internal bool TryTake(long bytes)
    {
        if (bytes > limit - _used)
            return Refuse(Refused.Memory, $"the memory limit of {limit} bytes is reached ({_used} are used, {bytes} more were asked for): raise memoryLimitMiB in the app's manifest, memory_bytes in a call's or job's limits");
        _used += bytes;
        return true;
    }

    /// <summary>Gives bytes back.</summary>
    internal void Return(long bytes) => _used -= bytes;

    /// <summary>Counts a memory; false when there are too many.</summary>
    internal bool TryAddMemory() =>
        _memories++ < MaxMemories || Refuse(Refused.Memories, $"the module has more than {MaxMemories} memories, the most that an instance may have: put its data in fewer");

    /// <summary>Notes that too many windows are open; false.</summary>
    internal bool RefuseWindow(int most) =>
        Refuse(Refused.Windows, $"the limit of {most} open windows is reached: close buffers or surfaces, or raise windows in a call's or job's limits");

    /// <summary>Notes that a window of that length finds no addresses; false.</summary>
    internal bool RefuseAddresses(long length) =>
        Refuse(Refused.Addresses, $"a window of {length} bytes finds no room in the guest's memory: declare a larger maximum (--max-memory), close others, or open less at once");

    private bool Refuse(Refused kind, string reason)
    {
        Refusal = reason;
        if ((_told & kind) == 0) _news = reason;
        _told |= kind;
        return false;
    }
}
