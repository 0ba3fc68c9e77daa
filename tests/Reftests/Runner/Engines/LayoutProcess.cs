namespace WasmEngine.Reftests;

/// <summary>Runs <c>wasmengine layout FILE --size WxH --json</c>, one process for each document.</summary>
public sealed class LayoutProcess(EngineProcess process) : ILayoutEngine
{
    public async Task<IReadOnlyList<Box>> LayoutAsync(Reftest reftest, CancellationToken cancellation)
    {
        var output = await process.RunAsync(["layout", reftest.Document, "--size", reftest.Viewport.ToString(), "--json"], cancellation);
        try
        {
            return BoxList.Parse(output.Span);
        }
        catch (InvalidDataException error)
        {
            throw new EngineFailureException(error.Message, error);
        }
    }
}
