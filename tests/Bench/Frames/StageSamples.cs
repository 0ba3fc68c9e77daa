using WasmEngine.Bench.Measuring;
using WasmEngine.Client;

namespace WasmEngine.Bench.Frames;

/// <summary>Times of the stages of frames, in milliseconds, from the stamps that travel with each frame.</summary>
internal sealed class StageSamples
{
    private const double Million = 1e6;

    /// <summary>From the guest's begin of drawing to its present.</summary>
    internal Samples Kernel { get; } = new();

    /// <summary>Raster; absent from frames that were handed over.</summary>
    internal Samples Raster { get; } = new();

    /// <summary>From the end of raster (or the guest's present) to the frame being published.</summary>
    internal Samples Publish { get; } = new();

    /// <summary>From publishing to the client holding the frame.</summary>
    internal Samples WakeUp { get; } = new();

    /// <summary>From the guest's present to the client holding the frame: what the engine adds.</summary>
    internal Samples Added { get; } = new();

    internal int Frames { get; private set; }

    internal int Scanouts { get; private set; }

    internal void BeginRound()
    {
        foreach (var samples in (ReadOnlySpan<Samples>)[Kernel, Raster, Publish, WakeUp, Added]) samples.BeginRound();
    }

    internal void Add(in ViewFrame frame)
    {
        var stamp = frame.Stamp;
        Frames++;
        Kernel.Add((stamp.KernelEndNs - stamp.KernelStartNs) / Million);
        if (frame.IsScanout) Scanouts++;
        else Raster.Add((stamp.RasterEndNs - stamp.RasterStartNs) / Million);
        Publish.Add((frame.PublishNs - (frame.IsScanout ? stamp.KernelEndNs : stamp.RasterEndNs)) / Million);
        WakeUp.Add((frame.TakenNs - frame.PublishNs) / Million);
        Added.Add((frame.TakenNs - stamp.KernelEndNs) / Million);
    }
}
