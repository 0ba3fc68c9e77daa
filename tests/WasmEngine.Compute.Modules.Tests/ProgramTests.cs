using WasmEngine.Compute.Modules.Tests.Support;
using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests;

/// <summary>Whole programs: what they print and what is in their memory at the end is the same after rewriting.</summary>
public sealed class ProgramTests
{
    public static TheoryData<string, string, string, string[]> All => new()
    {
        { "clang", ".c", Programs.C, ["--target=wasm32-wasi", "-O2", "-mbulk-memory"] },
        { "clang", ".c", Programs.C, ["--target=wasm32-wasi", "-O3", "-msimd128", "-g"] },
        { "clang", ".c", Programs.C, ["--target=wasm32-wasi", "-O0", "-mbulk-memory", "-mtail-call", "-mnontrapping-fptoint", "-msign-ext"] },
        { "clang++", ".cpp", Programs.Cpp, ["--target=wasm32-wasi", "-O2", "-std=c++17", "-fno-exceptions", "-mbulk-memory"] },
        { "/usr/bin/rustc", ".rs", Programs.Rust, ["--target", "wasm32-wasi", "-O", "-C", "target-feature=+bulk-memory"] },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Program_Rewritten_DoesTheSame(string compiler, string extension, string source, string[] arguments)
    {
        var module = await Toolchain.CompileAsync(compiler, extension, source, arguments);
        var rewritten = Wasm.Rewrite(module);
        Assert.Null(Wasm.Fault(rewritten.Bytes));
        var expected = Run(module, windows: false);
        Assert.NotEmpty(expected.Output);
        var actual = Run(Wasm.ExportGuard(rewritten), windows: false);
        Assert.Equal(expected.Output, actual.Output);
        Assert.Equal(expected.Memory, actual.Memory);
        var careful = Run(Wasm.ExportGuard(rewritten), windows: true);
        Assert.Equal(expected.Output, careful.Output);
        Assert.Equal(expected.Memory, careful.Memory);
    }

    private static (string Output, byte[] Memory) Run(byte[] module, bool windows)
    {
        var output = Path.GetTempFileName();
        try
        {
            byte[] memory;
            using (var compiled = global::Wasmtime.Module.FromBytes(Wasm.Engine, "program", module))
            using (var store = new Store(Wasm.Engine))
            using (var linker = new Linker(Wasm.Engine) { AllowShadowing = true })
            {
                store.SetWasiConfiguration(new WasiConfiguration().WithStandardOutput(output).WithEnvironmentVariable("HOME", "x"));
                linker.DefineWasi();
                linker.DefineFunction("wasi_snapshot_preview1", "random_get", (Caller caller, int at, int length) => Fixed(caller, at, length));
                var instance = linker.Instantiate(store, compiled);
                if (windows) instance.GetMemory("guard")!.WriteInt32(GuardMemory.WindowsFlagOffset, 1);
                instance.GetAction("_start")!();
                var all = instance.GetMemory("memory")!;
                memory = all.GetSpan(0, (int)all.GetLength()).ToArray();
            }

            return (File.ReadAllText(output), memory);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>The same randomness in each run.</summary>
    private static int Fixed(Caller caller, int at, int length)
    {
        caller.GetMemory("memory")!.GetSpan(at, length).Fill(4);
        return 0;
    }
}
