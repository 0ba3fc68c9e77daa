namespace WasmEngine.Reftests;

/// <summary>Runs <c>wasmengine layout --size WxH --json FILE…</c>, one process for each batch.</summary>
public sealed class LayoutProcess(EngineProcess process) : ILayoutEngine
{
    public async Task<IReadOnlyList<IReadOnlyList<Box>>> LayoutAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation)
    {
        var output = await process.RunAsync(["layout", "--size", reftests[0].Viewport.ToString(), "--json", .. reftests.Select(r => r.Document)], cancellation);
        try
        {
            // A single document's boxes come without a frame around them.
            IReadOnlyList<IReadOnlyList<Box>> lists = reftests.Count == 1 ? [BoxList.Parse(output.Span)] : [.. BoxList.ParseSeveral(output.Span)];
            return lists.Count == reftests.Count ? lists : throw new EngineFailureException($"{reftests.Count} documents gave {lists.Count} lists of boxes");
        }
        catch (InvalidDataException error)
        {
            throw new EngineFailureException(error.Message, error);
        }
    }
}
