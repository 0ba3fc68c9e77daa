using System.Text.RegularExpressions;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Why an app can't be built, in the command's usual form; all of them leave what was built before.</summary>
internal static partial class BuildFailure
{
    public static EngineException Manifest(string file, string problem) =>
        new(EngineFault.Refused, "MANIFEST_INVALID", $"{file} can't be used: {problem}", "docs/cli.md says what build reads in it.");

    public static EngineException MissingManifest(string folder) =>
        new(EngineFault.Refused, "MANIFEST_MISSING", $"there is no {BuildManifest.FileName} in {folder}", "Name the folder of an app; packages/guest-c and packages/guest-rust hold examples.");

    public static EngineException Sources(string problem, string remedy) => new(EngineFault.Refused, "NO_SOURCES", problem, remedy);

    /// <summary>A tool or a library is missing; the remedy names the Debian packages.</summary>
    public static EngineException Toolchain(string problem, params ReadOnlySpan<string> packages) =>
        new(EngineFault.Refused, "TOOLCHAIN_MISSING", problem, $"Install it; on Debian: apt-get install {string.Join(' ', packages)}");

    public static EngineException Packages(string what) =>
        new(EngineFault.Refused, "PACKAGES_MISSING", $"{what} was not found beside this command or above it", $"Set {GuestPackages.Variable} to the folder \"packages\" of WasmEngine.");

    public static EngineException Compiler(string tool, string app, string output)
    {
        var first = Colours().Replace(output, "").Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))?.Trim();
        return new(EngineFault.Refused, "BUILD_FAILED", $"{tool} could not build {app}{(first is null ? "" : ": " + first)}", "What it printed says where; correct the sources and build again.");
    }

    [GeneratedRegex(@"\e\[[\d;]*[mK]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Colours();
}
