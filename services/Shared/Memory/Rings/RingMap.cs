using System.Numerics;
using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>Addresses within a mapped ring.</summary>
internal sealed unsafe class RingMap(Region region, RingSpec spec) : IDisposable
{
    internal Region Region { get; } = region;

    internal RingSpec Spec { get; } = spec;

    internal RingProducerPage* Producer => (RingProducerPage*)(Region.Base + RingProducerPage.Offset);

    internal RingConsumerPage* Consumer => (RingConsumerPage*)(Region.Base + RingConsumerPage.Offset);

    /// <summary>Address of a position's byte; <paramref name="position"/> is reduced to the area.</summary>
    internal byte* Data(ulong position) => Region.Base + Spec.DataOffset + (long)(position & (ulong)(Spec.DataCapacity - 1));

    internal Span<byte> Checkpoint(int half, int length) => new(Region.Base + Spec.CheckpointOffset(half), length);

    internal static RingMap Open(RegionDirectory directory, RegionName name)
    {
        var region = Region.Open(directory, name, RegionKind.Ring, RingParameters.LayoutVersion, PageAccess.ReadWrite);
        try
        {
            var given = *(RingParameters*)(region.Base + RingParameters.Offset);
            return new RingMap(region, RingSpec.FromParameters(name, given, region.Size));
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    internal RegionException Corrupt(string what) => new(RegionFault.Corrupt, $"ring {Region.Name} is corrupt: {what}");

    /// <summary>64-bit FNV-1a (Fowler, Noll, Vo) over 8-byte words, then the rest bytewise.</summary>
    internal static ulong Checksum(ulong stamp, ulong position, ReadOnlySpan<byte> state)
    {
        const ulong prime = 0x100000001B3;
        var hash = ((0xCBF29CE484222325 ^ stamp) * prime ^ position) * prime;
        for (; state.Length >= 8; state = state[8..]) hash = BitOperations.RotateLeft((hash ^ BitConverter.ToUInt64(state)) * prime, 29);
        foreach (var value in state) hash = (hash ^ value) * prime;
        return hash;
    }

    public void Dispose() => Region.Dispose();
}
