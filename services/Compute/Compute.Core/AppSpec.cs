using System.Globalization;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>One start of an app.</summary>
/// <param name="Id">Identifier, for example "hello-1".</param>
/// <param name="Generation">Counts the starts of this id, from 1.</param>
/// <param name="ModulePath">Absolute path of the module.</param>
/// <param name="Width">Pixels across that init is told.</param>
/// <param name="Height">Pixels down that init is told.</param>
/// <param name="InputRegion">The input ring.</param>
/// <param name="MemoryLimitBytes">Linear memory at most, windows not counted.</param>
public sealed record AppSpec(string Id, uint Generation, string ModulePath, int Width, int Height, RegionName InputRegion, long MemoryLimitBytes)
{
    /// <summary>What it may see of the machine.</summary>
    public AppGrants Grants { get; init; } = new();

    /// <summary>Name of a region of this start; a later start has other names, so nothing of an earlier one is mistaken for it.</summary>
    internal RegionName RegionNamed(string part) =>
        RegionName.Parse(string.Create(CultureInfo.InvariantCulture, $"app.{Id}.g{Generation}.{part}"));
}

/// <summary>How a start went.</summary>
/// <param name="Journal">Region of the app's scene mutations.</param>
/// <param name="CompileMs">Milliseconds of compilation.</param>
/// <param name="InitMs">Milliseconds of wasmengine_init.</param>
public sealed record AppStarted(RegionName Journal, double CompileMs, double InitMs);

/// <summary>An app ended without being asked to.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Generation">Which start.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record AppEnded(string Id, uint Generation, string Reason);
