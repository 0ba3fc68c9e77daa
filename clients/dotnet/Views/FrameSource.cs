using WasmEngine.Memory;

namespace WasmEngine.Client;

/// <summary>
/// One frame chain of a view, mapped for as long as it is the current one, somebody waits on it or a frame of it is held.
/// Thread-safe. A new chain (resize) gets a new object; ids go on from those of the former.
/// </summary>
internal sealed class FrameSource
{
    private readonly Lock _lock = new();
    private readonly ViewFrames _frames;
    private readonly ulong _firstId;
    private int _references = 1; // the view's own
    private ulong _highest;
    private ulong _held0, _held1; // chain ids of the frames that are held; 0: none

    public FrameSource(ViewFrames frames, string region, ulong generation, ulong firstId)
    {
        _frames = frames;
        Region = region;
        Generation = generation;
        _firstId = firstId;
        _highest = firstId;
    }

    /// <summary>Name of the region.</summary>
    public string Region { get; }

    /// <summary>Of the region.</summary>
    public ulong Generation { get; }

    /// <summary>Whether the chain has been superseded.</summary>
    public bool IsClosed
    {
        get
        {
            if (!TryEnter()) return true;
            var closed = _frames.IsClosed;
            Exit();
            return closed;
        }
    }

    /// <summary>Highest id given out, or the one that ids began above.</summary>
    public ulong HighestId
    {
        get
        {
            lock (_lock) return _highest;
        }
    }

    /// <summary>The chain's wake word; valid between <see cref="TryEnter"/> and <see cref="Exit"/>.</summary>
    public WakeWord Published => _frames.Published;

    /// <summary>Keeps the memory mapped until <see cref="Exit"/>; false when it is gone already.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_references == 0) return false;
            _references++;
            return true;
        }
    }

    /// <summary>Ends what <see cref="TryEnter"/> or the constructor began; the last one unmaps.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            if (--_references == 0) _frames.Dispose();
        }
    }

    /// <summary>Takes the newest frame if its id is above <paramref name="newerThan"/>. The caller has entered.</summary>
    /// <exception cref="InvalidOperationException">Two frames are held already.</exception>
    public bool TryTake(ulong newerThan, out ViewFrame frame)
    {
        lock (_lock)
        {
            frame = default;
            var newerInChain = newerThan > _firstId ? newerThan - _firstId : 0;
            if (!_frames.TryTakeLatest(newerInChain, out var taken)) return false;
            if (_held0 == 0) _held0 = taken.Id;
            else _held1 = taken.Id;
            _references++;
            _highest = Math.Max(_highest, _firstId + taken.Id);
            frame = new ViewFrame(this, taken, _firstId + taken.Id);
            return true;
        }
    }

    /// <summary>Gives a frame back; nothing happens if it was given back before.</summary>
    public void Release(in Frame frame)
    {
        lock (_lock)
        {
            if (frame.Id == 0) return;
            if (_held0 == frame.Id) _held0 = 0;
            else if (_held1 == frame.Id) _held1 = 0;
            else return;
            _frames.Release(frame);
            if (--_references == 0) _frames.Dispose();
        }
    }
}
