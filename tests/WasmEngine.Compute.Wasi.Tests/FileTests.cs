using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class FileTests : IDisposable
{
    private const uint Create = 1, MustBeDirectory = 2, Exclusive = 4, Truncate = 8;
    private const uint Append = 1, DataSync = 2;
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void File_WrittenAndReadBack_HasTheSameBytes()
    {
        var fd = _world.Open("new.txt", Create);
        _world.Write(fd, "hello, ");
        _world.Write(fd, "world");
        Assert.Equal("hello, world", File.ReadAllText(_world.Host("new.txt")));
        Assert.Equal(12ul, Tell(fd));
        Assert.Equal(7ul, _world.Seek(fd, -5, 2));
        Assert.Equal("world", _world.ReadText(fd));
        Assert.Empty(_world.Read(fd, 10));
        Assert.Equal(2ul, _world.Seek(fd, -10, 1));
        Assert.Equal("llo", Encoding.UTF8.GetString(_world.Read(fd, 3)));
    }

    private ulong Tell(uint fd)
    {
        var at = _world.Ram.Take(8);
        Assert.Equal(Errno.Success, _world.Wasi.FdTell(_world.Ram, fd, at));
        return _world.Ram.U64(at);
    }

    [Fact]
    public void Open_Flags_DoWhatTheySay()
    {
        File.WriteAllText(_world.Host("there.txt"), "there");
        Assert.Equal(Errno.NoEntry, _world.TryOpen("missing.txt", out _));
        Assert.Equal(Errno.Exists, _world.TryOpen("there.txt", out _, Create | Exclusive));
        Assert.Equal("there", _world.ReadText(_world.Open("there.txt", Create)));
        Assert.Equal(Errno.NotDirectory, _world.TryOpen("there.txt", out _, MustBeDirectory, Rights.Directory));
        Assert.Equal(Errno.NotDirectory, _world.TryOpen("there.txt/x", out _));
        Assert.Equal(Errno.Invalid, _world.TryOpen("there.txt", out _, Create | MustBeDirectory));
        Assert.Equal(Errno.Invalid, _world.TryOpen("there.txt", out _, 16));
        Assert.Equal(Errno.Invalid, _world.TryOpen("there.txt", out _, 0, Rights.File, 32));
        _world.Open("there.txt", Truncate);
        Assert.Equal("", File.ReadAllText(_world.Host("there.txt")));
        Assert.Equal(Errno.IsDirectory, _world.TryOpen(".", out _)); // a directory can't be written to
        _world.Open(".", 0, Rights.Directory);
    }

    [Fact]
    public void Append_WritesGoToTheEnd_UntilSwitchedOff()
    {
        File.WriteAllText(_world.Host("log"), "begin ");
        var fd = _world.Open("log", 0, Rights.File, Append | DataSync);
        _world.Seek(fd, 0);
        _world.Write(fd, "one ");
        Assert.Equal("begin one ", File.ReadAllText(_world.Host("log")));
        Assert.Equal(Errno.NotSupported, _world.Wasi.FdFdstatSetFlags(_world.Ram, fd, 0)); // dsync can't be taken back
        Assert.Equal(Errno.Success, _world.Wasi.FdFdstatSetFlags(_world.Ram, fd, DataSync));
        _world.Seek(fd, 0);
        _world.Write(fd, "BEGIN");
        Assert.Equal("BEGIN one ", File.ReadAllText(_world.Host("log")));
    }

    [Fact]
    public void Transfers_SeveralVectors_FillThemInOrder()
    {
        var fd = _world.Open("v", Create);
        var ram = _world.Ram;
        ram.Reset();
        var result = ram.Take(8);
        var vectors = ram.Vectors(ram.Place("ab"), ram.Place(""), ram.Place("cdef"), ram.Place("g"));
        Assert.Equal(Errno.Success, _world.Wasi.FdWrite(ram, fd, vectors, 4, result));
        Assert.Equal(7u, ram.U32(result));
        var (first, second) = (ram.Take(3), ram.Take(100));
        vectors = ram.Vectors((first, 3u), (second, 100u));
        Assert.Equal(Errno.Success, _world.Wasi.FdPread(ram, fd, vectors, 2, 1, result));
        Assert.Equal(6u, ram.U32(result));
        Assert.Equal("bcd"u8.ToArray(), ram.Copy(first, 3));
        Assert.Equal("efg"u8.ToArray(), ram.Copy(second, 3));
        Assert.Equal(7ul, Tell(fd)); // pread leaves the position
        vectors = ram.Vectors(ram.Place("X"), ram.Place("Y"));
        Assert.Equal(Errno.Success, _world.Wasi.FdPwrite(ram, fd, vectors, 2, 2, result));
        Assert.Equal("abXYefg", File.ReadAllText(_world.Host("v")));
    }

    [Fact]
    public void Transfers_ManyMiB_ComeThroughWhole()
    {
        const uint length = 7_000_001;
        var bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        var fd = _world.Open("big", Create);
        Assert.Equal(Errno.Success, _world.Write(fd, bytes, out var written));
        Assert.Equal(length, written);
        Assert.Equal(bytes, File.ReadAllBytes(_world.Host("big")));
        _world.Seek(fd, 0);
        Assert.Equal(bytes, _world.Read(fd, length + 100));
    }

    [Fact]
    public void Offsets_Beyond4GiB_Work()
    {
        const ulong far = (5ul << 30) + 3;
        var fd = _world.Open("sparse", Create);
        var ram = _world.Ram;
        ram.Reset();
        var result = ram.Take(4);
        Assert.Equal(Errno.Success, _world.Wasi.FdPwrite(ram, fd, ram.Vectors(ram.Place("far")), 1, far, result));
        Assert.Equal(Errno.Success, _world.Stat("sparse", out var stat));
        Assert.Equal(far + 3, stat.Size);
        Assert.Equal(far, _world.Seek(fd, -3, 2));
        Assert.Equal("far", _world.ReadText(fd));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdPread(ram, fd, ram.Vectors((result, 4u)), 1, ulong.MaxValue, result));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdSeek(ram, fd, -1, 0, result));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdSeek(ram, fd, 0, 3, result));
    }

    [Fact]
    public void SizeAndSpace_CanBeSet()
    {
        var fd = _world.Open("sized", Create);
        Assert.Equal(Errno.Success, _world.Wasi.FdFilestatSetSize(_world.Ram, fd, 1000));
        Assert.Equal(1000, new FileInfo(_world.Host("sized")).Length);
        Assert.Equal(Errno.Success, _world.Wasi.FdAllocate(_world.Ram, fd, 500, 1500));
        Assert.Equal(2000, new FileInfo(_world.Host("sized")).Length);
        Assert.Equal(Errno.Invalid, _world.Wasi.FdAllocate(_world.Ram, fd, 0, 0));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdAllocate(_world.Ram, fd, long.MaxValue, 2));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdFilestatSetSize(_world.Ram, fd, ulong.MaxValue));
        foreach (uint advice in (uint[])[0, 1, 2, 3, 4, 5]) Assert.Equal(Errno.Success, _world.Wasi.FdAdvise(_world.Ram, fd, 0, 0, advice));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdAdvise(_world.Ram, fd, 0, 0, 6));
        Assert.Equal(Errno.Success, _world.Wasi.FdSync(_world.Ram, fd));
        Assert.Equal(Errno.Success, _world.Wasi.FdDatasync(_world.Ram, fd));
    }

    [Fact]
    public void Times_AreSetAndTold()
    {
        const ulong accessed = 1_500_000_000_000_000_007, modified = 1_600_000_000_123_456_789;
        File.WriteAllText(_world.Host("f"), "");
        Assert.Equal(Errno.Success, _world.SetTimes("f", accessed, modified, 1 | 4));
        Assert.Equal(Errno.Success, _world.Stat("f", out var stat));
        Assert.Equal((accessed, modified), (stat.Accessed, stat.Modified));
        Assert.Equal(Errno.Success, _world.SetTimes("f", 0, 0, 2)); // access time: now; the other stays
        _world.Stat("f", out stat);
        Assert.True(stat.Accessed > accessed);
        Assert.Equal(modified, stat.Modified);
        Assert.Equal(Errno.Invalid, _world.SetTimes("f", 0, 0, 3));
        Assert.Equal(Errno.Invalid, _world.SetTimes("f", 0, 0, 16));
        Assert.Equal(Errno.Success, _world.Wasi.FdFilestatSetTimes(_world.Ram, _world.Open("f"), 5, 6, 1 | 4));
        _world.Stat("f", out stat);
        Assert.Equal((5ul, 6ul), (stat.Accessed, stat.Modified));
        _world.Symlink("f", "l");
        Assert.Equal(Errno.Success, _world.SetTimes("l", 1, 2, 1 | 4, lookup: 0)); // the link itself
        _world.Stat("f", out stat);
        Assert.Equal(6ul, stat.Modified);
    }

    [Fact]
    public void Names_CanBeMadeMovedAndRemoved()
    {
        Assert.Equal(Errno.Success, _world.MakeDirectory("d"));
        Assert.Equal(Errno.Success, _world.MakeDirectory("d/e/"));
        Assert.Equal(Errno.Exists, _world.MakeDirectory("d"));
        Assert.Equal(Errno.NoEntry, _world.MakeDirectory("x/y"));
        _world.Write(_world.Open("d/e/f", Create), "text");
        Assert.Equal(Errno.Success, _world.Link("d/e/f", "g"));
        Assert.Equal(Errno.Success, _world.Stat("g", out var stat));
        Assert.Equal((FileType.Regular, 2ul, 4ul), (stat.Type, stat.Links, stat.Size));
        Assert.Equal(Errno.NotEmpty, _world.RemoveDirectory("d/e"));
        Assert.Equal(Errno.Success, _world.Rename("d/e/f", "h"));
        Assert.Equal(Errno.Success, _world.RemoveDirectory("d/e/"));
        Assert.Equal(Errno.Success, _world.Rename("d/", "i/"));
        Assert.Equal(Errno.NotDirectory, _world.Rename("h/", "j"));
        Assert.Equal(Errno.NotDirectory, _world.RemoveDirectory("h"));
        Assert.Equal(Errno.IsDirectory, _world.Unlink("i"));
        Assert.Equal(Errno.IsDirectory, _world.Unlink("i/"));
        Assert.Equal(Errno.NotDirectory, _world.Unlink("h/"));
        Assert.Equal(Errno.Invalid, _world.Rename("i", "i/k"));
        Assert.Equal(Errno.Success, _world.Unlink("g"));
        Assert.Equal(Errno.Success, _world.Unlink("h"));
        Assert.Equal(["i"], Directory.GetFileSystemEntries(_world.Host("")).Select(p => Path.GetFileName(p)!));
    }

    [Theory]
    [InlineData(".", Errno.Exists, Errno.Invalid, Errno.IsDirectory)]
    [InlineData("d/.", Errno.Exists, Errno.Invalid, Errno.IsDirectory)]
    [InlineData("d/..", Errno.Exists, Errno.Invalid, Errno.IsDirectory)]
    [InlineData("..", Errno.Permission, Errno.Permission, Errno.Permission)]
    [InlineData("d/../..", Errno.Permission, Errno.Permission, Errno.Permission)]
    [InlineData("missing/.", Errno.NoEntry, Errno.NoEntry, Errno.NoEntry)]
    public void Dots_AreNoNames(string path, int make, int remove, int unlink)
    {
        _world.MakeDirectory("d");
        Assert.Equal(make, _world.MakeDirectory(path));
        Assert.Equal(remove, _world.RemoveDirectory(path));
        Assert.Equal(unlink, _world.Unlink(path));
        Assert.Equal(Errno.Busy, _world.Rename(path, "x"));
        Assert.Equal(Errno.Busy, _world.Rename("d", path));
    }

    [Fact]
    public void Links_AreMadeReadAndFollowed()
    {
        _world.Write(_world.Open("f", Create), "text");
        Assert.Equal(Errno.Success, _world.Symlink("f", "l"));
        Assert.Equal(Errno.Success, _world.ReadLink("l", out var target));
        Assert.Equal("f", target);
        Assert.Equal(Errno.Success, _world.ReadLink("l", out target, capacity: 0));
        Assert.Equal("", target);
        Assert.Equal("text", _world.ReadText(_world.Open("l")));
        Assert.Equal(Errno.Loop, _world.TryOpen("l", out _, lookup: 0));
        _world.Stat("l", out var stat, lookup: 0);
        Assert.Equal(FileType.SymbolicLink, stat.Type);
        _world.Stat("l", out stat);
        Assert.Equal(FileType.Regular, stat.Type);
        Assert.Equal(Errno.Invalid, _world.ReadLink("f", out _));
        Assert.Equal(Errno.Invalid, _world.Link("l", "m", lookup: 1));
        Assert.Equal(Errno.Success, _world.Symlink("loop", "loop"));
        Assert.Equal(Errno.Loop, _world.TryOpen("loop", out _));
        Assert.Equal(Errno.Exists, _world.Symlink("f", "l"));
    }

    [Theory]
    [InlineData("", Errno.NoEntry)]
    [InlineData("a\0b", Errno.Invalid)]
    [InlineData("/", Errno.Permission)]
    [InlineData("missing", Errno.NoEntry)]
    public void Paths_ThatAreNone_AreRefused(string path, int expected)
    {
        Assert.Equal(expected, _world.TryOpen(path, out _));
        Assert.Equal(expected, _world.Stat(path, out _));
        Assert.Equal(expected, _world.Unlink(path));
        Assert.Equal(expected, _world.ReadLink(path, out _));
    }

    [Fact]
    public void Paths_TooLong_AreRefused()
    {
        Assert.Equal(Errno.NameTooLong, _world.TryOpen(new string('a', 256), out _));
        Assert.Equal(Errno.NameTooLong, _world.TryOpen(new string('a', 5000), out _));
        Assert.Equal(Errno.Success, _world.MakeDirectory(string.Concat(Enumerable.Repeat("./", 2000)) + "deep"));
        Assert.True(Directory.Exists(_world.Host("deep")));
    }

    [Fact]
    public void Stop_EndsLongTransfers()
    {
        var fd = _world.Open("f", Create);
        _world.Stop.Raise(StopReason.Cancelled);
        Assert.Throws<GuestStoppedException>(() => _world.Write(fd, "x"u8, out _));
        Assert.Throws<GuestStoppedException>(() => _world.Wasi.RandomGet(_world.Ram, 0x40000, 8));
        Assert.Equal(0, new FileInfo(_world.Host("f")).Length);
    }
}
