using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasmtime;

namespace WasmEngine.Compute.Wasi.Tests.Support;

/// <summary>Programs for wasm32-wasi, compiled once for all tests by the compilers of this machine, and run by the engine.</summary>
internal static class Programs
{
    private static readonly WasmtimeEngine Engine = new(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);

    /// <summary>Compiles a source; skips the test where there is no compiler for it.</summary>
    public static async Task<string> CompileAsync(string directory, string source)
    {
        var output = Path.Combine(directory, Path.ChangeExtension(source, ".wasm"));
        var input = Path.Combine(AppContext.BaseDirectory, "programs", source);
        var (compiler, arguments) = Path.GetExtension(source) switch
        {
            ".c" => ("clang", (string[])["--target=wasm32-wasi", "-O2", input, "-o", output]),
            ".cpp" => ("clang++", ["--target=wasm32-wasi", "-std=c++17", "-O2", "-fno-exceptions", input, "-o", output]),
            _ => ("/usr/bin/rustc", ["--target", "wasm32-wasi", "-O", "--edition", "2021", input, "-o", output]),
        };
        var start = new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (process.ExitCode == 0) return output;
            if (errors.Contains("not found", StringComparison.Ordinal) || errors.Contains("may not be installed", StringComparison.Ordinal)
                || errors.Contains("cannot open", StringComparison.Ordinal)) Assert.Skip($"{compiler} has no wasm32-wasi: {errors.Split('\n')[0]}");
            Assert.Fail(errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{compiler} is missing");
        }

        return output;
    }

    /// <summary>Runs `_start`; the exit code.</summary>
    public static int Run(string module, World world)
    {
        using var loaded = Engine.Load(module);
        using var instance = loaded.InstantiateFunctions(new GuestSetup(new NoCalls(), new InstanceLimits { MemoryBytes = 256 << 20 }, world.Stop, world.Wasi));
        try
        {
            instance.Find("_start")!.Invoke([], []);
            return 0;
        }
        catch (GuestExitException e)
        {
            return e.Code;
        }
    }

    /// <summary>Text that is assembled.</summary>
    public static string Assemble(string directory, string text)
    {
        var path = Path.Combine(directory, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture) + ".wasm");
        File.WriteAllBytes(path, WasmtimeEngine.Assemble(text));
        return path;
    }

    /// <summary>Calls an export without parameters and results.</summary>
    public static void Call(string module, string export, World world)
    {
        using var loaded = Engine.Load(module);
        using var instance = loaded.InstantiateFunctions(new GuestSetup(new NoCalls(), new InstanceLimits(), world.Stop, world.Wasi));
        instance.Find(export)!.Invoke([], []);
    }

    private sealed class NoCalls : IGuestCalls
    {
        public void Log(int level, ReadOnlySpan<byte> text)
        {
        }

        public int SurfaceCreate(int width, int height) => GuestError.State;

        public int SurfaceStride(int surface) => GuestError.State;

        public uint SurfaceBegin(int surface) => 0;

        public int SurfacePresent(int surface, Memory.PixelRect damage) => GuestError.State;

        public int SurfaceDestroy(int surface) => GuestError.State;

        public void RequestFrame()
        {
        }

        public int SceneBackground(uint argb) => GuestError.State;

        public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => GuestError.State;

        public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => GuestError.State;

        public int SceneRemove(uint node) => GuestError.State;
    }
}
