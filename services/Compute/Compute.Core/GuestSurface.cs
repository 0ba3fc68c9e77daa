using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// One surface of a guest: a chain whose slots are a window of the guest's memory. The guest draws into a slot, presenting
/// publishes it, and the pages that render reads are the very ones that the guest wrote.
/// </summary>
internal sealed class GuestSurface : IDisposable
{
    /// <summary>Render, and up to three clients that are handed slots as frames.</summary>
    private const int MaxReaders = 4;

    private readonly ChainWriter _chain;
    private readonly IGuestMemory _memory;
    private readonly uint _window;
    private int _begun = -1;
    private long _beginNs;

    private GuestSurface(ChainWriter chain, IGuestMemory memory, uint window)
    {
        _chain = chain;
        _memory = memory;
        _window = window;
    }

    internal RegionName Region => _chain.Name;

    internal int Stride => _chain.Spec.Stride;

    /// <summary>Whether something was presented that render has not taken yet.</summary>
    internal bool IsPending => _chain.LatestFrameId != 0 && _chain.Consumed.Value != (uint)_chain.LatestFrameId;

    /// <summary>Changes when render takes a frame.</summary>
    internal WakeWord Consumed => _chain.Consumed;

    internal static GuestSurface? TryCreate(RegionDirectory directory, RegionName name, int width, int height, IGuestMemory memory)
    {
        var chain = ChainWriter.Create(directory, name, new ChainSpec(RegionKind.Surface, width, height, MaxReaders));
        if (memory.TryMapWindow(chain.File, chain.PixelsOffset(0), WindowBytes(chain), PageAccess.ReadWrite, out var window))
            return new GuestSurface(chain, memory, window);
        chain.Dispose();
        directory.Delete(name);
        return null;
    }

    private static long WindowBytes(ChainWriter chain) => chain.Spec.SlotBytes * chain.Spec.SlotCount;

    /// <summary>Takes a slot; its guest address, or 0 when every slot is held.</summary>
    internal uint Begin()
    {
        if (_begun < 0 && !_chain.TryBegin(out _begun)) return 0;
        _beginNs = MonotonicClock.NowNs;
        return _window + (uint)(_begun * _chain.Spec.SlotBytes);
    }

    internal int Present(PixelRect damage)
    {
        if (_begun < 0) return GuestError.State;
        var stamp = new FrameStamp(_beginNs, MonotonicClock.NowNs);
        var clipped = damage.Intersect(new PixelRect(0, 0, _chain.Spec.Width, _chain.Spec.Height));
        if (clipped.IsEmpty) _chain.Publish(_begun, stamp, []);
        else _chain.Publish(_begun, stamp, new ReadOnlySpan<PixelRect>(in clipped));
        _begun = -1;
        return GuestError.Ok;
    }

    public void Dispose()
    {
        _memory.UnmapWindow(_window, WindowBytes(_chain));
        _chain.Close();
        _chain.Dispose();
    }
}
