using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class DescriptorTests
{
    private const uint Create = 1, MustBeDirectory = 2;

    [Fact]
    public void Open_TableFull_IsRefusedUntilOneIsClosed()
    {
        using var world = new World(s => s with { MaxDescriptors = 16 });
        var opened = new List<uint>();
        while (world.TryOpen("f", out var fd, Create) == Errno.Success) opened.Add(fd);
        Assert.Equal(Enumerable.Range(5, 11).Select(i => (uint)i), opened);
        Assert.Equal(Errno.TooManyFiles, world.TryOpen("f", out _));
        world.Close(9);
        world.Close(7);
        Assert.Equal(7u, world.Open("f")); // the lowest free one
        Assert.Equal(9u, world.Open("f"));
        Assert.Equal(Errno.TooManyFiles, world.TryOpen("f", out _));
    }

    [Fact]
    public void Open_AllGuestsTogether_HaveABudget()
    {
        var factory = new WasiFactory(new DescriptorBudget(6));
        using var first = new World(factory: factory);
        using var second = new World(factory: factory);
        first.Open("a", Create);
        second.Open("a", Create);
        Assert.Equal(Errno.TooManyFilesInSystem, first.TryOpen("a", out _));
        Assert.Throws<IOException>(() => new World(factory: factory));
        second.Wasi.Dispose();
        first.Open("a"); // what it had is free again
    }

    [Fact]
    public void Dispose_GivesEverythingBack()
    {
        string[] held;
        using (var world = new World())
        {
            for (var i = 0; i < 20; i++) world.Open($"f{i}", Create);
            var root = Path.GetDirectoryName(world.Host("x"))!;
            Assert.Equal(21, Held(root).Length);
            world.Wasi.Dispose();
            held = Held(root);
            Assert.Equal(Errno.BadDescriptor, world.TryOpen("f0", out _));
        }

        Assert.Empty(held);

        static string[] Held(string under) =>
            [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget ?? "").Where(t => t.StartsWith(under, StringComparison.Ordinal))];
    }

    [Fact]
    public void Open_Failures_LeakNothing()
    {
        using var world = new World(s => s with { MaxDescriptors = 16 });
        Directory.CreateDirectory(world.Host("d"));
        for (var i = 0; i < 500; i++)
        {
            world.TryOpen("missing", out _);
            world.TryOpen("d", out _); // a directory, for writing
            world.TryOpen("../x", out _);
            world.Stat("d", out _);
            world.Stat("d/../d/missing", out _);
            world.MakeDirectory("d/x/y");
        }

        Assert.Equal(5u, world.Open("f", Create));
        Assert.True(Directory.GetFiles("/proc/self/fd").Length < 400);
    }

    [Fact]
    public void Renumber_MovesAndCloses()
    {
        using var world = new World();
        var (a, b) = (world.Open("a", Create), world.Open("b", Create));
        Assert.Equal(Errno.Success, world.Wasi.FdRenumber(world.Ram, a, b));
        world.Write(b, "to a");
        Assert.Equal("to a", File.ReadAllText(world.Host("a")));
        Assert.Equal(Errno.BadDescriptor, world.Write(a, "x"u8, out _));
        Assert.Equal(a, world.Open("c", Create));
        Assert.Equal(Errno.BadDescriptor, world.Wasi.FdRenumber(world.Ram, 99, b));
        Assert.Equal(Errno.BadDescriptor, world.Wasi.FdRenumber(world.Ram, b, 99));
        Assert.Equal(Errno.NotSupported, world.Wasi.FdRenumber(world.Ram, World.Granted, b));
        Assert.Equal(Errno.NotSupported, world.Wasi.FdRenumber(world.Ram, b, World.Granted));
        Assert.Equal(Errno.Success, world.Wasi.FdRenumber(world.Ram, b, b));
        Assert.Equal(Errno.Success, world.Wasi.FdRenumber(world.Ram, b, 1)); // as dup2 for standard output
        world.Write(1, "!");
        Assert.Equal("to a!", File.ReadAllText(world.Host("a")));
        Assert.Empty(world.Lines);
    }

    [Fact]
    public void Rights_GivenUp_StayGivenUp()
    {
        using var world = new World();
        var fd = world.Open("a", Create);
        Assert.Equal(Errno.Success, world.Wasi.FdFdstatSetRights(world.Ram, fd, Rights.Read, 0));
        Assert.Equal(Errno.NotCapable, world.Write(fd, "x"u8, out _));
        Assert.Equal(Errno.NotCapable, world.Wasi.FdFdstatSetRights(world.Ram, fd, Rights.Read | Rights.Write, 0));
        var directory = world.Open(".", MustBeDirectory, Rights.Directory);
        Assert.Equal(Errno.Success, world.Wasi.FdFdstatSetRights(world.Ram, directory, Rights.Open, Rights.Read));
        Assert.Equal(Errno.NotCapable, world.MakeDirectory("x", directory));
        Assert.Equal(Errno.NotCapable, world.TryOpen("a", out _, Create, Rights.Read, directory: directory));
        Assert.Equal(Errno.NotCapable, world.TryOpen("a", out _, 0, Rights.Write, directory: directory));
        var below = world.Open("a", 0, Rights.Read | Rights.Seek, directory: directory);
        Assert.Equal(Errno.NotCapable, world.Wasi.FdSeek(world.Ram, below, 0, 0, world.Ram.Take(8)));
    }

    [Fact]
    public void EveryCall_OfADescriptorThatIsNot_SaysSo()
    {
        using var world = new World();
        var (w, m) = (world.Wasi, world.Ram);
        var at = m.Take(256);
        foreach (var fd in (uint[])[5, 200, 4096, uint.MaxValue])
        {
            int[] results =
            [
                w.FdAdvise(m, fd, 0, 0, 0), w.FdAllocate(m, fd, 0, 1), w.FdClose(m, fd), w.FdDatasync(m, fd), w.FdFdstatGet(m, fd, at), w.FdFdstatSetFlags(m, fd, 0),
                w.FdFdstatSetRights(m, fd, 0, 0), w.FdFilestatGet(m, fd, at), w.FdFilestatSetSize(m, fd, 0), w.FdFilestatSetTimes(m, fd, 0, 0, 0), w.FdPread(m, fd, at, 0, 0, at),
                w.FdPrestatGet(m, fd, at), w.FdPrestatDirName(m, fd, at, 10), w.FdPwrite(m, fd, at, 0, 0, at), w.FdRead(m, fd, at, 0, at), w.FdReaddir(m, fd, at, 10, 0, at),
                w.FdRenumber(m, fd, 0), w.FdSeek(m, fd, 0, 0, at), w.FdSync(m, fd), w.FdTell(m, fd, at), w.FdWrite(m, fd, at, 0, at), w.PathCreateDirectory(m, fd, at, 1),
                w.PathFilestatGet(m, fd, 0, at, 1, at), w.PathFilestatSetTimes(m, fd, 0, at, 1, 0, 0, 0), w.PathLink(m, fd, 0, at, 1, 3, at, 1), w.PathLink(m, 3, 0, at, 1, fd, at, 1),
                w.PathOpen(m, fd, 0, at, 1, 0, 0, 0, 0, at), w.PathReadlink(m, fd, at, 1, at, 1, at), w.PathRemoveDirectory(m, fd, at, 1), w.PathRename(m, fd, at, 1, 3, at, 1),
                w.PathSymlink(m, at, 1, fd, at, 1), w.PathUnlinkFile(m, fd, at, 1), w.SockAccept(m, fd, 0, at), w.SockRecv(m, fd, at, 0, 0, at, at), w.SockSend(m, fd, at, 0, 0, at),
                w.SockShutdown(fd, 0),
            ];
            Assert.All(results, r => Assert.Equal(Errno.BadDescriptor, r));
        }

        Assert.Equal(Errno.NotSocket, w.SockShutdown(3, 0));
        Assert.Equal(Errno.NotDirectory, world.TryOpen("x", out _, directory: 1));
    }

    [Fact]
    public void Grants_AreToldByNumber()
    {
        using var world = new World();
        var ram = world.Ram;
        var at = ram.Take(64);
        Assert.Equal(Errno.Success, world.Wasi.FdPrestatGet(ram, 3, at));
        Assert.Equal((0u, 5u), (ram.U32(at), ram.U32(at + 4)));
        Assert.Equal(Errno.NameTooLong, world.Wasi.FdPrestatDirName(ram, 3, at, 4));
        Assert.Equal(Errno.Success, world.Wasi.FdPrestatDirName(ram, 3, at, 5));
        Assert.Equal("/data"u8.ToArray(), ram.Copy(at, 5));
        Assert.Equal(Errno.BadDescriptor, world.Wasi.FdPrestatGet(ram, 5, at));
        Assert.Equal(Errno.BadDescriptor, world.Wasi.FdPrestatGet(ram, 0, at));
    }
}
