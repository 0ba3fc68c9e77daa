using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.MemoryTesting;

/// <summary>Makes a small region of each kind, and uses a region of unknown contents as far as it lets itself be used.</summary>
public static class RegionExercise
{
    /// <summary>Creates a region with some contents.</summary>
    public static void Create(RegionKind kind, RegionDirectory directory, RegionName name)
    {
        switch (kind)
        {
            case RegionKind.Surface or RegionKind.FrameChain:
                using (var writer = ChainWriter.Create(directory, name, new ChainSpec(kind, 20, 10, 2))) Publish(writer);
                break;
            case RegionKind.Ring:
                using (var producer = RingProducer.Create(directory, name, new RingSpec(4096, 100)))
                {
                    for (uint i = 1; i < 6; i++) producer.TryWrite(i, new byte[i * 9]);
                }

                break;
            default:
                BufferRegion.Create(directory, name, 1000).Dispose();
                break;
        }
    }

    /// <summary>Opens it as every kind in every role; what each did: "works" or the fault.</summary>
    public static List<string> UseAll(RegionDirectory directory, RegionName name)
    {
        var outcomes = new List<string>();
        foreach (var kind in Enum.GetValues<RegionKind>())
        {
            try
            {
                Use(kind, directory, name);
                outcomes.Add("works");
            }
            catch (RegionException exception)
            {
                outcomes.Add(exception.Fault.ToString());
            }
        }

        return outcomes;
    }

    /// <summary>Opens it and touches the first and last byte of everything that it offers.</summary>
    /// <exception cref="RegionException">It can't be used.</exception>
    public static void Use(RegionKind kind, RegionDirectory directory, RegionName name)
    {
        switch (kind)
        {
            case RegionKind.Surface or RegionKind.FrameChain:
                UseChain(kind, directory, name);
                break;
            case RegionKind.Ring:
                UseRing(directory, name);
                break;
            default:
                using (var buffer = BufferRegion.Open(directory, name, PageAccess.ReadWrite))
                {
                    buffer.Payload[0] = 1;
                    buffer.Payload[^1] = 1;
                }

                break;
        }
    }

    private static void UseChain(RegionKind kind, RegionDirectory directory, RegionName name)
    {
        ChainSpec spec;
        using (var reader = ChainReader.Open(directory, name, kind))
        {
            spec = reader.Spec;
            if (reader.TryTakeLatest(0, out var lease)) reader.Describe(lease);
        }

        using (var writer = ChainWriter.OpenOrCreate(directory, name, spec)) Publish(writer);
        if (kind == RegionKind.Surface) return;
        using var frames = ViewFrames.Open(directory, name);
        if (!frames.TryTakeLatest(0, out var frame)) return;
        _ = frame.Pixels[0] + frame.Pixels[^1] + frame.Damage.Length;
        frames.Release(frame);
    }

    private static void Publish(ChainWriter writer)
    {
        if (!writer.TryBegin(out var slot)) return;
        var pixels = writer.Pixels(slot);
        pixels[0] = 1;
        pixels[^1] = 1;
        writer.Publish(slot, new FrameStamp(1, 2), [new PixelRect(1, 1, 2, 2)]);
    }

    private static void UseRing(RegionDirectory directory, RegionName name)
    {
        using (var consumer = RingConsumer.Open(directory, name, out _))
        {
            // Everything that is there, as far as it makes sense; a ring that is full of nonsense ends at its first record.
            for (var i = 0; i < 300 && consumer.TryRead(out var record); i++) _ = record.Payload.Length > 0 ? record.Payload[^1] : 0;
            consumer.SaveCheckpoint(new byte[Math.Min(consumer.Spec.CheckpointCapacity, 100)]);
        }

        using var producer = RingProducer.OpenOrCreate(directory, name, new RingSpec(4096, 0));
        for (var i = 0; i < 20; i++) producer.TryWrite(1, new byte[Math.Min(producer.Spec.MaxPayload, 500)]);
    }
}
