using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class InstancePathsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Dictionary<string, string?> _former = [];

    public InstancePathsTests() => Set("XDG_RUNTIME_DIR", "/run/user/7");

    public void Dispose()
    {
        foreach (var (name, value) in _former) Environment.SetEnvironmentVariable(name, value);
        _sandbox.Dispose();
    }

    [Fact]
    public void For_Name_DerivesEveryPath()
    {
        Set("XDG_STATE_HOME", "/state");
        Set("XDG_CACHE_HOME", "/cache");
        var paths = InstancePaths.For("blue-1");
        Assert.Equal("blue-1", paths.Instance);
        Assert.Equal("/run/user/7/wasmengine/blue-1", paths.RuntimeDirectory);
        Assert.Equal("/run/user/7/wasmengine/blue-1/broker.sock", paths.Socket("broker"));
        Assert.Equal("/run/user/7/wasmengine/blue-1/broker.lock", paths.Lock("broker"));
        Assert.Equal($"/dev/shm/wasmengine-{PeerCredentials.CurrentUserId}/blue-1", paths.RegionDirectory);
        Assert.Equal("/state/wasmengine/blue-1", paths.StateDirectory);
        Assert.Equal("/state/wasmengine/blue-1/logs", paths.LogDirectory);
        Assert.Equal("/cache/wasmengine", paths.CacheDirectory);
    }

    [Fact]
    public void For_NoName_TakesTheEnvironmentThenDefault()
    {
        Set(InstancePaths.InstanceVariable, "green");
        Assert.Equal("green", InstancePaths.For(null).Instance);
        Assert.Equal("green", InstancePaths.For("").Instance);
        Assert.Equal("red", InstancePaths.For("red").Instance);
        Set(InstancePaths.InstanceVariable, null);
        Assert.Equal("default", InstancePaths.For(null).Instance);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("\na")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void For_BadName_Throws(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => InstancePaths.For(name));
        Assert.Contains("instance", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_BadNameInEnvironment_Throws()
    {
        Set(InstancePaths.InstanceVariable, "../other");
        Assert.Throws<ArgumentException>(() => InstancePaths.For(null));
    }

    [Fact]
    public void For_SocketPathTooLong_ThrowsAndNamesTheRemedy()
    {
        // "/wasmengine/i/launcher.sock" takes 27 bytes of the 107.
        Set("XDG_RUNTIME_DIR", "/" + new string('d', 79));
        Assert.Equal(107, InstancePaths.For("i").Socket("launcher").Length);
        Set("XDG_RUNTIME_DIR", "/" + new string('d', 80));
        var exception = Assert.Throws<ArgumentException>(() => InstancePaths.For("i"));
        Assert.Contains("XDG_RUNTIME_DIR", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_SocketPathTooLongInBytes_Throws()
    {
        Set("XDG_RUNTIME_DIR", "/" + new string('é', 40)); // 80 bytes, 40 characters
        Assert.Throws<ArgumentException>(() => InstancePaths.For("i"));
    }

    [Fact]
    public void CreatePrivate_NewOrTooOpen_EndsOwnerOnly()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var directory = _sandbox.File("private");
        InstancePaths.CreatePrivate(directory);
        Assert.Equal(ownerOnly, File.GetUnixFileMode(directory));
        File.SetUnixFileMode(directory, ownerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        InstancePaths.CreatePrivate(directory);
        Assert.Equal(ownerOnly, File.GetUnixFileMode(directory));
        Directory.Delete(directory);
    }

    [Fact]
    public void CreatePrivate_SymbolicLink_Refused()
    {
        var target = _sandbox.File("target");
        var link = _sandbox.File("link");
        Directory.CreateDirectory(target);
        var before = File.GetUnixFileMode(target);
        Directory.CreateSymbolicLink(link, target);
        Assert.ThrowsAny<IOException>(() => InstancePaths.CreatePrivate(link));
        Assert.Equal(before, File.GetUnixFileMode(target));
        File.Delete(link);
        Directory.Delete(target);
    }

    [Fact]
    public void CreatePrivate_Nested_ParentsAreOwnerOnlyToo()
    {
        var parent = _sandbox.File("wasmengine-7");
        InstancePaths.CreatePrivate(Path.Combine(parent, "a"));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(parent) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        Directory.Delete(parent, recursive: true);
    }

    [Fact]
    public void CreatePrivate_ParentOthersMayChange_Refused()
    {
        var parent = _sandbox.File("wasmengine-7");
        Directory.CreateDirectory(parent);
        File.SetUnixFileMode(parent, (UnixFileMode)0x1FF);
        var exception = Assert.ThrowsAny<IOException>(() => InstancePaths.CreatePrivate(Path.Combine(parent, "a")));
        Assert.Contains(parent, exception.Message, StringComparison.Ordinal);
        Directory.Delete(parent, recursive: true);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    public void CreatePrivate_SomebodyElsesDirectory_Refused(string below)
    {
        Assert.SkipUnless(PeerCredentials.CurrentUserId == 0, "only root can make a directory that is somebody else's");
        var parent = _sandbox.File("wasmengine-7");
        Directory.CreateDirectory(parent);
        using (var chown = System.Diagnostics.Process.Start("chown", ["12345", parent])) chown.WaitForExit();
        var exception = Assert.ThrowsAny<IOException>(() => InstancePaths.CreatePrivate(Path.Combine(parent, below)));
        Assert.Contains("12345", exception.Message, StringComparison.Ordinal);
        Directory.Delete(parent, recursive: true);
    }

    private void Set(string variable, string? value)
    {
        _former.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }
}
