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
    private int _taken = -1; // a slot without memory for its pixels yet
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

    /// <summary>Creates the region and maps it into the guest; null when the guest's memory can't grow so far.</summary>
    /// <exception cref="IOException">The system refuses, or a live process has a region of that name.</exception>
    internal static GuestSurface? TryCreate(RegionDirectory directory, RegionName name, int width, int height, IGuestMemory memory)
    {
        directory.DeleteAbandoned(name);
        var chain = ChainWriter.Create(directory, name, new ChainSpec(RegionKind.Surface, width, height, MaxReaders));
        GuestSurface? surface = null;
        try
        {
            if (memory.TryMapWindow(chain.File, chain.PixelsOffset(0), WindowBytes(chain), PageAccess.ReadWrite, out var window))
                surface = new GuestSurface(chain, memory, window);
            return surface;
        }
        finally
        {
            if (surface is null)
            {
                chain.Dispose();
                directory.Delete(name);
            }
        }
    }

    private static long WindowBytes(ChainWriter chain) => chain.Spec.SlotBytes * chain.Spec.SlotCount;

    /// <summary>Takes a slot; its guest address, or 0 when every slot is held or shared memory is full.</summary>
    internal uint Begin()
    {
        if (_begun < 0)
        {
            if (_taken < 0 && !_chain.TryBegin(out _taken)) return 0;
            if (!_chain.TryReserve(_taken)) return 0; // tried again with the next frame
            _begun = _taken;
            _taken = -1;
        }

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

    /// <summary>Takes the pixels out of the guest's memory; only while its instance exists.</summary>
    internal void ReleaseWindow() => _memory.UnmapWindow(_window, WindowBytes(_chain));

    public void Dispose()
    {
        _chain.Close();
        _chain.Dispose();
    }
}
