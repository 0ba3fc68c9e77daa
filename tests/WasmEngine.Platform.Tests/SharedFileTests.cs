using System.Runtime.InteropServices;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class SharedFileTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Create_New_ZeroedOwnerOnly()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 10_000);
        Assert.Equal(10_000, file.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        Assert.All(File.ReadAllBytes(file.Path), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Create_Exists_ThrowsAndKeepsIt()
    {
        File.WriteAllText(_sandbox.File("f"), "kept");
        Assert.Throws<IOException>(() => SharedFile.Create(_sandbox.File("f"), 1));
        Assert.Equal("kept", File.ReadAllText(_sandbox.File("f")));
    }

    [Fact]
    public void Create_ImpossibleSize_ThrowsAndLeavesNothing()
    {
        Assert.Throws<IOException>(() => SharedFile.Create(Path.Combine(_sandbox.Path, "f"), -1));
        Assert.Empty(Directory.EnumerateFiles(_sandbox.Path));
    }

    [Fact]
    public void Open_Missing_FileNotFound() => Assert.Throws<FileNotFoundException>(() => SharedFile.Open(_sandbox.File("f")));

    [Fact]
    public void Open_SymbolicLink_Refused()
    {
        File.WriteAllText(_sandbox.File("f"), "x");
        File.CreateSymbolicLink(_sandbox.File("l"), _sandbox.File("f"));
        Assert.Throws<IOException>(() => SharedFile.Open(_sandbox.File("l")));
        Assert.Throws<IOException>(() => SharedFile.OpenOrCreate(_sandbox.File("l")));
    }

    [Fact]
    public void Open_NotARegularFile_Refused()
    {
        Directory.CreateDirectory(_sandbox.File("d"));
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_sandbox.File("p")])) mkfifo.WaitForExit();
        Assert.Throws<IOException>(() => SharedFile.Open(_sandbox.File("d")));
        Assert.Throws<IOException>(() => SharedFile.Open(_sandbox.File("p")));
        Assert.Throws<IOException>(() => SharedFile.OpenOrCreate("/dev/null"));
        Directory.Delete(_sandbox.File("d"));
    }

    [Fact]
    public void TryRename_NameTaken_FalseAndBothStay()
    {
        File.WriteAllText(_sandbox.File("a"), "a");
        File.WriteAllText(_sandbox.File("b"), "b");
        Assert.False(SharedFile.TryRename(_sandbox.File("a"), _sandbox.File("b")));
        Assert.Equal("b", File.ReadAllText(_sandbox.File("b")));
        Assert.True(SharedFile.TryRename(_sandbox.File("a"), _sandbox.File("c")));
        Assert.Equal("a", File.ReadAllText(_sandbox.File("c")));
        Assert.Throws<IOException>(() => SharedFile.TryRename(_sandbox.File("missing"), _sandbox.File("d")));
    }

    [Fact]
    public void TryLock_TwoOpenFiles_OneHasIt()
    {
        using var first = SharedFile.OpenOrCreate(_sandbox.File("f"));
        using var second = SharedFile.OpenOrCreate(_sandbox.File("f"));
        Assert.True(first.TryLock(0));
        Assert.True(first.TryLock(0));
        Assert.False(second.TryLock(0));
        Assert.True(second.TryLock(1));
        Assert.True(second.IsLockedElsewhere(0));
        Assert.False(first.IsLockedElsewhere(0));
        first.Dispose();
        Assert.False(second.IsLockedElsewhere(0));
        Assert.True(second.TryLock(0));
    }

    [Fact]
    public void TryLock_HolderKilled_FreeAtOnce()
    {
        var peer = _sandbox.Start("process");
        Assert.Equal("locked", peer.Ask("lock f"));
        using var file = SharedFile.Open(_sandbox.File("f"));
        Assert.False(file.TryLock(0));
        Assert.True(file.IsLockedElsewhere(0));
        peer.Kill();
        Assert.True(file.TryLock(0));
    }

    [Fact]
    public void Discard_Range_ReadsZero()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 3 * 65536);
        using var map = MappedFile.Map(file, file.Length, PageAccess.ReadWrite);
        for (var i = 0; i < 3; i++) Marshal.WriteInt64(map.Address + (i * 65536), 9);
        file.Discard(65536, 65536);
        Assert.Equal([9, 0, 9], Enumerable.Range(0, 3).Select(i => Marshal.ReadInt64(map.Address + (i * 65536))));
    }

    [Fact]
    public void Map_LongerThanTheFile_Throws()
    {
        using var file = SharedFile.Create(_sandbox.File("f"), 4096);
        Assert.Throws<IOException>(() => MappedFile.Map(file, 4097, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MappedFile.Map(file, 0, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MappedFile.Map(file, -1, PageAccess.Read));
    }

    [Fact]
    public void Protect_OnePage_ChangesOnlyIt()
    {
        var page = MappedFile.PageSize;
        using var file = SharedFile.Create(_sandbox.File("f"), 3 * page);
        using var map = MappedFile.Map(file, file.Length, PageAccess.Read);
        map.Protect(page, page, PageAccess.ReadWrite);
        Assert.Equal(["r--s", "rw-s", "r--s"], ProcessMemory.FileMappings(Environment.ProcessId, file.Path).Select(m => m.Permissions));
        Marshal.WriteInt32(map.Address + page, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Protect(1, page, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Protect(0, 4 * page, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Protect(long.MaxValue, page, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Protect(-page, page, PageAccess.Read));
    }

    [Fact]
    public void Map_FileClosed_MappingStays()
    {
        var file = SharedFile.Create(_sandbox.File("f"), 4096);
        using var map = MappedFile.Map(file, 4096, PageAccess.ReadWrite);
        file.Dispose();
        Marshal.WriteInt32(map.Address, 3);
        Assert.Equal(3, Marshal.ReadInt32(map.Address));
    }
}
