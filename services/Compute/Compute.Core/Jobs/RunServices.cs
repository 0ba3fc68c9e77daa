using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>What runs of functions need of the process.</summary>
internal sealed record RunServices(
    ModuleCatalog Modules, RegionDirectory Directory, IWasiFactory? Wasi, CallWatchdog Watchdog, ReservedPages Reserved, TimeProvider Time, ILogger Logger);
