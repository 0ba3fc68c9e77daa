using System.Diagnostics;

namespace WasmEngine.GuestToolchain;

/// <summary>
/// The compilers of guests on this machine: Debian's clang and rustc. Each is missing with a reason that a test can skip with.
/// </summary>
public static class Toolchain
{
    private static readonly Lazy<(string? Path, string Reason)> FoundClang = new(FindClang);
    private static readonly Lazy<(string? Path, string Reason)> FoundWasi = new(FindWasi);
    private static readonly Lazy<(string? Path, string Reason)> FoundRustc = new(FindRustc);

    /// <summary>Why C and C++ can't be compiled; null if they can.</summary>
    public static string? NoClang => FoundClang.Value.Path is null ? FoundClang.Value.Reason : null;

    /// <summary>Why C++ with its standard library can't be compiled; null if it can.</summary>
    public static string? NoWasi => FoundWasi.Value.Path is null ? FoundWasi.Value.Reason : null;

    /// <summary>Why Rust can't be compiled; null if it can.</summary>
    public static string? NoRustc => FoundRustc.Value.Path is null ? FoundRustc.Value.Reason : null;

    /// <summary>The compiler for Rust.</summary>
    public static string RustcPath => FoundRustc.Value.Path ?? throw new InvalidOperationException(NoRustc);

    /// <summary>Compiles C or C++ by the ending of the source's name; returns the module.</summary>
    public static byte[] Clang(string source, string text, params IEnumerable<string> arguments) =>
        Compile(FoundClang.Value.Path + (source.EndsWith(".c", StringComparison.Ordinal) ? "" : "++"), source, text, arguments);

    /// <summary>Compiles a Rust source; returns the module.</summary>
    public static byte[] Rustc(string source, string text, params IEnumerable<string> arguments) =>
        Compile(RustcPath, source, text, ["--crate-type", "cdylib", .. arguments]);

    private static byte[] Compile(string compiler, string source, string text, IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("wasmengine-guest-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, source), text);
            var (exitCode, output) = Run(compiler, folder.FullName, [.. arguments, source, "-o", "out.wasm"]);
            if (exitCode != 0) throw new InvalidOperationException($"{compiler} failed: {output}");
            return File.ReadAllBytes(Path.Combine(folder.FullName, "out.wasm"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a tool to its end; its exit code and everything that it printed.</summary>
    public static (int ExitCode, string Output) Run(string tool, string folder, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>A program on PATH; null if there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static (string?, string) FindClang()
    {
        if (Find("clang") is not { } clang) return (null, "clang is missing (Debian package clang)");
        return Find("wasm-ld") is null ? (null, "wasm-ld is missing (Debian package lld)") : (clang, "");
    }

    private static (string?, string) FindWasi()
    {
        if (FoundClang.Value.Path is not { } clang) return FoundClang.Value;
        try
        {
            Compile(clang + "++", "probe.cpp", "#include <vector>\nint main() { return (int)std::vector<int>(3).size(); }", ["--target=wasm32-wasi", "-fno-exceptions"]);
            return (clang, "");
        }
        catch (InvalidOperationException)
        {
            return (null, "C++ for WASI can't be compiled (Debian packages wasi-libc, libc++-dev-wasm32, libclang-rt-dev-wasm32)");
        }
    }

    /// <summary>The first rustc on PATH may know the target and lack its library.</summary>
    private static (string?, string) FindRustc()
    {
        foreach (var rustc in new[] { "/usr/bin/rustc", Find("rustc") })
        {
            if (rustc is null || !File.Exists(rustc)) continue;
            var (exitCode, output) = Run(rustc, Path.GetTempPath(), ["--print", "target-libdir", "--target", "wasm32-wasi"]);
            if (exitCode == 0 && Directory.Exists(output.Trim())) return (rustc, "");
        }

        return (null, "rustc for wasm32-wasi is missing (Debian packages rustc, libstd-rust-dev-wasm32)");
    }
}
