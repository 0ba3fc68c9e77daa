namespace WasmEngine.Memory.Tests;

public sealed class DamageTests : MemoryTest
{
    private readonly ChainSpec _spec = new(RegionKind.FrameChain, 100, 50, 1);

    [Fact]
    public void Damage_InsideTheFrame_ArrivesAsGiven()
    {
        PixelRect[] damage = [new(0, 0, 100, 50), new(3, 4, 5, 6)];
        Assert.Equal(damage, Published(damage));
    }

    [Fact]
    public void Damage_MoreThanFit_IsMergedAndCoversEverything()
    {
        var damage = Enumerable.Range(0, 12).Select(i => new PixelRect(i * 5, i, 4, 2)).ToArray();
        var published = Published(damage);
        Assert.Equal(SlotDescriptor.MaxDamage, published.Length);
        Assert.All(damage, d => Assert.Contains(published, p => p.Intersect(d) == d));
    }

    [Fact]
    public void Damage_OverTheEdges_IsClipped() =>
        Assert.Equal([new(0, 0, 5, 5), new(90, 40, 10, 10), new(0, 0, 100, 50)],
            Published([new(-5, -5, 10, 10), new(90, 40, 1000, 1000), new(int.MinValue, int.MinValue, int.MaxValue, int.MaxValue), new(-50, -50, int.MaxValue, int.MaxValue)]));

    [Fact]
    public void Damage_NothingOfItInTheFrame_MeansThatAllMayHaveChanged() => Assert.Empty(Published([new(100, 0, 5, 5), new(0, 0, 0, 0), new(0, 0, -3, 4)]));

    [Fact]
    public void Damage_None_MeansThatAllMayHaveChanged() => Assert.Empty(Published([]));

    private PixelRect[] Published(PixelRect[] damage)
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        PublishOne(writer, damage);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        return frame.Damage.ToArray();
    }
}
