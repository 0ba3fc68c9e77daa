using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>An app and how far the layers know of it. Written to the store before a layer is told, so a successor can go on.</summary>
public sealed record App
{
    /// <summary>For example "hello-1".</summary>
    public required string Id { get; init; }

    /// <summary>Order of launch.</summary>
    public required long Number { get; init; }

    /// <summary>Identifier of the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Folder that it was launched from.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute path of the module, links resolved.</summary>
    public required string ModulePath { get; init; }

    /// <summary>Absolute path of the HTML document that it shows, links resolved; empty: it shows none.</summary>
    public string DocumentFile { get; init; } = "";

    /// <summary>Absolute path of the folder that the document may refer to, links resolved; empty when it shows none.</summary>
    public string DocumentFolder { get; init; } = "";

    /// <summary>Width in pixels that the guest's init was told.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels that the guest's init was told.</summary>
    public required int Height { get; init; }

    /// <summary>Limit of linear memory in bytes; 0 takes compute's default.</summary>
    public required long MemoryLimitBytes { get; init; }

    /// <summary>What it may see of the machine.</summary>
    public AppGrants Grants { get; init; } = AppGrants.None;

    /// <summary>Where it stands.</summary>
    public AppState State { get; init; }

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Detail { get; init; } = "";

    /// <summary>1 for the first start, one more for each that follows.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>How often it was started anew, successfully.</summary>
    public int Restarts { get; init; }

    /// <summary>Starts in a row that were begun and not finished.</summary>
    public int StartAttempts { get; init; }

    /// <summary>Region of its journal; empty until it has started.</summary>
    public string Journal { get; init; } = "";

    /// <summary>Incarnation of compute that runs it; 0: none is known to.</summary>
    public ulong ComputeOn { get; init; }

    /// <summary>Incarnation of render that follows <see cref="Journal"/>; 0: none is known to.</summary>
    public ulong SceneOn { get; init; }

    /// <summary>Region of the input ring.</summary>
    public RegionName InputRegion => RegionNames.AppInput(Id);
}
