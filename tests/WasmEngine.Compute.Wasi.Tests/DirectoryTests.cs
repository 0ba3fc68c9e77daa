using System.Net.Sockets;
using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class DirectoryTests
{
    private const uint Create = 1, MustBeDirectory = 2;

    public static TheoryData<string, uint> Places => new()
    {
        { "/dev/shm", 300 }, { "/dev/shm", 4096 }, { "/dev/shm", 1 << 20 },
        { Path.GetTempPath(), 300 }, { Path.GetTempPath(), 4096 }, { Path.GetTempPath(), 1 << 20 },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Readdir_ManyEntries_AreAllThereOnce(string place, uint bufferSize)
    {
        if (!Directory.Exists(place)) Assert.Skip(place + " is missing");
        using var world = new World(under: place);
        var names = Enumerable.Range(0, 1500).Select(i => $"entry-{i}-{new string('x', i % 200)}").ToHashSet(StringComparer.Ordinal);
        foreach (var name in names) File.WriteAllText(world.Host(name), "");
        Directory.CreateDirectory(world.Host("directory"));
        File.CreateSymbolicLink(world.Host("link"), "nowhere");

        var entries = world.ReadDirectory(World.Granted, bufferSize);

        Assert.Equal(names.Count + 4, entries.Count);
        Assert.Equal(names.Count, entries.Count(e => e.Type == FileType.Regular && names.Contains(e.Name)));
        Assert.Equal([".", "..", "directory"], entries.Where(e => e.Type == FileType.Directory).Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal("link", Assert.Single(entries, e => e.Type == FileType.SymbolicLink).Name);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Readdir_FromACookie_GoesOnThere(string place, uint bufferSize)
    {
        if (!Directory.Exists(place)) Assert.Skip(place + " is missing");
        using var world = new World(under: place);
        for (var i = 0; i < 300; i++) File.WriteAllText(world.Host($"f{i}"), "");
        var all = world.ReadDirectory(World.Granted, 1 << 20);

        for (var i = 0; i < all.Count; i += 37)
            Assert.Equal(all.Skip(i + 1).Select(e => e.Name), world.ReadDirectory(World.Granted, bufferSize, all[i].Next).Select(e => e.Name));
    }

    [Fact]
    public void Readdir_WhileEntriesAreRemoved_TellsOfAllOthers()
    {
        using var world = new World();
        for (var i = 0; i < 400; i++) File.WriteAllText(world.Host($"f{i}"), "");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ulong cookie = 0;
        while (world.ReadDirectory(World.Granted, 200, cookie) is [var (name, type, next), ..])
        {
            cookie = next;
            if (type == FileType.Regular && seen.Add(name)) File.Delete(world.Host(name));
        }

        Assert.Equal(400, seen.Count);
    }

    [Fact]
    public void Readdir_MadeUpCookies_HarmNobody()
    {
        using var world = new World();
        File.WriteAllText(world.Host("f"), "");
        var random = new Random(11);
        var at = world.Ram.Take(4096);
        for (var i = 0; i < 2000; i++)
        {
            var error = world.Wasi.FdReaddir(world.Ram, World.Granted, at, 4096, (ulong)random.NextInt64() << random.Next(3), at + 4092);
            Assert.Contains(error, (int[])[Errno.Success, Errno.Invalid, Errno.NoEntry]);
        }

        Assert.Equal(3, world.ReadDirectory(World.Granted, 4096).Count);
        Assert.Equal(Errno.NotDirectory, world.Wasi.FdReaddir(world.Ram, world.Open("f"), at, 100, 0, at));
    }

    [Fact]
    public void Readdir_NamesThatAreNoUtf8_ComeAsTheyAre()
    {
        using var world = new World();
        var ram = world.Ram;
        byte[] name = [0xFF, 0xFE, (byte)'x'];
        var at = ram.Place(name);
        var result = ram.Take(4);
        Assert.Equal(Errno.Success, world.Wasi.PathOpen(ram, 3, 0, at, 3, Create, Rights.File, 0, 0, result));
        var buffer = ram.Take(4096);
        Assert.Equal(Errno.Success, world.Wasi.FdReaddir(ram, 3, buffer, 4096, 0, result));
        Assert.True(ram.Bytes.Slice((int)buffer, 4096).IndexOf(name) > 0);
        Assert.Equal(Errno.Success, world.Wasi.PathUnlinkFile(ram, 3, at, 3));
    }

    [Fact]
    public async Task SpecialFiles_AreSeenAndNeverOpened()
    {
        using var world = new World();
        using var made = System.Diagnostics.Process.Start("mkfifo", [world.Host("pipe")]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(world.Host("socket")));
        foreach (var name in (string[])["pipe", "socket"])
        {
            foreach (var rights in (ulong[])[Rights.Read, Rights.Write, Rights.Read | Rights.Write, 0])
            {
                Assert.Equal(Errno.NotSupported, world.TryOpen(name, out _, 0, rights)); // and comes back at once, though nobody is at the other end
                Assert.Equal(Errno.NotSupported, world.TryOpen(name, out _, Create, rights));
            }

            Assert.Equal(Errno.Success, world.Stat(name, out var stat));
            Assert.NotEqual(FileType.Regular, stat.Type);
            Assert.Equal(Errno.Success, world.Rename(name, "moved-" + name));
            Assert.Equal(Errno.Success, world.Unlink("moved-" + name));
        }
    }

    [Fact]
    public void Subdirectory_Opened_IsARootOfItsOwn()
    {
        using var world = new World();
        world.MakeDirectory("a");
        world.MakeDirectory("a/b");
        world.Write(world.Open("a/b/f", Create), "deep");
        var below = world.Open("a", MustBeDirectory, Rights.All);
        Assert.Equal("deep", world.ReadText(world.Open("b/f", directory: below)));
        Assert.Equal(Errno.Permission, world.TryOpen("../a/b/f", out _, directory: below));
        Assert.Equal(Errno.Permission, world.TryOpen("b/../../x", out _, Create, directory: below));
        Assert.Equal(Errno.Success, world.Rename("b/f", "g", below, World.Granted));
        Assert.Equal("deep", File.ReadAllText(world.Host("g")));
        var at = world.Ram.Take(8);
        Assert.Equal(Errno.BadDescriptor, world.Wasi.FdPrestatGet(world.Ram, below, at)); // not granted as such
        Assert.Equal(Errno.NotCapable, world.Wasi.FdRead(world.Ram, below, at, 0, at));
    }
}
