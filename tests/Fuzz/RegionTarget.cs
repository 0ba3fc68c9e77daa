using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Fuzz;

/// <summary>One region of each kind; its bytes before the pixels are mutated, then everything opens and uses it.</summary>
internal sealed class RegionTarget : IDisposable
{
    private const int ChainPixels = 65536, RingEnd = 24576, BufferHead = 4096;
    private static readonly RegionKind[] Kinds = [RegionKind.Surface, RegionKind.FrameChain, RegionKind.Ring, RegionKind.Buffer];
    private readonly Sandbox _sandbox = new();
    private readonly (RegionName Name, byte[] Valid)[] _regions;

    internal RegionTarget() => _regions = [.. Kinds.Select(CreateOne)];

    private (RegionName Name, byte[] Valid) CreateOne(RegionKind kind)
    {
        var name = _sandbox.Name(kind.ToString().ToLowerInvariant());
        RegionExercise.Create(kind, _sandbox.Regions, name);
        using var file = File.OpenRead(_sandbox.Regions.PathOf(name));
        var valid = new byte[kind switch { RegionKind.Ring => RingEnd, RegionKind.Buffer => BufferHead, _ => ChainPixels }];
        file.ReadExactly(valid);
        return (name, valid);
    }

    internal void Run(Random random, SortedDictionary<string, int> outcomes)
    {
        var index = random.Next(Kinds.Length);
        var (name, valid) = _regions[index];
        var mutated = valid.ToArray();
        // Most changes go where the words are; the rest of the pages is zeros.
        if (random.Next(4) != 0) Mutation.Apply(random, mutated.AsSpan(0, 128));
        if (random.Next(2) == 0 && Kinds[index] != RegionKind.Buffer) MutateControl(random, mutated, Kinds[index]);
        using (var handle = File.OpenHandle(_sandbox.Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.Write(handle, mutated, 0);
        try
        {
            RegionExercise.Use(random.Next(8) == 0 ? Kinds[random.Next(Kinds.Length)] : Kinds[index], _sandbox.Regions, name);
            MemoryFuzzer.Count(outcomes, $"{Kinds[index]} works");
        }
        catch (RegionException exception)
        {
            MemoryFuzzer.Count(outcomes, $"{Kinds[index]} {exception.Fault}");
        }
    }

    private static void MutateControl(Random random, byte[] region, RegionKind kind)
    {
        var (offset, length) = kind == RegionKind.Ring
            ? random.Next(4) switch { 0 => (4096, 72), 1 => (8192, 192), 2 => (12288, 400), _ => (16384, 200) } // head, consumer's page, records, checkpoint
            : random.Next(3) switch { 0 => (4096, 132), 1 => (8192, 6 * 512), _ => (12288, 4096 + 132) }; // latest, descriptors, readers
        Mutation.Apply(random, region.AsSpan(offset, length));
    }

    public void Dispose() => _sandbox.Dispose();
}
