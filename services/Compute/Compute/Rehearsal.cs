using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute;

/// <summary>
/// Runs a tiny app of its own before the layer serves, so that Wasmtime is loaded and the way from start to presented frame
/// is compiled when the first real app comes: after a death of compute that is the time until the next frame.
/// </summary>
internal static class Rehearsal
{
    private const string App = """
        (module
          (import "wasmengine_v1" "surface_create" (func $create (param i32 i32) (result i32)))
          (import "wasmengine_v1" "surface_begin" (func $begin (param i32) (result i32)))
          (import "wasmengine_v1" "surface_present" (func $present (param i32 i32 i32 i32 i32) (result i32)))
          (import "wasmengine_v1" "scene_surface" (func $place (param i32 i32 f32 f32 f32 f32 i32) (result i32)))
          (import "wasmengine_v1" "scene_text" (func $text (param i32 f32 f32 f32 i32 i32 i32) (result i32)))
          (import "wasmengine_v1" "request_frame" (func $request))
          (memory (export "memory") 2)
          (global $surface (mut i32) (i32.const 0))
          (func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)
          (func (export "wasmengine_init") (param i32 i32) (result i32)
            (global.set $surface (call $create (local.get 0) (local.get 1)))
            (drop (call $place (i32.const 1) (global.get $surface) (f32.const 0) (f32.const 0) (f32.const 8) (f32.const 8) (i32.const 1)))
            (drop (call $text (i32.const 2) (f32.const 0) (f32.const 8) (f32.const 8) (i32.const -1) (i32.const 0) (i32.const 0)))
            (call $request)
            (i32.const 0))
          (func (export "wasmengine_frame") (param i64)
            (i32.store (call $begin (global.get $surface)) (i32.const -1))
            (drop (call $present (global.get $surface) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
            (call $request)))
        """;

    internal static async Task RunAsync(InstancePaths paths, IServiceProvider services)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $".rehearsal-compute-{Environment.ProcessId}");
        var directory = new RegionDirectory(Path.Combine(paths.RegionDirectory, name));
        directory.Ensure();
        try
        {
            var module = Path.Combine(directory.DirectoryPath, "app.wasm");
            await File.WriteAllBytesAsync(module, WasmtimeEngine.Assemble(App)).ConfigureAwait(false);
            await PlayAsync(directory, module, services).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory.DirectoryPath, recursive: true);
        }
    }

    private static async Task PlayAsync(RegionDirectory directory, string module, IServiceProvider services)
    {
        var registry = new AppRegistry(
            services.GetRequiredService<ModuleCatalog>(), directory, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<AppRegistry>>());
        using var input = RingProducer.Create(directory, RegionName.Parse("input"), new RingSpec(4096, 0));
        await registry.StartAsync(new AppSpec("rehearsal", 1, module, 8, 8, input.Name, 1 << 20)).ConfigureAwait(false);
        await registry.StopAsync("rehearsal", TimeSpan.FromSeconds(1)).ConfigureAwait(false);
    }
}
