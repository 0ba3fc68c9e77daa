using System.Collections.Immutable;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>A region that an attempt writes, and the buffer that it becomes.</summary>
/// <param name="Region">Region.</param>
/// <param name="Name">Name of the buffer.</param>
/// <param name="Offset">Offset of the payload.</param>
/// <param name="SizeBytes">Bytes of the payload.</param>
internal sealed record JobOutput(RegionName Region, string Name, long Offset, long SizeBytes);

/// <summary>Regions of OUTPUT buffers: each attempt writes its own, so that no two can meet.</summary>
internal static class JobOutputs
{
    /// <summary>Makes those of an attempt.</summary>
    /// <exception cref="BrokerException">REGION_FAILED: none is left.</exception>
    public static ImmutableArray<JobOutput> Make(IRegions regions, string jobId, int attempt, ImmutableArray<BufferSlice> buffers)
    {
        if (!buffers.Any(b => b.Use == BufferUse.Output)) return [];
        var made = ImmutableArray.CreateBuilder<JobOutput>();
        try
        {
            foreach (var slice in buffers.Where(b => b.Use == BufferUse.Output))
            {
                var region = RegionNames.Output(jobId, attempt, made.Count);
                regions.Delete(region); // of a broker that died between making and noting it
                made.Add(new JobOutput(region, slice.Name, regions.CreateBuffer(region, (long)slice.Length), (long)slice.Length));
            }

            return made.ToImmutable();
        }
        catch
        {
            Delete(regions, made.ToImmutable());
            throw;
        }
    }

    /// <summary>Deletes what nobody will have.</summary>
    public static void Delete(IRegions regions, ImmutableArray<JobOutput> outputs)
    {
        foreach (var output in outputs) regions.Delete(output.Region);
    }
}
