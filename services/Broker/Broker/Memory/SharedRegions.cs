using WasmEngine.Memory;

namespace WasmEngine.Broker.Memory;

/// <summary>The instance's region directory.</summary>
internal sealed class SharedRegions(RegionDirectory directory) : IRegions
{
    public bool Exists(RegionName name) => directory.Exists(name);

    public void Delete(RegionName name) => directory.Delete(name);

    public int Sweep(Func<RegionName, bool> isWanted) => directory.Sweep(isWanted);

    public void CreateRing(RegionName name, int bytes)
    {
        try
        {
            using var ring = RingProducer.Create(directory, name, new RingSpec(bytes, 0)); // its role is free again with this handle
        }
        catch (IOException e) when (e is not RegionException { Fault: RegionFault.NameTaken })
        {
            throw new BrokerException(FaultKind.ResourceExhausted, "REGION_FAILED", $"no ring of {bytes} bytes could be made in {directory.DirectoryPath}: {e.Message}", e);
        }
    }

    public long CreateBuffer(RegionName name, long payloadBytes)
    {
        // The broker needs no mapping of it: only those who asked do.
        try
        {
            using var buffer = BufferRegion.Create(directory, name, payloadBytes);
            return BufferRegion.PayloadOffset;
        }
        catch (IOException e) when (e is not RegionException)
        {
            throw new BrokerException(FaultKind.ResourceExhausted, "REGION_FAILED", $"no buffer of {payloadBytes} bytes could be made in {directory.DirectoryPath}: {e.Message}", e);
        }
    }
}
