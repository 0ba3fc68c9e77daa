namespace WasmEngine.Memory.Tests;

public sealed class BufferRegionTests : MemoryTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1000000)]
    public void Create_Open_ShareTheBytes(long size)
    {
        using var created = BufferRegion.Create(Regions, Sandbox.Name("b"), size);
        using var opened = BufferRegion.Open(Regions, created.Name);
        Assert.Equal(size, opened.PayloadSize);
        Assert.Equal(size, opened.Payload.Length);
        Assert.Equal(BufferRegion.PayloadOffset + ((size + 65535) / 65536 * 65536), created.File.Length);
        created.Payload[^1] = 200;
        Assert.Equal(200, opened.Payload[^1]);
        Assert.Equal(["0 r--s", "0 rw-s"], Permissions(created.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((4L << 30) + 1)]
    public void Create_SizeOutOfRange_Throws(long size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BufferRegion.Create(Regions, RegionName.Parse("b"), size));
        Assert.Empty(Directory.EnumerateFiles(Sandbox.Path));
    }

    [Fact]
    public void Create_Largest_IsSparse()
    {
        using var buffer = BufferRegion.Create(Regions, Sandbox.Name("b"), BufferRegion.MaxPayload);
        Assert.Equal(BufferRegion.MaxPayload, buffer.PayloadSize);
        Assert.Equal(int.MaxValue, buffer.Payload.Length);
        buffer.Payload[^1] = 1;
    }

    [Fact]
    public void Reserve_Part_KeepsWhatWasWritten()
    {
        using var buffer = BufferRegion.Create(Regions, Sandbox.Name("b"), 200_000);
        buffer.Payload[100_000] = 7;
        buffer.Reserve(0, 200_000);
        Assert.Equal(7, buffer.Payload[100_000]);
        Assert.Equal(0, buffer.Payload[99_999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Reserve(1, 200_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Reserve(-1, 1));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(65537L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Open_HostilePayloadSize_Corrupt(long size)
    {
        var name = Sandbox.Name("b");
        BufferRegion.Create(Regions, name, 1000).Dispose();
        Poke(name, 64, (ulong)size);
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => BufferRegion.Open(Regions, name)));
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        var buffer = BufferRegion.Create(Regions, Sandbox.Name("b"), 10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Payload.Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.PayloadAddress);
    }
}
