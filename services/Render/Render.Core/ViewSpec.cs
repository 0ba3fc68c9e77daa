using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>A view to draw.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="AppId">The app whose scene it shows.</param>
/// <param name="Region">Region of its frame chain.</param>
/// <param name="Width">Pixels across, 1 to 16384.</param>
/// <param name="Height">Pixels down, 1 to 16384.</param>
/// <param name="RateHz">Frames per second at most, 1 to 1000.</param>
/// <param name="Unpaced">No pacing.</param>
/// <param name="ForbidScanout">Always compose.</param>
/// <param name="Visible">Whether anyone watches.</param>
public sealed record ViewSpec(
    string Id, string AppId, RegionName Region, int Width, int Height, int RateHz, bool Unpaced, bool ForbidScanout, bool Visible)
{
    /// <summary>Range of <see cref="DevicePixelRatio"/>.</summary>
    public const float LeastRatio = 0.25f, MostRatio = 8;

    /// <summary>View pixels per CSS px of a document.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>Whether a document is to use dark colours where it has a choice.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>Clients that may map the frames at once.</summary>
    public const int MaxReaders = 16;

    /// <summary>Geometry of the frame chain.</summary>
    public ChainSpec Geometry => new(RegionKind.FrameChain, Width, Height, MaxReaders);
}
