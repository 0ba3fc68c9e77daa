namespace WasmEngine.Cli;

/// <summary>Where the guest packages are: headers for C and C++, the crate for Rust.</summary>
internal static class GuestPackages
{
    public const string Variable = "WASMENGINE_PACKAGES";

    /// <summary>The folder that holds wasmengine.h.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">PACKAGES_MISSING.</exception>
    public static string CInclude() => Find("guest-c/include", "wasmengine.h");

    /// <summary>The folder of the crate.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">PACKAGES_MISSING.</exception>
    public static string RustCrate() => Find("guest-rust", "src/lib.rs");

    private static string Find(string package, string proof)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            var folder = Path.Combine(Path.GetFullPath(named), package);
            return File.Exists(Path.Combine(folder, proof)) ? folder : throw BuildFailure.Packages($"{package}/{proof} ({Variable} is \"{named}\")");
        }

        // Beside the executable when installed, in a folder above it in the source tree.
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            var folder = Path.Combine(parent.FullName, "packages", package);
            if (File.Exists(Path.Combine(folder, proof))) return folder;
        }

        throw BuildFailure.Packages($"packages/{package}/{proof}");
    }
}
