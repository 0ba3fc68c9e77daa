using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

/// <summary>Nothing leads out of a granted directory, and nothing changes one that was granted for reading.</summary>
public sealed class EscapeTests : IDisposable
{
    private const uint Create = 1, MustBeDirectory = 2, Truncate = 8;
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    public static TheoryData<string> WaysOut =>
    [
        "../outside/secret.txt", "..//outside/secret.txt", "./../outside/secret.txt", "d/../../outside/secret.txt", "../granted/../outside/secret.txt",
        "absolute-link", "absolute-directory/secret.txt", "up-link", "up-directory/secret.txt", "chain", "d/up/outside/secret.txt",
        "absolute-directory/../granted/../outside/secret.txt", "process-root/etc/passwd", "/etc/passwd", "//etc/passwd", "../granted", "..",
    ];

    private void Prepare()
    {
        Directory.CreateDirectory(_world.Host("d"));
        File.CreateSymbolicLink(_world.Host("absolute-link"), _world.Outside("secret.txt"));
        File.CreateSymbolicLink(_world.Host("absolute-directory"), _world.Outside(""));
        File.CreateSymbolicLink(_world.Host("up-link"), "../outside/secret.txt");
        File.CreateSymbolicLink(_world.Host("up-directory"), "../outside");
        File.CreateSymbolicLink(_world.Host("chain"), "d/../up-link");
        File.CreateSymbolicLink(_world.Host("d/up"), "../..");
        File.CreateSymbolicLink(_world.Host("process-root"), "/proc/self/root");
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void Path_LeadingOut_IsRefusedByEveryCall(string path)
    {
        Prepare();
        File.WriteAllText(_world.Host("own"), "own");

        Assert.Equal(Errno.Permission, _world.TryOpen(path, out _));
        Assert.Equal(Errno.Permission, _world.TryOpen(path, out _, 0, Rights.Read));
        Assert.Equal(Errno.Permission, _world.TryOpen(path, out _, Create));
        Assert.Equal(Errno.Permission, _world.TryOpen(path, out _, Truncate));
        Assert.Equal(Errno.Permission, _world.TryOpen(path + "/", out _, MustBeDirectory, Rights.Directory));
        Assert.Equal(Errno.Permission, _world.Stat(path, out _));
        Assert.Equal(Errno.Permission, _world.Stat(path + "/", out _, lookup: 0));
        Assert.Equal(Errno.Permission, _world.SetTimes(path, 1, 1, 5));
        Assert.NotEqual(Errno.Success, _world.MakeDirectory(path + "/new"));
        Assert.NotEqual(Errno.Success, _world.Symlink("own", path + "/new"));
        Assert.NotEqual(Errno.Success, _world.Link("own", path + "/new"));
        Assert.NotEqual(Errno.Success, _world.Rename("own", path + "/new"));
        Assert.NotEqual(Errno.Success, _world.Unlink(path + "/secret.txt"));
        Assert.NotEqual(Errno.Success, _world.Unlink(path + "/"));
        Assert.NotEqual(Errno.Success, _world.RemoveDirectory(path + "/"));
        Assert.NotEqual(Errno.Success, _world.Rename(path + "/", "taken"));
        Assert.NotEqual(Errno.Success, _world.ReadLink(path + "/x", out _));
        AssertUnharmed();
    }

    private void AssertUnharmed()
    {
        Assert.Equal(World.Secret, File.ReadAllText(_world.Outside("secret.txt")));
        Assert.Equal(["secret.txt"], Directory.GetFileSystemEntries(_world.Outside("")).Select(p => Path.GetFileName(p)!));
        Assert.True(new FileInfo(_world.Outside("secret.txt")).LastWriteTimeUtc.Year > 2000);
    }

    [Fact]
    public void Links_LeadingOut_CanBeRemovedButNotFollowed()
    {
        Prepare();
        Assert.Equal(Errno.Success, _world.Rename("up-directory", "moved"));
        Assert.Equal(Errno.Permission, _world.TryOpen("moved/secret.txt", out _));
        Assert.Equal(Errno.Success, _world.Unlink("moved"));
        Assert.Equal(Errno.Success, _world.Unlink("absolute-link"));
        Assert.Equal(Errno.Permission, _world.ReadLink("absolute-directory", out var target)); // paths of the machine are not told
        Assert.Equal("", target);
        AssertUnharmed();
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("d/../../x")]
    [InlineData("d/..")]
    [InlineData("missing/../../../x")]
    public void Symlink_TargetThatMayLeadOut_IsRefused(string target)
    {
        Directory.CreateDirectory(_world.Host("d"));
        Assert.Equal(Errno.Permission, _world.Symlink(target, "link"));
        Assert.Equal(Errno.Permission, _world.Symlink(target, "d/link"));
    }

    [Fact]
    public void Link_FromAReadOnlyDirectory_IsRefused()
    {
        Assert.Equal(Errno.ReadOnlyFileSystem, _world.Link("fixed.txt", "mine.txt", World.ReadOnlyGrant, World.Granted));
        Assert.Equal(Errno.ReadOnlyFileSystem, _world.Rename("fixed.txt", "mine.txt", World.ReadOnlyGrant, World.Granted));
        Assert.False(File.Exists(_world.Host("mine.txt")));
    }

    [Fact]
    public void ReadOnlyDirectory_CanBeReadAndNotChanged()
    {
        var ram = _world.Ram;
        var fd = _world.Open("fixed.txt", 0, Rights.File & ~(Rights.Write | Rights.Allocate | Rights.SetSize), directory: World.ReadOnlyGrant);
        Assert.Equal("fixed", _world.ReadText(fd));
        Assert.Equal(Errno.NotCapable, _world.Write(fd, "x"u8, out _)); // it was not opened for writing
        Assert.Equal(Errno.ReadOnlyFileSystem, _world.Wasi.FdFilestatSetTimes(ram, fd, 1, 1, 5));
        foreach (var error in (int[])
        [
            _world.TryOpen("fixed.txt", out _, directory: World.ReadOnlyGrant),
            _world.TryOpen("fixed.txt", out _, Truncate, Rights.Read, directory: World.ReadOnlyGrant),
            _world.TryOpen("new", out _, Create, Rights.Read, directory: World.ReadOnlyGrant),
            _world.MakeDirectory("new", World.ReadOnlyGrant),
            _world.Unlink("fixed.txt", World.ReadOnlyGrant),
            _world.RemoveDirectory("fixed.txt", World.ReadOnlyGrant),
            _world.Rename("fixed.txt", "new", World.ReadOnlyGrant, World.ReadOnlyGrant),
            _world.Symlink("fixed.txt", "new", World.ReadOnlyGrant),
            _world.SetTimes("fixed.txt", 1, 1, 5, World.ReadOnlyGrant),
        ]) Assert.Equal(Errno.ReadOnlyFileSystem, error);

        var below = _world.Open(".", MustBeDirectory, Rights.All, directory: World.ReadOnlyGrant);
        Assert.Equal(Errno.ReadOnlyFileSystem, _world.MakeDirectory("new", below)); // what is opened below it is no more writable
        Assert.Equal(["fixed.txt"], Directory.GetFileSystemEntries(_world.ReadOnlyHost("")).Select(p => Path.GetFileName(p)!));
        Assert.Equal("fixed", File.ReadAllText(_world.ReadOnlyHost("fixed.txt")));
    }

    [Fact]
    public async Task Race_DirectorySwappedForALinkOutwards_NeverLeadsOut()
    {
        const int rounds = 4000;
        Directory.CreateDirectory(_world.Host("swap"));
        File.WriteAllText(_world.Host("swap/secret.txt"), "harmless");
        File.CreateSymbolicLink(_world.Host("outwards"), _world.Outside(""));
        using var done = new CancellationTokenSource();
        var swapper = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Directory.Move(_world.Host("swap"), _world.Host("aside"));
                Directory.Move(_world.Host("outwards"), _world.Host("swap"));
                Directory.Move(_world.Host("swap"), _world.Host("outwards"));
                Directory.Move(_world.Host("aside"), _world.Host("swap"));
            }
        });
        var reached = 0;
        try
        {
            for (var i = 0; i < rounds; i++)
            {
                if (_world.TryOpen("swap/secret.txt", out var fd) == Errno.Success)
                {
                    Assert.Equal("harmless", _world.ReadText(fd));
                    _world.Close(fd);
                    reached++;
                }

                if (_world.Stat("swap/secret.txt", out var stat) == Errno.Success) Assert.Equal((ulong)"harmless".Length, stat.Size);
                _world.Symlink("nowhere", "swap/made");
                _world.Unlink("swap/made");
            }
        }
        finally
        {
            await done.CancelAsync();
            await swapper;
        }

        Assert.True(reached > 0, "the race was never run");
        AssertUnharmed();
    }

    [Fact]
    public async Task Race_DirectoryMovedUpWhileDotsAreFollowed_NeverLeadsOut()
    {
        Directory.CreateDirectory(_world.Host("a/b/c"));
        using var done = new CancellationTokenSource();
        var mover = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Directory.Move(_world.Host("a/b"), _world.Host("b"));
                Directory.Move(_world.Host("b"), _world.Host("a/b"));
            }
        });
        try
        {
            for (var i = 0; i < 4000; i++)
            {
                Assert.NotEqual(Errno.Success, _world.TryOpen("a/b/c/../../../../outside/secret.txt", out _));
                Assert.NotEqual(Errno.Success, _world.TryOpen("b/c/../../../outside/secret.txt", out _));
            }
        }
        finally
        {
            await done.CancelAsync();
            await mover;
        }
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/sys")]
    [InlineData("/proc/self")]
    public void Factory_KernelFileSystem_IsNotGranted(string path)
    {
        if (!Directory.Exists(path)) Assert.Skip(path + " is missing");
        var error = Assert.Throws<IOException>(() => new World(s => s with { Directories = [new Core.WasiDirectory(path, "/x", Writable: true)] }));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grant_OfTheRoot_ShowsNoKernelFiles()
    {
        using var world = new World(s => s with { Directories = [new Core.WasiDirectory("/", "/", Writable: false)] });
        foreach (var path in (string[])["proc/self/environ", "proc/self/mem", "proc/self/root/etc", "proc", "sys/kernel"])
            Assert.Contains(world.TryOpen(path, out _, 0, Rights.Read), (int[])[Errno.Permission, Errno.Loop]);
        Assert.Equal(Errno.NotSupported, world.TryOpen("dev/null", out _, 0, Rights.Read));
        Assert.Equal(Errno.NotSupported, world.TryOpen("dev/zero", out _, 0, Rights.Read));
        Assert.Equal(Errno.Success, world.TryOpen("etc", out _, MustBeDirectory, Rights.Directory));
    }

    [Fact]
    public void Factory_MissingDirectory_NamesIt()
    {
        var path = _world.Host("missing");
        Assert.Contains(path, Assert.Throws<IOException>(() => new World(s => s with { Directories = [new Core.WasiDirectory(path, "/x", Writable: true)] })).Message, StringComparison.Ordinal);
    }
}
