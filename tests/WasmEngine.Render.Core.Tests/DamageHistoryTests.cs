using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests;

public sealed class DamageHistoryTests
{
    private const int Depth = 32;
    private static readonly ChainSpec Geometry = new(RegionKind.FrameChain, 4000, 100, 2);
    private static readonly PixelRect All = new(0, 0, 4000, 100);
    private readonly DamageHistory _history = new(Geometry);

    [Fact]
    public void Since_UnknownSlot_IsEverything()
    {
        Record(1);
        Assert.Equal([All], Since(0, 1));
    }

    [Fact]
    public void Since_SlotOfThePreviousFrame_IsTheDamageOfThisFrame()
    {
        Record(1);
        _history.SetContents(0, 1);
        Record(2);
        Assert.Equal([Rect(2)], Since(0, 2));
    }

    [Fact]
    public void Since_OlderSlot_IsTheDamageOfAllFramesInBetween()
    {
        for (ulong id = 1; id <= 5; id++) Record(id);
        _history.SetContents(1, 2);
        _history.SetContents(0, 5);
        Assert.Equal([Rect(3), Rect(4), Rect(5)], Since(1, 5));
        Assert.Empty(Since(0, 5));
    }

    [Theory]
    [InlineData(Depth - 1, false)]
    [InlineData(Depth, true)]
    [InlineData(Depth + 1, true)]
    [InlineData(1000, true)]
    public void Since_AgeOfTheSlot_IsKnownUpToTheDepth(int age, bool everything)
    {
        for (ulong id = 1; id <= 2000; id++) Record(id);
        _history.SetContents(0, 2000 - (ulong)age);
        var damage = Since(0, 2000);
        Assert.Equal(everything, damage is [var one] && one == All);
    }

    [Fact]
    public void Since_EverySlotOfAChainUsedInTurn_CoversWhatChanged()
    {
        for (ulong id = 1; id <= 200; id++)
        {
            Record(id);
            var slot = (int)(id % (ulong)Geometry.SlotCount);
            var damage = Since(slot, id);
            if (id > (ulong)Geometry.SlotCount)
            {
                Assert.DoesNotContain(All, damage);
                for (var past = id - (ulong)Geometry.SlotCount + 1; past <= id; past++)
                    Assert.Contains(damage, d => d.Intersect(Rect(past)) == Rect(past));
            }

            _history.SetContents(slot, id);
        }
    }

    [Fact]
    public void Since_FrameThatWasNeverRecorded_IsEverything()
    {
        Record(1);
        _history.SetContents(0, 1);
        Record(3);
        Assert.Equal([All], Since(0, 3));
    }

    [Fact]
    public void Since_DamageBeyondTheFrame_IsClipped()
    {
        Record(1);
        _history.SetContents(0, 1);
        var damage = default(DamageList);
        damage.Add(new PixelRect(-50, -50, 60, 60));
        _history.Record(2, damage);
        Assert.Equal([new PixelRect(0, 0, 10, 10)], Since(0, 2));
    }

    [Fact]
    public void Since_SameFrameDrawnTwice_TakesItsLatestDamage()
    {
        Record(1);
        _history.SetContents(0, 1);
        Record(2);
        var damage = default(DamageList);
        damage.Add(new PixelRect(7, 7, 7, 7));
        _history.Record(2, damage); // the first try failed
        Assert.Equal([new PixelRect(7, 7, 7, 7)], Since(0, 2));
    }

    private void Record(ulong id)
    {
        var damage = default(DamageList);
        damage.Add(Rect(id));
        _history.Record(id, damage);
    }

    private PixelRect[] Since(int slot, ulong id)
    {
        var damage = _history.Since(slot, id);
        return damage.Rectangles.ToArray();
    }

    private static PixelRect Rect(ulong id) => new((int)(id % 400) * 10, 0, 2, 2);
}
