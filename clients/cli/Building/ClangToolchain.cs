namespace WasmEngine.Cli;

/// <summary>Guests in C and C++, with clang and LLVM's linker, as Debian packages them.</summary>
internal static class ClangToolchain
{
    /// <summary>
    /// What the engine runs at native speed, beyond what the first version of WebAssembly had. Exceptions are off: the library has
    /// none.
    /// </summary>
    private static readonly string[] Features = ["-msimd128", "-mbulk-memory", "-mnontrapping-fptoint", "-msign-ext", "-mmutable-globals"];

    /// <summary>Plans a build.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">TOOLCHAIN_MISSING or PACKAGES_MISSING.</exception>
    public static BuildPlan Plan(BuildOrder order)
    {
        var clang = Tool.Find("clang") ?? throw BuildFailure.Toolchain("clang is missing", "clang", "lld");
        if (Tool.Find("wasm-ld") is null) throw BuildFailure.Toolchain("wasm-ld, LLVM's linker for WebAssembly, is missing", "lld");
        var wasi = order.Manifest.Library == GuestLibrary.Wasi;
        var cpp = order.Sources.Language == GuestLanguage.Cpp;
        if (cpp && Tool.Find("clang++") is null) throw BuildFailure.Toolchain("clang++ is missing", "clang", "lld");

        var include = GuestPackages.CInclude();
        string[] common = [.. Target(order, wasi), "-I", include, order.Colors ? "-fcolor-diagnostics" : "-fno-color-diagnostics"];
        List<BuildStep> compile = [];
        List<string> objects = [];
        foreach (var source in order.Sources.Files)
        {
            var made = Path.Combine(order.Scratch, $"{objects.Count}.o");
            objects.Add(made);
            compile.Add(new BuildStep(GuestSources.IsCpp(source) ? clang + "++" : clang, [.. common, .. Language(source, wasi), "-c", source, "-o", made]));
        }

        var output = Path.Combine(order.Scratch, "out.wasm");
        var link = new BuildStep(cpp ? clang + "++" : clang, [.. Target(order, wasi), .. Linking(order, wasi), .. objects, "-o", output]);
        return new BuildPlan(wasi ? "clang, wasi" : "clang, freestanding", [compile, [link]], output, include)
        {
            CheckAsync = wasi ? cancellation => CheckLibrariesAsync(clang, cpp, order.Folder, cancellation) : _ => Task.CompletedTask,
        };
    }

    private static string[] Target(BuildOrder order, bool wasi) =>
    [
        wasi ? "--target=wasm32-wasi" : "--target=wasm32",
        .. Features,
        .. order.Debug ? (ReadOnlySpan<string>)["-O1", "-g"] : ["-O3"],
    ];

    private static string[] Language(string source, bool wasi)
    {
        string[] warnings = ["-Wall", "-Wextra"];
        string[] standard = GuestSources.IsCpp(source) ? ["-std=gnu++20", "-fno-exceptions"] : ["-std=gnu17"];
        // Without a library there is no lock for the guards of static variables, and no errno or rounding mode to mind.
        string[] bare = wasi ? [] : GuestSources.IsCpp(source) ? ["-ffreestanding", "-ffast-math", "-nostdinc++", "-fno-rtti", "-fno-threadsafe-statics"] : ["-ffreestanding", "-ffast-math"];
        return [.. warnings, .. standard, .. bare];
    }

    /// <summary>
    /// Names are kept in release builds: they cost nothing at run time, and traps need them. The stack comes first, so that
    /// an overflow traps instead of running into data.
    /// </summary>
    private static string[] Linking(BuildOrder order, bool wasi) =>
    [
        .. wasi ? (ReadOnlySpan<string>)[order.Sources.IsCommand ? "-mexec-model=command" : "-mexec-model=reactor", "-Wl,-z,stack-size=1048576"] : ["-nostdlib", "-Wl,--no-entry"],
        "-Wl,--stack-first",
        .. order.Debug ? ReadOnlySpan<string>.Empty : ["-Wl,--strip-debug"],
    ];

    /// <summary>Asks clang where it would find the libraries; it answers with the bare name if nowhere.</summary>
    private static async Task CheckLibrariesAsync(string clang, bool cpp, string folder, CancellationToken cancellation)
    {
        async Task<string> WhereAsync(params string[] question) =>
            (await Tool.RunAsync(clang, ["--target=wasm32-wasi", .. question], folder, cancellation)).Output.Trim();

        if (!Path.IsPathRooted(await WhereAsync("-print-file-name=libc.a"))) throw BuildFailure.Toolchain("the C library for WASI is missing", "wasi-libc");
        if (cpp && !Path.IsPathRooted(await WhereAsync("-print-file-name=libc++.a"))) throw BuildFailure.Toolchain("the C++ library for WASI is missing", "libc++-dev-wasm32");
        if (!File.Exists(await WhereAsync("-print-libgcc-file-name", "-rtlib=compiler-rt")))
            throw BuildFailure.Toolchain("clang's run-time library for WebAssembly is missing", "libclang-rt-dev-wasm32");
    }
}
