using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.RenderPeer;

// RenderPeer DIRECTORY: a render layer without its control plane. A command per line of standard input, an answer per line of
// standard output: view ID APP REGION WIDTH HEIGHT | scene APP JOURNAL. Ends when standard input does.
if (args is not [var directory]) return 2;
var registry = new SceneRegistry(new RegionDirectory(directory), new RecordingRasterizer(), NullLogger<SceneRegistry>.Instance);
while (Console.In.ReadLine() is { } line)
{
    try
    {
        await (line.Split(' ') switch
        {
            ["view", var id, var app, var region, var width, var height] => registry.OpenViewAsync(
                new ViewSpec(id, app, RegionName.Parse(region), Number(width), Number(height), 1000, Unpaced: true, ForbidScanout: false, Visible: true)),
            ["scene", var app, var journal] => registry.OpenSceneAsync(app, RegionName.Parse(journal)),
            _ => throw new InvalidOperationException($"unknown: {line}"),
        }).ConfigureAwait(false);
        Console.Out.WriteLine("done");
    }
    catch (RegionException e)
    {
        Console.Out.WriteLine($"fault {e.Fault}");
    }
}

return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
