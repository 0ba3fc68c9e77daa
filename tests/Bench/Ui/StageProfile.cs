using System.Diagnostics;
using WasmEngine.Bench.Measuring;
using WasmEngine.Render.Pages;

namespace WasmEngine.Bench.Ui;

/// <summary>Where the time of frames goes: wall time of each stage.</summary>
internal sealed class StageProfile
{
    private const int Most = 100_000;
    private readonly List<double>[] _stages = [new(Most), new(Most), new(Most), new(Most), new(Most)];
    private static readonly string[] Names = ["styleAndLayoutMs", "paintMs", "layersMs", "rasterMs", "composeMs"];

    internal void Add(UpdateTimes times, long raster, long compose)
    {
        if (_stages[0].Count >= Most) return;
        var values = (times.StyleAndLayout, times.Paint, times.Layers, raster, compose);
        _stages[0].Add(Ms(values.StyleAndLayout));
        _stages[1].Add(Ms(values.Paint));
        _stages[2].Add(Ms(values.Layers));
        _stages[3].Add(Ms(values.raster));
        _stages[4].Add(Ms(values.compose));
    }

    internal void AddTo(Figures figures, string name)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (_stages[i].Count > 0) figures.Add($"{name}.{Names[i]}", Statistics.Median(_stages[i]));
        }
    }

    private static double Ms(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
