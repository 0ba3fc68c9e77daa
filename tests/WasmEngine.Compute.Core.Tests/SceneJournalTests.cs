using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests;

public sealed class SceneJournalTests : IDisposable
{
    private static readonly RegionName Name = RegionName.Parse("journal");
    private readonly TempRegions _regions = new();

    public void Dispose() => _regions.Dispose();

    [Fact]
    public void Journal_Mutations_AreReadAsTheyWereWritten()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        var surface = new SurfaceNode(7, 1, 2, 3, 4, true, RegionName.Parse("s1"));
        var text = new TextNode(8, 5, 6, 7, 0xFF00FF00, "héllo");

        Assert.Equal(GuestError.Ok, journal.SetBackground(0xFF102030));
        Assert.Equal(GuestError.Ok, journal.PlaceSurface(surface, 1));
        Assert.Equal(GuestError.Ok, journal.PlaceText(text));
        Assert.Equal(GuestError.Ok, journal.Remove(7));

        using var reader = RingConsumer.Open(_regions.Directory, Name, out _);
        Assert.True(reader.TryRead(out var record));
        Assert.Equal((uint)SceneRecordType.Background, record.Type);
        Assert.True(SceneRecord.TryDecodeNumber(record.Payload, out var argb));
        Assert.Equal(0xFF102030, argb);
        Assert.True(reader.TryRead(out record));
        Assert.Equal(surface, SceneRecord.TryDecodeSurface(record.Payload));
        Assert.True(reader.TryRead(out record));
        Assert.Equal(text, SceneRecord.TryDecodeText(record.Payload));
        Assert.True(reader.TryRead(out record));
        Assert.Equal((uint)SceneRecordType.Remove, record.Type);
        Assert.True(SceneRecord.TryDecodeNumber(record.Payload, out var node));
        Assert.Equal(7u, node);
        Assert.False(reader.TryRead(out record));
    }

    [Fact]
    public void Document_LongChange_IsWrittenWhollyOrNotAtAll()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        var value = new byte[DomRecord.MaxValue];
        value.AsSpan().Fill((byte)'x');
        var written = 0;
        while (journal.ChangeDocument(new DomRequest { Operation = DomOperation.Text, Id = "a"u8, Value = value }) == GuestError.Ok) written++;
        Assert.InRange(written, 2, 4); // of a MiB

        using var consumer = RingConsumer.Open(_regions.Directory, Name, out _);
        var reader = new DomReader();
        var whole = 0;
        while (consumer.TryRead(out var record))
        {
            Assert.True(reader.TryTake(record.Payload, out var mutation));
            if (mutation is not null) whole++;
        }

        Assert.Equal(written, whole);
        Assert.False(reader.IsPending);
    }

    [Fact]
    public void Names_OfADestroyedSurface_AreTakenAway()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        var surface = new NamedSurface("plot", true, RegionName.Parse("s1"));
        Assert.Equal(GuestError.Ok, journal.NameSurface(surface, 1));
        journal.RemoveNodesOf(1);
        for (var i = 0; i < 64; i++) Assert.Equal(GuestError.Ok, journal.NameSurface(surface with { Name = $"n{i}" }, 2));
        Assert.Equal(GuestError.Limit, journal.NameSurface(surface with { Name = "more" }, 2));
        Assert.Equal(GuestError.Ok, journal.NameSurface(surface with { Name = "n7" }, 3));

        using var consumer = RingConsumer.Open(_regions.Directory, Name, out _);
        Assert.True(consumer.TryRead(out var record));
        Assert.Equal(surface, SceneRecord.TryDecodeSurfaceName(record.Payload));
        Assert.True(consumer.TryRead(out record));
        Assert.Equal(new NamedSurface("plot", false, null), SceneRecord.TryDecodeSurfaceName(record.Payload));
    }

    [Fact]
    public void Remove_UnknownNode_IsNotFound()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        journal.PlaceText(Text(1));

        Assert.Equal(GuestError.NotFound, journal.Remove(2));
        Assert.Equal(GuestError.Ok, journal.Remove(1));
        Assert.Equal(GuestError.NotFound, journal.Remove(1));
    }

    [Fact]
    public void Place_OneNodeTooMany_IsLimit_ButExistingOnesCanChange()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        for (uint node = 0; node < 4096; node++) Assert.Equal(GuestError.Ok, journal.PlaceText(Text(node)));

        Assert.Equal(GuestError.Limit, journal.PlaceText(Text(4096)));
        Assert.Equal(GuestError.Limit, journal.PlaceSurface(new SurfaceNode(uint.MaxValue, 0, 0, 1, 1, false, Name), 1));
        Assert.Equal(GuestError.Ok, journal.PlaceText(Text(17)));
        Assert.Equal(GuestError.Ok, journal.Remove(17));
        Assert.Equal(GuestError.Ok, journal.PlaceText(Text(4096)));
    }

    [Fact]
    public void Place_NobodyReads_IsAgainAndChangesNothing()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        FillUp(journal);

        Assert.Equal(GuestError.Again, journal.PlaceText(Text(99)));
        Assert.Equal(GuestError.NotFound, journal.Remove(99));
        Assert.Equal(GuestError.Again, journal.Remove(1));
    }

    [Fact]
    public void RemoveNodesOf_JournalIsFull_NodesGoAsSoonAsThereIsRoom()
    {
        using var journal = new SceneJournal(_regions.Directory, Name);
        journal.PlaceSurface(new SurfaceNode(5, 0, 0, 1, 1, true, Name), 3);
        FillUp(journal);

        journal.RemoveNodesOf(3);
        Assert.Equal(GuestError.NotFound, journal.Remove(5)); // gone for the guest, at once
        using var reader = RingConsumer.Open(_regions.Directory, Name, out _);
        while (reader.TryRead(out _)) reader.Release();
        Assert.Equal(GuestError.Ok, journal.SetBackground(1));

        Assert.True(reader.TryRead(out var record));
        Assert.Equal((uint)SceneRecordType.Remove, record.Type);
        Assert.True(SceneRecord.TryDecodeNumber(record.Payload, out var node));
        Assert.Equal(5u, node);
        Assert.True(reader.TryRead(out record));
        Assert.Equal((uint)SceneRecordType.Background, record.Type);
    }

    private static void FillUp(SceneJournal journal)
    {
        var big = Text(1) with { Text = new string('x', 4000) };
        while (journal.PlaceText(big) == GuestError.Ok)
        {
        }

        while (journal.SetBackground(0) == GuestError.Ok)
        {
        }
    }

    private static TextNode Text(uint node) => new(node, 0, 0, 12, 0xFFFFFFFF, "x");
}
