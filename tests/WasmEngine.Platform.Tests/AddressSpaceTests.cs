using System.Runtime.InteropServices;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class AddressSpaceTests : IDisposable
{
    private const int Page = 65536;
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Reserve_LargeRange_CostsNoMemory()
    {
        var before = ProcessMemory.ProportionalSetSize(Environment.ProcessId);
        using var space = AddressSpace.Reserve(16L << 30);
        Assert.Equal(16L << 30, space.Length);
        Assert.True(ProcessMemory.ProportionalSetSize(Environment.ProcessId) - before < 1L << 30);
    }

    [Fact]
    public void Protect_ReadWrite_FindsZerosAndKeepsBytes()
    {
        using var space = AddressSpace.Reserve(4 * Page);
        space.Protect(Page, Page, PageAccess.ReadWrite);
        Assert.Equal(0, Marshal.ReadInt64(space.Address + Page));
        Marshal.WriteInt64(space.Address + Page, 42);
        space.Protect(Page, Page, PageAccess.None);
        space.Protect(Page, Page, PageAccess.Read);
        Assert.Equal(42, Marshal.ReadInt64(space.Address + Page));
    }

    [Fact]
    public void MapOver_TwoWindows_SeeTheSameBytesAndTheAccessAsked()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 4 * Page);
        using var writer = AddressSpace.Reserve(4 * Page);
        using var reader = AddressSpace.Reserve(4 * Page);
        writer.MapOver(Page, file, 2 * Page, Page, PageAccess.ReadWrite);
        reader.MapOver(3 * Page, file, 2 * Page, Page, PageAccess.Read);
        Marshal.WriteInt64(writer.Address + Page + 8, 77);
        Assert.Equal(77, Marshal.ReadInt64(reader.Address + (3 * Page) + 8));
        var mappings = ProcessMemory.FileMappings(Environment.ProcessId, file.Path);
        Assert.Equal(["rw-s", "r--s"], mappings.OrderByDescending(m => m.Permissions, StringComparer.Ordinal).Select(m => m.Permissions));
        Assert.All(mappings, m => Assert.Equal(2UL * Page, m.FileOffset));
        Assert.Single(mappings.Select(m => m.Inode).Distinct());
    }

    [Fact]
    public void MapAnonymous_OverAWindow_ZerosAndTheFileStays()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), Page);
        using var map = MappedFile.Map(file, Page, PageAccess.ReadWrite);
        using var space = AddressSpace.Reserve(2 * Page);
        Marshal.WriteInt64(map.Address, 5);
        space.MapOver(0, file, 0, Page, PageAccess.ReadWrite);
        space.MapAnonymous(0, Page, PageAccess.ReadWrite);
        Assert.Equal(0, Marshal.ReadInt64(space.Address));
        Marshal.WriteInt64(space.Address, 6);
        Assert.Equal(5, Marshal.ReadInt64(map.Address));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, (2 * Page) + 1)]
    [InlineData(2 * Page, 1)]
    [InlineData(Page, long.MaxValue)]
    [InlineData(long.MaxValue, Page)]
    public void MapOver_OutOfRange_Throws(long offset, long length)
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 4 * Page);
        using var space = AddressSpace.Reserve(2 * Page);
        Assert.Throws<ArgumentOutOfRangeException>(() => space.MapOver(offset, file, 0, length, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.MapAnonymous(offset, length, PageAccess.Read));
    }

    [Theory]
    [InlineData(-Page, Page)]
    [InlineData(Page, 2 * Page)]
    [InlineData(long.MaxValue, Page)]
    public void MapOver_OutsideTheFile_Throws(long fileOffset, long length)
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 2 * Page);
        using var space = AddressSpace.Reserve(2 * Page);
        Assert.Throws<IOException>(() => space.MapOver(0, file, fileOffset, length, PageAccess.Read));
    }

    [Fact]
    public void MapOver_NotWholePages_Throws()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 2 * Page);
        using var space = AddressSpace.Reserve(2 * Page);
        Assert.Throws<IOException>(() => space.MapOver(100, file, 0, 4096, PageAccess.Read));
        Assert.Throws<IOException>(() => space.MapOver(0, file, 100, 4096, PageAccess.Read));
    }
}
