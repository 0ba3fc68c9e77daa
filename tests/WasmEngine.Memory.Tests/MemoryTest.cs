using System.Globalization;
using WasmEngine.MemoryTesting;
using WasmEngine.Platform;

namespace WasmEngine.Memory.Tests;

/// <summary>A test with a sandbox, and the means to write into a region's file behind the back of its users.</summary>
public abstract class MemoryTest : IDisposable
{
    protected Sandbox Sandbox { get; } = new();

    protected RegionDirectory Regions => Sandbox.Regions;

    public void Dispose()
    {
        Sandbox.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A peer that writes a chain.</summary>
    protected PeerProcess StartWriter(RegionName name, ChainSpec spec) => Sandbox.Start(
        "write", name.Value, spec.Kind.ToString(), Text(spec.Width), Text(spec.Height), Text(spec.MaxReaders));

    /// <summary>
    /// Lets a random time pass in which this thread is off the processor. A wake-up by the victim's own publish would come at
    /// the same point of its work each time; a timer's comes anywhere.
    /// </summary>
    protected static void PassRandomTime(Random random)
    {
        using var nobodyRings = new Bell();
        nobodyRings.Word.Wait(0, random.Next(0, 2_000_000));
    }

    /// <summary>Publishes one frame whose pixels belong to its id.</summary>
    protected static ulong PublishOne(ChainWriter writer, params ReadOnlySpan<PixelRect> damage)
    {
        Assert.True(writer.TryBegin(out var slot));
        var id = writer.LatestFrameId + 1;
        FramePattern.Fill(writer.Pixels(slot), id);
        Assert.Equal(id, writer.Publish(slot, new FrameStamp((long)id, (long)id), damage));
        return id;
    }

    protected static bool IsWhole(in Frame frame) => FramePattern.IsWhole(frame.Pixels, (ulong)frame.Stamp.KernelStartNs);

    /// <summary>Writes bytes of the region's file; who maps it sees them at once.</summary>
    protected void Poke(RegionName name, long offset, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, bytes, offset);
    }

    protected void Poke(RegionName name, long offset, uint value) => Poke(name, offset, BitConverter.GetBytes(value));

    protected void Poke(RegionName name, long offset, ulong value) => Poke(name, offset, BitConverter.GetBytes(value));

    protected byte[] Peek(RegionName name, long offset, int count)
    {
        using var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[count];
        Assert.Equal(count, RandomAccess.Read(handle, bytes, offset));
        return bytes;
    }

    protected ulong PeekWord(RegionName name, long offset) => BitConverter.ToUInt64(Peek(name, offset, 8));

    /// <summary>How this process maps a region, page by page in the order of offsets.</summary>
    protected string[] Permissions(RegionName name) => [.. ProcessMemory
        .FileMappings(Environment.ProcessId, Regions.PathOf(name))
        .OrderBy(m => m.FileOffset)
        .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.FileOffset} {m.Permissions}"))];

    protected static RegionFault FaultOf(Action action) => Assert.Throws<RegionException>(action).Fault;

    protected static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    protected static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
