using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Client;

/// <summary>
/// A finished frame, held until it is released: <see cref="ViewClient.Release"/> or <see cref="Dispose"/>. Its pixels are
/// the writer's own pages, mapped, never copied; reading them after the release is an error that nothing catches.
/// At most two frames of a view may be held at once. Releasing twice does nothing.
/// </summary>
public readonly struct ViewFrame : IDisposable
{
    private readonly Frame _frame;

    internal ViewFrame(FrameSource source, in Frame frame, ulong id)
    {
        Source = source;
        _frame = frame;
        Id = id;
        TakenNs = MonotonicClock.NowNs;
    }

    /// <summary>
    /// Counts up through the life of the <see cref="ViewClient"/>, also across a resize; gaps mean frames that were
    /// superseded before they were seen. Only that client gives it this number.
    /// </summary>
    public ulong Id { get; }

    /// <summary>Pixels across.</summary>
    public int Width => _frame.Width;

    /// <summary>Pixels down.</summary>
    public int Height => _frame.Height;

    /// <summary>Bytes from row to row, a multiple of 64.</summary>
    public int Stride => _frame.Stride;

    /// <summary>Height × Stride bytes, BGRA 8888 premultiplied. Valid while the frame is held.</summary>
    public ReadOnlySpan<byte> Pixels => _frame.Pixels;

    /// <summary>Address of <see cref="Pixels"/>, for handing to a graphics library while the frame is held.</summary>
    public nint PixelsAddress => _frame.PixelsAddress;

    /// <summary>When its stages happened.</summary>
    public FrameStamp Stamp => _frame.Stamp;

    /// <summary>When it was published, CLOCK_MONOTONIC in nanoseconds.</summary>
    public long PublishNs => _frame.PublishNs;

    /// <summary>When this client took it, CLOCK_MONOTONIC in nanoseconds.</summary>
    public long TakenNs { get; }

    /// <summary>Whether it is a guest's own slot, handed over without raster.</summary>
    public bool IsScanout => _frame.IsScanout;

    /// <summary>What changed against the previous frame; empty: everything may have.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<PixelRect> Damage => _frame.Damage;

    internal FrameSource? Source { get; }

    internal ref readonly Frame Inner
    {
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        get => ref _frame;
    }

    /// <summary>Gives the frame back.</summary>
    public void Dispose() => Source?.Release(_frame);
}

/// <summary>A copy of a frame, free of the engine's memory.</summary>
/// <param name="Id">The frame's <see cref="ViewFrame.Id"/>.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Bgra">Width × Height × 4 bytes without gaps, BGRA 8888 premultiplied, top row first.</param>
public sealed record CapturedFrame(ulong Id, int Width, int Height, byte[] Bgra)
{
    internal static CapturedFrame CopyOf(in ViewFrame frame)
    {
        var row = frame.Width * 4;
        var copy = GC.AllocateUninitializedArray<byte>(row * frame.Height);
        for (var y = 0; y < frame.Height; y++)
            frame.Pixels.Slice(y * frame.Stride, row).CopyTo(copy.AsSpan(y * row));
        return new CapturedFrame(frame.Id, frame.Width, frame.Height, copy);
    }
}
