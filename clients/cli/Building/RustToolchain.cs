namespace WasmEngine.Cli;

/// <summary>
/// Guests in Rust. rustc is called directly where the crate needs nothing but the guest package, so that Debian's rustc is all
/// that is needed; cargo builds the others, from what it has (it fetches nothing).
/// </summary>
internal static class RustToolchain
{
    private const string Target = "wasm32-wasi";
    private const string Features = "target-feature=+simd128,+bulk-memory,+nontrapping-fptoint";
    private static readonly string[] Packages = ["rustc", "libstd-rust-dev-wasm32", "lld"];

    /// <summary>Plans a build.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">TOOLCHAIN_MISSING or PACKAGES_MISSING.</exception>
    public static async Task<BuildPlan> PlanAsync(BuildOrder order, CancellationToken cancellation)
    {
        var (rustc, libraries) = await FindAsync(order.Folder, cancellation);
        var crate = GuestPackages.RustCrate();
        var project = CargoProject.Read(order.Folder);
        string[] options = [.. Options(order), .. Start(order, libraries)];
        if (project.NeedsCargo) return Cargo(order, await FindCargoAsync(rustc, order.Folder, cancellation), rustc, crate, options);

        var package = Path.Combine(order.Scratch, "libwasmengine.rlib");
        var output = Path.Combine(order.Scratch, "out.wasm");
        string[] common = ["--target", Target, "--color", order.Colors ? "always" : "never"];
        var library = new BuildStep(rustc, [
            .. common, .. Options(order), "--edition", "2021", "--crate-name", "wasmengine", "--crate-type", "rlib", Path.Combine(crate, "src", "lib.rs"), "-o", package]);
        var guest = new BuildStep(rustc, [
            .. common, .. options, "--edition", project.Edition, "--crate-name", order.Manifest.Id.Replace('-', '_'), "--crate-type", order.Sources.IsCommand ? "bin" : "cdylib",
            "--extern", "wasmengine=" + package, order.Sources.Files[0], "-o", output]);
        return new BuildPlan("rustc, wasi", [[library], [guest]], output, crate);
    }

    /// <summary>
    /// The first rustc on PATH may lack the target's library: Debian's is asked first. Returns it with the folder of its libraries.
    /// </summary>
    private static async Task<(string Rustc, string Libraries)> FindAsync(string folder, CancellationToken cancellation)
    {
        string? some = null;
        foreach (var rustc in new[] { Tool.Find("/usr/bin/rustc"), Tool.Find("rustc") }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            some ??= rustc;
            var answer = await Tool.RunAsync(rustc, ["--print", "target-libdir", "--target", Target], folder, cancellation);
            var libraries = answer.Output.Trim();
            if (answer.ExitCode == 0 && Directory.Exists(libraries)) return (rustc, libraries);
        }

        throw some is null
            ? BuildFailure.Toolchain("rustc is missing", Packages)
            : BuildFailure.Toolchain($"{some} has no library for {Target}", Packages);
    }

    private static string[] Options(BuildOrder order) =>
    [
        "-C", Features, "-C", "panic=abort", "-C", "codegen-units=1",
        .. order.Debug ? (ReadOnlySpan<string>)["-C", "opt-level=1", "-C", "debuginfo=2"] : ["-C", "opt-level=3", "-C", "strip=debuginfo"],
    ];

    /// <summary>
    /// A library of exports needs the start-up code that sets up the C library once, as _initialize: without it the linker wraps
    /// every export into code that sets up and tears down at each call.
    /// </summary>
    private static string[] Start(BuildOrder order, string libraries)
    {
        string[] stack = ["-C", "link-arg=-zstack-size=1048576", "-C", "link-arg=--stack-first"];
        if (order.Sources.IsCommand) return stack;
        var code = Path.Combine(libraries, "self-contained", "crt1-reactor.o");
        return File.Exists(code) ? ["-C", "link-arg=" + code, .. stack] : throw BuildFailure.Toolchain($"{code} is missing", Packages);
    }

    /// <summary>Cargo asks rustc for what an older one can't answer: of another release, only the one beside it is taken.</summary>
    private static async Task<string> FindCargoAsync(string rustc, string folder, CancellationToken cancellation)
    {
        if (Tool.Find(Path.Combine(Path.GetDirectoryName(rustc)!, "cargo")) is { } beside) return beside;
        var cargo = Tool.Find("cargo") ?? throw BuildFailure.Toolchain("cargo, which this crate needs for its dependencies, is missing", "cargo");
        var (its, own) = (await ReleaseAsync(cargo), await ReleaseAsync(rustc));
        return its == own ? cargo : throw BuildFailure.Toolchain($"{cargo} is of release {its}, {rustc} of {own}: a cargo that fits is missing", "cargo");

        // "cargo 1.63.1 (…)" is 1.63
        async Task<string> ReleaseAsync(string tool)
        {
            var words = (await Tool.RunAsync(tool, ["--version"], folder, cancellation)).Output.Split(' ');
            return words.Length > 1 ? string.Join('.', words[1].Split('.').Take(2)) : "?";
        }
    }

    private static BuildPlan Cargo(BuildOrder order, string cargo, string rustc, string crate, string[] options)
    {
        // Kept, as always with cargo: it knows itself what is up to date, dependencies elsewhere included.
        var target = Path.Combine(order.Folder, "target");
        // Arguments are separated by this in the variable, since spaces may be part of them.
        var flags = string.Join('\x1f', options);
        string[] mode = order.Debug ? [] : ["--release"];
        var step = new BuildStep(cargo, ["build", "--quiet", "--offline", "--target", Target, "--target-dir", target, "--color", order.Colors ? "always" : "never", .. mode])
        {
            Environment = [("RUSTC", rustc), ("CARGO_ENCODED_RUSTFLAGS", flags)],
        };
        return new BuildPlan("cargo, wasi", [[step]], Path.Combine(target, Target, order.Debug ? "debug" : "release", "*.wasm"), crate) { KnowsItself = true };
    }
}
