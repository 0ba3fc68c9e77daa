namespace WasmEngine.Broker;

/// <summary>What every part of the broker works with.</summary>
internal sealed record BrokerParts(
    BrokerOptions Options,
    StateKeeper Keeper,
    IComputeLayer Compute,
    IRenderLayer Render,
    IInputRings Rings,
    IRegions Regions,
    IFunctionLayer Functions,
    ModuleStore Modules,
    TimeProvider Time,
    AppStorage? Storage = null)
{
    public LayerLink ComputeLink { get; } = new("compute");

    public LayerLink RenderLink { get; } = new("render");

    public KeyedLocks Locks { get; } = new();
}
