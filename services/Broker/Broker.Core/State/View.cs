using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>A view and how far render knows of it.</summary>
public sealed record View
{
    /// <summary>For example "v1".</summary>
    public required string Id { get; init; }

    /// <summary>Order of opening.</summary>
    public required long Number { get; init; }

    /// <summary>The app that it shows.</summary>
    public required string AppId { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Frames per second at most.</summary>
    public required int FrameRateHz { get; init; }

    /// <summary>No pacing.</summary>
    public bool Unpaced { get; init; }

    /// <summary>Always compose.</summary>
    public bool ForbidScanout { get; init; }

    /// <summary>View pixels per CSS px of a document.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>Whether a document is to use dark colours where it has a choice.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>Number of its frame chain, 1 at first, one more at each change of size.</summary>
    public int Chain { get; init; } = 1;

    /// <summary>Incarnation of render that draws into that chain; 0: the chain was never opened.</summary>
    public ulong RenderOn { get; init; }

    /// <summary>Whether its chain exists, so that clients may be told of it.</summary>
    public bool HasFrames => RenderOn != 0;

    /// <summary>Whether no client can have heard of it yet.</summary>
    public bool IsUnannounced => Chain == 1 && RenderOn == 0;

    /// <summary>Region of its frame chain.</summary>
    public RegionName FrameRegion => RegionNames.ViewFrames(Id, Chain);
}

/// <summary>A buffer of a session.</summary>
/// <param name="Region">Region, unique in the instance.</param>
/// <param name="Number">Order of creation.</param>
/// <param name="SessionId">Its owner.</param>
/// <param name="Name">As the owner named it.</param>
/// <param name="Offset">Offset of the payload in the region in bytes.</param>
/// <param name="SizeBytes">Bytes of the payload.</param>
public sealed record SharedBuffer(string Region, long Number, string SessionId, string Name, long Offset, long SizeBytes);
