using System.Buffers;
using System.Text;

namespace WasmEngine.Compute.Core;

/// <summary>What the guests of one run tell and ask. Thread-safe.</summary>
internal sealed class RunState(RunSpec spec) : IJobHost
{
    /// <summary>Most result bytes.</summary>
    internal const int MaxData = 512 << 10;

    private readonly Lock _gate = new();
    private readonly byte[] _key = Encoding.UTF8.GetBytes(spec.Key);
    private ArrayBufferWriter<byte>? _data;
    private RunProgress _progress;
    private volatile bool _shouldStop; // SYNC: volatile; set by whoever cancels, read by the guest's thread

    /// <summary>Progress now.</summary>
    internal RunProgress Progress
    {
        get
        {
            lock (_gate) return _progress;
        }
    }

    /// <summary>Result bytes so far.</summary>
    internal ReadOnlyMemory<byte> Data
    {
        get
        {
            lock (_gate) return _data?.WrittenMemory.ToArray() ?? default;
        }
    }

    public int Attempt => spec.IsJob ? spec.Attempt : GuestError.State;

    public ReadOnlySpan<byte> Key => _key;

    public int ShouldStop => spec.IsJob ? (_shouldStop ? 1 : 0) : GuestError.State;

    /// <summary>Asks the guests to end by themselves.</summary>
    internal void AskToStop() => _shouldStop = true;

    public int Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if ((_data?.WrittenCount ?? 0) + bytes.Length > MaxData) return GuestError.Limit;
            (_data ??= new ArrayBufferWriter<byte>()).Write(bytes);
            return GuestError.Ok;
        }
    }

    public int Report(long done, long total)
    {
        if (!spec.IsJob || spec.Call.Range is not null) return GuestError.State; // of a loop the engine itself tells
        if (total <= 0 || done < 0 || done > total) return GuestError.Invalid;
        lock (_gate) _progress = new RunProgress((ulong)done, (ulong)total);
        return GuestError.Ok;
    }

    /// <summary>So many more numbers of a loop are done.</summary>
    internal void Advance(ulong numbers, ulong total)
    {
        lock (_gate) _progress = new RunProgress(_progress.Done + numbers, total);
    }
}
