using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Hosting;
using WasmEngine.Memory;
using WasmEngine.Render;
using WasmEngine.Render.Core;
using WasmEngine.Render.Documents;
using WasmEngine.Render.Grpc;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Tools;

// Before anything else is loaded: such a process lives for a moment.
if (args is [RenderTools.Verb, .. var tool]) return RenderTools.Run(tool);
return await LayerHost.RunAsync(LayerNames.Render, args, layer =>
{
    var directory = new RegionDirectory(layer.Paths.RegionDirectory);
    layer.Services.AddSingleton(directory);
    layer.Services.AddSingleton<FontLibrary>();
    layer.Services.AddSingleton<SkiaRasterizer>();
    layer.Services.AddSingleton<IRasterizer>(services => services.GetRequiredService<SkiaRasterizer>());
    layer.Services.AddSingleton<IDocumentEngine, DocumentEngine>();
    layer.Services.AddSingleton<SceneRegistry>();
    layer.MapGrpcService<RenderService>();
    layer.Warm((services, _) => Rehearsal.RunAsync(layer.Paths, services));
    layer.Rehearse(RehearsedCalls.RunAsync);
    layer.Practise((services, cancel) => Practice.RunAsync(layer.Paths, services, cancel));
    layer.OnDrain((services, _) => services.GetRequiredService<SceneRegistry>().StopAllAsync());
}).ConfigureAwait(false);
