using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Wasmtime;

namespace WasmEngine.Fuzz.Rewriter;

/// <summary>Valid modules to begin with: hand-written ones, and what the compilers on this machine make of small programs.</summary>
internal static class Corpus
{
    private const string C = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
        int main(int argc, char **argv) {
            int n = 1000 + argc, *v = malloc(n * sizeof *v);
            for (int i = 0; i < n; i++) v[i] = (i * 7919) % 1009;
            qsort(v, n, sizeof *v, compare);
            memmove(v + 1, v, 100 * sizeof *v);
            printf("%d %f\n", v[500], strtod("1.5", 0) * v[7]);
            return 0;
        }
        """;

    private const string Cpp = """
        #include <map>
        #include <string>
        struct Shape { virtual int area(int x) { return x; } virtual ~Shape() {} };
        struct Square : Shape { int area(int x) override { return x * x; } };
        int main(int argc, char **) {
            std::map<std::string, int> m;
            for (int i = 0; i < 1000; i++) m[std::to_string(i % 37)] += i;
            Shape *s = argc > 1 ? new Shape : new Square;
            return s->area(m["7"]) & 127;
        }
        """;

    private const string Rust = """
        use std::collections::HashMap;
        fn main() {
            let mut m: HashMap<String, u64> = HashMap::new();
            for i in 0..1000u64 { *m.entry(format!("k{}", i % 37)).or_default() += i; }
            let mut v: Vec<_> = m.into_iter().collect();
            v.sort();
            println!("{:?}", v);
        }
        """;

    private const string Simd = """
        void blend(float *restrict a, const float *restrict b, int n) { for (int i = 0; i < n; i++) a[i] = a[i] * 0.5f + b[i]; }
        int count(const unsigned char *p, int n) { int c = 0; for (int i = 0; i < n; i++) c += p[i] == 10; return c; }
        void move(void *d, const void *s, unsigned long n) { __builtin_memmove(d, s, n); }
        """;

    private static readonly (string File, string Source, string Compiler, string[] Arguments)[] Programs =
    [
        ("simd.c", Simd, "clang", ["--target=wasm32", "-O3", "-msimd128", "-mbulk-memory", "-nostdlib", "-Wl,--no-entry", "-Wl,--export-all"]),
        ("program.c", C, "clang", ["--target=wasm32-wasi", "-O2", "-mbulk-memory", "-Wl,--strip-debug"]),
        ("debug.c", Simd, "clang", ["--target=wasm32", "-O1", "-g", "-Wl,--allow-undefined", "-nostdlib", "-Wl,--no-entry", "-Wl,--export-all"]),
        ("program.cpp", Cpp, "clang++", ["--target=wasm32-wasi", "-O2", "-fno-exceptions", "-Wl,--strip-all"]),
        ("program.rs", Rust, "/usr/bin/rustc", ["--target", "wasm32-wasi", "-O", "-C", "strip=symbols"]),
    ];

    /// <summary>The corpus; the line says which compilers are missing.</summary>
    internal static List<byte[]> Load(out string description)
    {
        var modules = HandWritten.Texts.Select(Wasmtime.Module.ConvertText).ToList();
        var names = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{modules.Count} hand-written") };
        foreach (var program in Programs)
        {
            var module = TryCompile(program.File, program.Source, program.Compiler, program.Arguments);
            names.Add(module is null ? $"no {program.File}" : string.Create(CultureInfo.InvariantCulture, $"{program.File} {module.Length} bytes"));
            if (module is not null) modules.Add(module);
        }

        description = string.Join(", ", names);
        return modules;
    }

    private static byte[]? TryCompile(string file, string source, string compiler, string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("we-fuzz-");
        try
        {
            var output = Path.Combine(directory.FullName, "out.wasm");
            File.WriteAllText(Path.Combine(directory.FullName, file), source);
            var start = new ProcessStartInfo(compiler, [.. arguments, file, "-o", output])
            {
                WorkingDirectory = directory.FullName,
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllBytes(output) : null;
        }
        catch (Win32Exception)
        {
            return null; // no such compiler
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
