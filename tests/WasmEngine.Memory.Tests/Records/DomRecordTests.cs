namespace WasmEngine.Memory.Tests.Records;

public sealed class DomRecordTests
{
    private static List<byte[]> Encode(DomMutation mutation)
    {
        var request = mutation.ToRequest();
        Assert.True(request.IsValid);
        var records = new List<byte[]>();
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        for (var i = 0; i < DomRecord.Records(request.Value.Length); i++) records.Add(payload[..DomRecord.Encode(payload, request, i)].ToArray());
        return records;
    }

    private static DomMutation? Decode(IEnumerable<byte[]> records)
    {
        var reader = new DomReader();
        DomMutation? mutation = null;
        foreach (var record in records)
        {
            Assert.Null(mutation);
            Assert.True(reader.TryTake(record, out mutation));
            Assert.Equal(mutation is null, reader.IsPending);
        }

        return mutation;
    }

    public static TheoryData<DomMutation> Mutations =>
    [
        new DomMutation(DomOperation.Text, "a", "", "héllo"),
        new DomMutation(DomOperation.Text, "a"),
        new DomMutation(DomOperation.Attribute, "a", "style", "color: red"),
        new DomMutation(DomOperation.RemoveAttribute, "a", "style"),
        new DomMutation(DomOperation.AddClass, new string('i', 256), new string('n', 256)),
        new DomMutation(DomOperation.RemoveClass, "ä", "ö"),
        new DomMutation(DomOperation.Html, "a", "", new string('h', DomRecord.MaxValue)) { Place = HtmlPlace.AfterEnd },
        new DomMutation(DomOperation.Html, "a", "", string.Concat(Enumerable.Repeat("ä", DomRecord.ChunkBytes))) { Place = HtmlPlace.Inner },
        new DomMutation(DomOperation.Attribute, new string('i', 256), new string('n', 256), new string('v', DomRecord.ChunkBytes)),
        new DomMutation(DomOperation.Remove, "a"),
        new DomMutation(DomOperation.Scroll, "") { X = 1.5f, Y = -2 },
    ];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Mutation_Encoded_DecodesAsItWas(DomMutation mutation) => Assert.Equal(mutation, Decode(Encode(mutation)));

    [Theory]
    [InlineData(DomOperation.Text, 0, 0, 0)]
    [InlineData(DomOperation.Text, 257, 0, 0)]
    [InlineData(DomOperation.Text, 1, 1, 0)]
    [InlineData(DomOperation.Text, 1, 0, DomRecord.MaxValue + 1)]
    [InlineData(DomOperation.Attribute, 1, 0, 1)]
    [InlineData(DomOperation.Attribute, 1, 257, 1)]
    [InlineData(DomOperation.AddClass, 1, 1, 1)]
    [InlineData(DomOperation.AddClass, 1, 0, 0)]
    [InlineData(DomOperation.Remove, 1, 0, 1)]
    [InlineData(DomOperation.Scroll, 0, 1, 0)]
    [InlineData((DomOperation)0, 1, 0, 0)]
    [InlineData((DomOperation)9, 1, 0, 0)]
    public void Request_OutOfRange_IsNotValid(DomOperation operation, int id, int name, int value) =>
        Assert.False(new DomRequest { Operation = operation, Id = new byte[id], Name = new byte[name], Value = new byte[value] }.IsValid);

    [Fact]
    public void Request_PlaceOrOffsetOutOfRange_IsNotValid()
    {
        Assert.False(new DomRequest { Operation = DomOperation.Html, Id = "a"u8, Place = (HtmlPlace)5 }.IsValid);
        Assert.False(new DomRequest { Operation = DomOperation.Scroll, X = float.NaN }.IsValid);
    }

    [Fact]
    public void Record_Truncated_IsRefused()
    {
        var record = Encode(new DomMutation(DomOperation.Attribute, "id", "name", "value"))[0];
        for (var length = 0; length < record.Length; length++) Assert.False(new DomReader().TryTake(record.AsSpan(0, length), out _));
    }

    [Fact]
    public void Continuation_WithoutItsBeginning_IsRefused()
    {
        var records = Encode(new DomMutation(DomOperation.Text, "a", "", new string('x', DomRecord.ChunkBytes * 2)));
        Assert.False(new DomReader().TryTake(records[1], out _));
    }

    [Fact]
    public void Mutation_BegunAnew_DropsTheOneBefore()
    {
        var records = Encode(new DomMutation(DomOperation.Text, "a", "", new string('x', DomRecord.ChunkBytes * 2)));
        var reader = new DomReader();
        Assert.True(reader.TryTake(records[0], out _));
        Assert.True(reader.TryTake(Encode(new DomMutation(DomOperation.Remove, "b"))[0], out var mutation));
        Assert.Equal("b", mutation!.Id);
        Assert.False(reader.TryTake(records[1], out _));
    }

    [Fact]
    public void Mutation_ThatGoesOnForever_IsRefusedAtTheLimit()
    {
        var records = Encode(new DomMutation(DomOperation.Text, "a", "", new string('x', DomRecord.ChunkBytes * 3)));
        var reader = new DomReader();
        Assert.True(reader.TryTake(records[0], out _));
        var taken = 1;
        while (reader.TryTake(records[1], out _)) taken++;
        Assert.Equal(DomRecord.MaxValue / DomRecord.ChunkBytes, taken);
        Assert.False(reader.IsPending);
    }

    [Fact]
    public void SurfaceName_Encoded_DecodesAsItWas()
    {
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        foreach (var surface in new[] { new NamedSurface("plöt", true, RegionName.Parse("s1")), new NamedSurface(new string('n', 256), false, null) })
        {
            var length = SceneRecord.EncodeSurfaceName(payload, surface);
            Assert.Equal(surface, SceneRecord.TryDecodeSurfaceName(payload[..length]));
            for (var i = 0; i < length; i++) Assert.Null(SceneRecord.TryDecodeSurfaceName(payload[..i]));
        }
    }
}
