using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WasmEngine.Hosting.Supervision;

/// <summary>How a supervised process meets its launcher. The launcher sets the variables for its children.</summary>
/// <param name="LauncherPath">The executable that <see cref="LauncherGuard"/> starts.</param>
/// <param name="GuardDelay">How long the guard waits, beside its layer's stagger, for somebody else to start a launcher.</param>
/// <param name="GuardStagger">This layer's turn among the guards.</param>
internal sealed record SupervisionSettings(string LauncherPath, TimeSpan GuardDelay, TimeSpan GuardStagger)
{
    /// <summary>How often a report is sent even if nothing changed.</summary>
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a spare lives without a launcher that knows it.</summary>
    internal static readonly TimeSpan OrphanedSpareLifetime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StaggerStep = TimeSpan.FromMilliseconds(150);

    internal static bool IsSupervised(IConfiguration configuration) => configuration[SupervisionVariables.Supervised] == "1";

    internal static SupervisionSettings From(string layer, IConfiguration configuration)
    {
        var path = configuration[SupervisionVariables.Launcher];
        var delay = configuration[SupervisionVariables.GuardDelayMs];
        var turn = Math.Max(0, LayerNames.Supervised.ToList().IndexOf(layer));
        return new SupervisionSettings(
            string.IsNullOrEmpty(path) ? Path.Combine(AppContext.BaseDirectory, "wasmengined") : path,
            TimeSpan.FromMilliseconds(int.TryParse(delay, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : 0),
            StaggerStep * turn);
    }
}
