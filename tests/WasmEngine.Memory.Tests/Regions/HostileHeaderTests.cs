using System.Buffers.Binary;
using CsCheck;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

/// <summary>Every field of the header page set to every sort of value: each opener refuses with a fault, or works.</summary>
public sealed class HostileHeaderTests : MemoryTest
{
    private static readonly ulong[] EdgeValues =
    [
        0, 1, 2, 3, 4, 7, 15, 16, 62, 63, 64, 127, 128, 255, 4095, 4096, 4097, 16384, 16385, 65535, 65536, 65537, 1 << 20, (1 << 28) - 1, 1 << 28, (1 << 28) + 1,
        int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, (1UL << 32) + 4096, 1UL << 40, 1UL << 47, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue - 4095, ulong.MaxValue,
    ];

    public static TheoryData<RegionKind> Kinds => [RegionKind.Surface, RegionKind.FrameChain, RegionKind.Ring, RegionKind.Buffer];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_EachFieldAtEdgeValues_FaultOrWorks(RegionKind kind)
    {
        var name = Sandbox.Name("r");
        RegionExercise.Create(kind, Regions, name);
        var header = Peek(name, 0, 128);
        var outcomes = new Dictionary<string, int>();
        for (var field = 0; field < header.Length; field += 4)
        {
            foreach (var value in EdgeValues)
            {
                var changed = header.ToArray();
                if (field % 8 == 0) BinaryPrimitives.WriteUInt64LittleEndian(changed.AsSpan(field), value);
                else BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(field), (uint)value);
                Poke(name, 0, changed);
                Count(outcomes, RegionExercise.UseAll(Regions, name));
                changed = header.ToArray();
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(field), (uint)value);
                Poke(name, 0, changed);
                Count(outcomes, RegionExercise.UseAll(Regions, name));
            }
        }

        // All of these must have been reached, else the test looks past the checks.
        Assert.True(outcomes.ContainsKey("works") && outcomes.ContainsKey("Corrupt") && outcomes.ContainsKey("Truncated") && outcomes.ContainsKey("WrongVersion"));
    }

    private static void Count(Dictionary<string, int> outcomes, IEnumerable<string> reached)
    {
        foreach (var outcome in reached) outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_RandomHeader_FaultOrWorks(RegionKind kind) =>
        Gen.Select(Gen.Int[0, 31], Gen.UInt, Gen.Int[0, 31], Gen.UInt).Sample((first, firstValue, second, secondValue) =>
        {
            var name = Sandbox.Name("r");
            Regions.Delete(name);
            RegionExercise.Create(kind, Regions, name);
            using (var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                RandomAccess.Write(handle, BitConverter.GetBytes(firstValue), first * 4);
                RandomAccess.Write(handle, BitConverter.GetBytes(secondValue), second * 4);
            }

            RegionExercise.UseAll(Regions, name);
        }, iter: 250, threads: 1);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_HugeClaimsOnAHugeSparseFile_FaultOrWorks(RegionKind kind)
    {
        var name = Sandbox.Name("r");
        RegionExercise.Create(kind, Regions, name);
        using (var file = new FileStream(Regions.PathOf(name), FileMode.Open)) file.SetLength(1L << 52);
        foreach (var size in new[] { 1L << 46, 1L << 47, 1L << 51, 1L << 52 })
        {
            Poke(name, 16, (ulong)size);
            RegionExercise.UseAll(Regions, name);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_TruncatedFile_Truncated(RegionKind kind)
    {
        var name = Sandbox.Name("r");
        RegionExercise.Create(kind, Regions, name);
        var length = new FileInfo(Regions.PathOf(name)).Length;
        foreach (var left in new[] { length - 1, length - 4096, length / 2, 8192, 4097, 4096, 4095, 64, 1, 0 })
        {
            using (var file = new FileStream(Regions.PathOf(name), FileMode.Open)) file.SetLength(left);
            Assert.Equal(RegionFault.Truncated, FaultOf(() => RegionExercise.Use(kind, Regions, name)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_OtherVersion_WrongVersion(RegionKind kind)
    {
        var name = Sandbox.Name("r");
        RegionExercise.Create(kind, Regions, name);
        foreach (var version in new[] { 0U, 2U, uint.MaxValue })
        {
            Poke(name, 12, version);
            Assert.Equal(RegionFault.WrongVersion, FaultOf(() => RegionExercise.Use(kind, Regions, name)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_OtherKind_Corrupt(RegionKind kind)
    {
        var name = Sandbox.Name("r");
        RegionExercise.Create(kind, Regions, name);
        foreach (var other in Enum.GetValues<RegionKind>().Where(k => k != kind))
            Assert.Equal(RegionFault.Corrupt, FaultOf(() => RegionExercise.Use(other, Regions, name)));
    }

    [Fact]
    public void Open_NothingThatIsARegion_FaultThatSaysWhich()
    {
        File.WriteAllBytes(Sandbox.File("text"), new byte[10_000]);
        Directory.CreateDirectory(Sandbox.File("folder"));
        File.CreateSymbolicLink(Sandbox.File("link"), "/etc/passwd");
        foreach (var kind in Enum.GetValues<RegionKind>())
        {
            Assert.Equal(RegionFault.Missing, FaultOf(() => RegionExercise.Use(kind, Regions, RegionName.Parse("missing"))));
            Assert.Equal(RegionFault.Corrupt, FaultOf(() => RegionExercise.Use(kind, Regions, RegionName.Parse("text"))));
            Assert.Equal(RegionFault.Unavailable, FaultOf(() => RegionExercise.Use(kind, Regions, RegionName.Parse("folder"))));
            Assert.Equal(RegionFault.Unavailable, FaultOf(() => RegionExercise.Use(kind, Regions, RegionName.Parse("link"))));
        }

        Directory.Delete(Sandbox.File("folder"));
    }
}
