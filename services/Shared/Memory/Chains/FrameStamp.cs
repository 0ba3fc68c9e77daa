namespace WasmEngine.Memory;

/// <summary>When the stages of a frame happened: CLOCK_MONOTONIC in nanoseconds, 0 where a stage did not happen.</summary>
/// <param name="KernelStartNs">The guest began to draw.</param>
/// <param name="KernelEndNs">The guest presented.</param>
/// <param name="RasterStartNs">Raster began.</param>
/// <param name="RasterEndNs">Raster ended.</param>
public readonly record struct FrameStamp(long KernelStartNs, long KernelEndNs, long RasterStartNs = 0, long RasterEndNs = 0);

/// <summary>A slot of a surface that serves as a frame as it is.</summary>
/// <param name="Surface">The surface's region.</param>
/// <param name="Generation">Generation of that region, never 0.</param>
/// <param name="FrameId">Frame id within the surface.</param>
/// <param name="Slot">Slot within the surface.</param>
public readonly record struct ScanoutSource(RegionName Surface, ulong Generation, ulong FrameId, int Slot);
