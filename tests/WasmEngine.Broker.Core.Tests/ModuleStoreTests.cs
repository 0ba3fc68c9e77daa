using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace WasmEngine.Broker.Tests;

public sealed class ModuleStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("wasmengine-test-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private string StoreDirectory => Path.Combine(_root, "modules");

    [Fact]
    public void Add_File_IsKeptByContentAndPrivate()
    {
        var store = NewStore();
        var file = MakeFile("a.wasm", 1000);
        var shares = new List<double>();

        using var hold = store.Add(file, install: true, shares.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), hold.Sha256);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(hold.ModulePath));
        Assert.Equal(1.0, shares[^1]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(hold.ModulePath));
        Assert.Equal(["a.wasm"], store.List().Select(m => m.Name));
        var again = NewStore();
        Assert.Equal(store.List(), again.List());
    }

    [Fact]
    public void Add_SameContentTwice_IsOneModule()
    {
        var store = NewStore();
        using var first = store.Add(MakeFile("a.wasm", 10), install: false, null, TestContext.Current.CancellationToken);

        using var second = store.Add(MakeFile("b.wasm", 10), install: true, null, TestContext.Current.CancellationToken);

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(("b.wasm", true), Assert.Single(store.List()) is var m ? (m.Name, m.Installed) : default);
    }

    [Fact]
    public void Add_OverADamagedFile_MendsIt()
    {
        var file = MakeFile("a.wasm", 10);
        var store = NewStore();
        string path;
        using (var hold = store.Add(file, install: true, null, TestContext.Current.CancellationToken)) path = hold.ModulePath;
        File.WriteAllText(path, "xxxxxxxxxx");

        store.Add(file, install: true, null, TestContext.Current.CancellationToken).Dispose();

        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(path));
    }

    [Fact]
    public void Open_AfterAWriterDied_SweepsItsFile()
    {
        NewStore();
        File.WriteAllText(Path.Combine(StoreDirectory, "abc.new"), "half");

        Assert.Empty(NewStore().List());

        Assert.Empty(Directory.EnumerateFiles(StoreDirectory));
    }

    [Fact]
    public void Remove_HeldOrUnknown_IsRefused()
    {
        var store = NewStore();
        var hold = store.Add(MakeFile("a.wasm", 10), install: true, null, TestContext.Current.CancellationToken);
        Assert.Equal("MODULE_IN_USE", Assert.Throws<BrokerException>(() => store.Remove(hold.Sha256)).Reason);
        hold.Dispose();
        hold.Dispose(); // counts once

        store.Remove(hold.Sha256);

        Assert.Equal("UNKNOWN_MODULE", Assert.Throws<BrokerException>(() => store.Remove(hold.Sha256)).Reason);
        Assert.False(store.TryHold(hold.Sha256, out _));
        Assert.Empty(Directory.EnumerateFiles(StoreDirectory));
    }

    [Fact]
    public void Add_StoreIsFull_IdleOnesOfJobsGoAndInstalledOnesStay()
    {
        var store = NewStore(maxBytes: 2500);
        var installed = store.Add(MakeFile("installed", 1000), install: true, null, TestContext.Current.CancellationToken);
        installed.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        store.Add(MakeFile("idle", 1001), install: false, null, TestContext.Current.CancellationToken).Dispose();

        using var next = store.Add(MakeFile("next", 1002), install: false, null, TestContext.Current.CancellationToken);

        Assert.Equal(["installed", "next"], store.List().Select(m => m.Name));
        Assert.Equal("STORE_FULL", Assert.Throws<BrokerException>(() => store.Add(MakeFile("more", 1003), install: true, null, TestContext.Current.CancellationToken)).Reason);
        Assert.Equal(2, store.List().Count);
    }

    [Theory]
    [InlineData("relative.wasm", "PATH_INVALID")]
    [InlineData("/no/such/file.wasm", "FILE_MISSING")]
    [InlineData("/dev/zero", "MODULE_INVALID")]
    [InlineData("/", "FILE_MISSING")]
    public void Add_NoFile_IsRefused(string path, string reason) =>
        Assert.Equal(reason, Assert.Throws<BrokerException>(() => NewStore().Add(path, install: true, null, TestContext.Current.CancellationToken)).Reason);

    [Fact]
    public void Add_TooLarge_IsRefused()
    {
        var file = Path.Combine(_root, "large");
        using (var stream = File.Create(file)) stream.SetLength(ModuleStore.MaxModuleBytes + 1);

        Assert.Equal("MODULE_INVALID", Assert.Throws<BrokerException>(() => NewStore().Add(file, install: true, null, TestContext.Current.CancellationToken)).Reason);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ModuleStore NewStore(long maxBytes = 1 << 20)
    {
        var store = new ModuleStore(StoreDirectory, maxBytes, _time);
        store.Open();
        return store;
    }

    private string MakeFile(string name, int bytes)
    {
        var path = Path.Combine(_root, name);
        File.WriteAllBytes(path, [.. Enumerable.Range(0, bytes).Select(i => (byte)i)]);
        return path;
    }
}
