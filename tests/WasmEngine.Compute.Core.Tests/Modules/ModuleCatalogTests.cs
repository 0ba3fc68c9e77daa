using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace WasmEngine.Compute.Core.Tests.Modules;

public sealed class ModuleCatalogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("we-test-").FullName;
    private readonly FakeEngine _engine = new();

    // Well after any file that a test writes: what is read is remembered.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow().AddHours(1));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private ModuleCatalog NewCatalog(int modules = 16, long bytes = 1 << 20, FakeEngine? engine = null) =>
        new(engine ?? _engine, new ModuleCatalogOptions { MaxModules = modules, MaxCodeBytes = bytes }, _time);

    private string File(string name, string content)
    {
        var path = Path.Combine(_directory, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Acquire_Twice_LoadsOnceAndReadsOnce()
    {
        using var catalog = NewCatalog();
        var path = File("a", "one");

        using var first = catalog.Acquire(path);
        using var second = catalog.Acquire(path);

        Assert.Same(first.Module, second.Module);
        Assert.Equal((1, 1), (_engine.Loads, catalog.FilesRead));
        Assert.Equal(12.5, first.Description.CompileMs);
        Assert.Equal(0, second.Description.CompileMs);
    }

    [Fact]
    public void Acquire_SameContentElsewhere_IsTheSameModule()
    {
        using var catalog = NewCatalog();

        using var first = catalog.Acquire(File("a", "one"));
        using var second = catalog.Acquire(File("b", "one"));

        Assert.Same(first.Module, second.Module);
        Assert.Equal(1, _engine.Loads);
    }

    [Fact]
    public void Acquire_FileChanged_IsTheNewModule_AndTheOldLeaseGoesOn()
    {
        using var catalog = NewCatalog();
        var path = File("a", "one");
        using var first = catalog.Acquire(path);

        File("a", "two");
        using var second = catalog.Acquire(path);

        Assert.Equal((Hash("one"), Hash("two")), (first.Description.Sha256, second.Description.Sha256));
        Assert.Equal(2, _engine.Alive);
    }

    [Fact]
    public void Acquire_FileHasJustChanged_IsReadEachTime()
    {
        using var catalog = NewCatalog();
        var path = File("a", "one");
        _time.SetUtcNow(new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(path)).AddYears(1)); // the clock of files may stand still for a while
        System.IO.File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime.AddSeconds(-1));

        catalog.Acquire(path).Dispose();
        catalog.Acquire(path).Dispose();
        Assert.Equal(2, catalog.FilesRead);

        _time.Advance(TimeSpan.FromSeconds(5));
        catalog.Acquire(path).Dispose();
        catalog.Acquire(path).Dispose();
        Assert.Equal(3, catalog.FilesRead);
        Assert.Equal(1, _engine.Loads);
    }

    [Fact]
    public void Acquire_OtherHashThanAsked_IsRefusedWithoutLoading()
    {
        using var catalog = NewCatalog();
        var path = File("a", "one");

        var refused = Assert.Throws<ModuleException>(() => catalog.Acquire(path, new ModuleLoading { Sha256 = Hash("two") }));

        Assert.Contains(Hash("one"), refused.Message, StringComparison.Ordinal);
        Assert.Contains(Hash("two"), refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _engine.Loads);
        using var lease = catalog.Acquire(path, new ModuleLoading { Sha256 = Hash("one") });
        Assert.Equal(Hash("one"), lease.Description.Sha256);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Acquire_NoSuchFile_SaysSo(string name)
    {
        using var catalog = NewCatalog();

        var refused = Assert.Throws<ModuleException>(() => catalog.Acquire(name.Length == 0 ? "" : Path.Combine(_directory, name)));

        Assert.Contains("can't be read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_DirectoryDeviceOrTooLarge_SaysSo()
    {
        using var catalog = NewCatalog();
        Assert.Contains("can't be read", Assert.Throws<ModuleException>(() => catalog.Acquire(_directory)).Message, StringComparison.Ordinal);
        Assert.Contains("no regular file", Assert.Throws<ModuleException>(() => catalog.Acquire("/dev/zero")).Message, StringComparison.Ordinal);
        var large = File("large", "");
        using (var stream = System.IO.File.OpenWrite(large)) stream.SetLength(ModuleFiles.MaxBytes + 1);

        Assert.Contains("67108864", Assert.Throws<ModuleException>(() => catalog.Acquire(large)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquire_ManyAtOnce_LoadsOnce_AndAllHearOfProgress()
    {
        const int callers = 16;
        using var catalog = NewCatalog();
        using var goOn = new SemaphoreSlim(0);
        using var heard = new CountdownEvent(callers);
        _engine.OnLoad = (_, loading) =>
        {
            loading.Progress!(new ModuleProgress(ModuleStep.Compiling, 0.5, 7));
            Assert.True(goOn.Wait(Patience));
        };
        var path = File("a", "one");
        var leases = Enumerable.Range(0, callers).Select(i => Task.Factory.StartNew(
            () => catalog.Acquire(path, new ModuleLoading { Progress = p => heard.Signal(p.Functions == 7 ? 1 : 2) }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

        Assert.True(heard.Wait(Patience, TestContext.Current.CancellationToken)); // also who came after the report
        goOn.Release();

        var all = await Task.WhenAll(leases).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (_engine.Loads, _engine.Alive));
        Assert.Single(all.Select(l => l.Module).Distinct());
        foreach (var lease in all) lease.Dispose();
        Assert.Equal(1, _engine.Alive); // stays for the next
    }

    [Fact]
    public async Task Acquire_OneGivesUp_TheOtherStillGetsIt()
    {
        using var catalog = NewCatalog();
        using var loading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _engine.OnLoad = (_, _) =>
        {
            loading.Release();
            Assert.True(goOn.Wait(Patience));
        };
        var path = File("a", "one");
        using var cancel = new CancellationTokenSource();
        var first = Task.Run(() => catalog.Acquire(path, new ModuleLoading { Cancellation = cancel.Token }), TestContext.Current.CancellationToken);
        Assert.True(await loading.WaitAsync(Patience, TestContext.Current.CancellationToken));
        using var joined = new SemaphoreSlim(0);
        var second = Task.Run(() => catalog.Acquire(path), TestContext.Current.CancellationToken);
        while (catalog.UsersOf(Hash("one")) < 2) await Task.Yield();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.Release();

        using var lease = await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (_engine.Loads, _engine.Alive));
    }

    [Fact]
    public async Task Acquire_AllGiveUp_LoadingIsCancelled_AndTheNextBeginsAnew()
    {
        using var catalog = NewCatalog();
        using var loading = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        _engine.OnLoad = (_, how) =>
        {
            loading.Release();
            how.Cancellation.WaitHandle.WaitOne(Patience);
            ended.Release();
            how.Cancellation.ThrowIfCancellationRequested();
        };
        var path = File("a", "one");
        using var cancel = new CancellationTokenSource();
        var first = Task.Run(() => catalog.Acquire(path, new ModuleLoading { Cancellation = cancel.Token }), TestContext.Current.CancellationToken);
        Assert.True(await loading.WaitAsync(Patience, TestContext.Current.CancellationToken));

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.True(await ended.WaitAsync(Patience, TestContext.Current.CancellationToken));
        _engine.OnLoad = (_, _) => { };
        using var lease = catalog.Acquire(path);
        Assert.Equal((2, 1), (_engine.Loads, _engine.Alive));
    }

    [Fact]
    public async Task Acquire_AllGiveUpButItIsLoaded_TheModuleIsFreed()
    {
        using var catalog = NewCatalog();
        using var loading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _engine.OnLoad = (_, _) =>
        {
            loading.Release();
            Assert.True(goOn.Wait(Patience));
        };
        using var cancel = new CancellationTokenSource();
        var path = File("a", "one");
        var first = Task.Run(() => catalog.Acquire(path, new ModuleLoading { Cancellation = cancel.Token }), TestContext.Current.CancellationToken);
        Assert.True(await loading.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.Release();
        _engine.OnLoad = (_, _) => { };

        using (catalog.Acquire(path))
        {
            // the second loading; the first one's result is nobody's
            var deadline = TimeProvider.System.GetTimestamp();
            while (_engine.Alive != 1 || _engine.Loads != 2)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Patience);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public void Acquire_LoadingFails_AllHearWhy_AndTheNextTriesAgain()
    {
        using var catalog = NewCatalog();
        _engine.OnLoad = (_, _) => throw new ModuleException("no good");
        var path = File("a", "one");

        for (var i = 0; i < 3; i++) Assert.Equal("no good", Assert.Throws<ModuleException>(() => catalog.Acquire(path)).Message);

        _engine.OnLoad = (_, _) => { };
        using var lease = catalog.Acquire(path);
        Assert.Equal(4, _engine.Loads);
    }

    [Fact]
    public void Acquire_FileChangesBetweenHashAndLoading_LoadsWhatIsThere()
    {
        using var catalog = NewCatalog();
        var path = File("a", "one");
        _engine.OnLoad = (_, _) =>
        {
            _engine.OnLoad = (_, _) => { };
            File("a", "another");
        };

        using var lease = catalog.Acquire(path);

        Assert.Equal(Hash("another"), lease.Description.Sha256);
    }

    [Fact]
    public void Release_OverTheCount_TheLeastRecentlyUsedGoes()
    {
        using var catalog = NewCatalog(modules: 2);
        string[] paths = [File("a", "a"), File("b", "b"), File("c", "c")];
        catalog.Acquire(paths[0]).Dispose();
        catalog.Acquire(paths[1]).Dispose();
        catalog.Acquire(paths[0]).Dispose();

        catalog.Acquire(paths[2]).Dispose();

        Assert.Equal([Hash("a"), Hash("c")], catalog.Hashes.Order(StringComparer.Ordinal).Intersect([Hash("a"), Hash("b"), Hash("c")]).OrderBy(h => h == Hash("c")));
        Assert.Equal(2, _engine.Alive);
    }

    [Fact]
    public void Release_OverTheBytes_OnlyWhatIsNotInUseGoes()
    {
        using var catalog = NewCatalog(bytes: 250);
        var leases = Enumerable.Range(0, 5).Select(i => catalog.Acquire(File(i.ToString(CultureInfo.InvariantCulture), $"{i}"))).ToArray();
        Assert.Equal(5, _engine.Alive); // over the bound, but in use

        foreach (var lease in leases)
        {
            lease.Dispose();
            lease.Dispose(); // a second time counts nothing
        }

        Assert.Equal(2, _engine.Alive);
    }

    [Fact]
    public void Dispose_WithALeaseOut_FreesTheModuleWithTheLease()
    {
        var catalog = NewCatalog();
        var lease = catalog.Acquire(File("a", "one"));
        catalog.Acquire(File("b", "two")).Dispose();

        catalog.Dispose();
        Assert.Equal(1, _engine.Alive);
        lease.Dispose();

        Assert.Equal(0, _engine.Alive);
        Assert.Throws<ObjectDisposedException>(() => catalog.Acquire(File("a", "one")));
    }

    [Fact]
    public async Task AcquireAndRelease_ManyThreadsFewPlaces_NeverFreesWhatIsInUse()
    {
        using var catalog = NewCatalog(modules: 2);
        var paths = Enumerable.Range(0, 6).Select(i => File($"f{i}", $"content {i}")).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 300; i++)
            {
                using var lease = catalog.Acquire(paths[random.Next(paths.Length)]);
                Assert.True(_engine.IsAlive(lease.Module));
            }
        })));

        Assert.InRange(_engine.Alive, 0, 2);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(70000, 0)]
    public void Options_NotAllowed_AreRefused(int modules, long bytes) => Assert.Throws<ArgumentException>(() => NewCatalog(modules, bytes));
}
