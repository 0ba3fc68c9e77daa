using System.Diagnostics;
using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>The directory of compiled code. Whatever is wrong with it, modules load.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CodeCacheTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] One = Numbered(1), Two = Numbered(2);
    private readonly TempDirectory _directory = new();
    private readonly LogLines<WasmtimeEngine> _log = new();

    private string Code => _directory["cache/code"];

    private string[] Files => Directory.Exists(Code) ? [.. Directory.GetFiles(Code).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => _directory.Dispose();

    private static byte[] Numbered(int number) => WasmtimeEngine.Assemble(Guests.App(init: $"(i32.const {number})"));

    private WasmtimeEngine NewEngine(long capacity = 512L << 20) =>
        new(new WasmtimeOptions { CodeDirectory = Code, CodeBytes = capacity }, TimeProvider.System, _log);

    /// <summary>Loads a module and runs it: its number.</summary>
    private int Run(WasmtimeEngine engine, byte[] bytes)
    {
        var path = _directory[Guid.NewGuid().ToString("N") + ".wasm"];
        File.WriteAllBytes(path, bytes);
        using var module = engine.Load(path);
        using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
        return instance.Init(1, 1);
    }

    private int RunAnew(byte[] bytes)
    {
        using var engine = NewEngine();
        return Run(engine, bytes);
    }

    [Fact]
    public void Load_First_KeepsTheCodeForItsOwnerAlone()
    {
        Assert.Equal(1, RunAnew(One));

        Assert.Equal(OwnerFile, File.GetUnixFileMode(Assert.Single(Files)));
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Code));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void Load_Again_RunsTheKeptCode()
    {
        RunAnew(One);
        RunAnew(Two);
        var cache = NewCache();
        var kept = cache.TryRead(NameOf(One))!;
        cache.Store(NameOf(Two), kept); // under the other's name, well-formed: who runs it shows that it was used

        Assert.Equal(1, RunAnew(Two));
        Assert.Empty(_log.Warnings);
    }

    /// <summary>Name of a module's file: the one that the engine makes for it.</summary>
    private string NameOf(byte[] module) =>
        Path.GetFileName(Assert.Single(Files, f => Path.GetFileName(f).StartsWith(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(module)), StringComparison.Ordinal)));

    private static CodeEntry Entry(int codeBytes) => new(new byte[codeBytes]);

    private CodeCache NewCache(long capacity = 512L << 20) => new(Code, capacity, "any", TimeProvider.System, _log);

    public static TheoryData<string> Damages =>
        ["empty", "header cut", "cut", "longer", "magic", "length", "digest", "first byte", "last byte", "zeros", "readable by others", "link", "folder"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Load_KeptCodeIsDamaged_IsCompiledAgainAndReplaced(string damage)
    {
        RunAnew(One);
        var file = Assert.Single(Files);
        var good = File.ReadAllBytes(file);
        Damage(file, good, damage);

        Assert.Equal(1, RunAnew(One));

        Assert.Contains(_log.Warnings, w => w.Contains("compiled code", StringComparison.Ordinal));
        if (damage == "folder") return; // what can't be replaced stays
        Assert.Equal(OwnerFile, File.GetUnixFileMode(file));
        var warnings = _log.Warnings.Length;
        Assert.Equal(1, RunAnew(One));
        Assert.Equal(warnings, _log.Warnings.Length);
    }

    private void Damage(string file, byte[] good, string damage)
    {
        var bytes = (byte[])good.Clone();
        switch (damage)
        {
            case "empty": bytes = []; break;
            case "header cut": bytes = bytes[..20]; break;
            case "cut": bytes = bytes[..^1]; break;
            case "longer": bytes = [.. bytes, 0]; break;
            case "magic": bytes[0] ^= 1; break;
            case "length": bytes[15] = 0x7F; break;
            case "digest": bytes[16] ^= 0x80; break;
            case "first byte": bytes[48] ^= 1; break;
            case "last byte": bytes[^1] ^= 1; break;
            case "zeros": bytes.AsSpan(48).Clear(); break;
            case "readable by others": File.SetUnixFileMode(file, OwnerFile | UnixFileMode.OtherRead); return;
            case "link":
                File.Move(file, _directory["elsewhere"]);
                File.SetUnixFileMode(_directory["elsewhere"], OwnerFile | UnixFileMode.GroupRead);
                File.CreateSymbolicLink(file, _directory["elsewhere"]);
                return;
            case "folder":
                File.Delete(file);
                Directory.CreateDirectory(file);
                return;
        }

        File.WriteAllBytes(file, bytes);
    }

    [Fact]
    public void Load_KeptCodeOfAnotherModule_IsNotTaken()
    {
        RunAnew(One);
        var one = Assert.Single(Files);
        RunAnew(Two);
        var two = Assert.Single(Files, f => f != one);
        File.Copy(one, two, overwrite: true); // well-formed, digest and all, but under a name that is not its own

        Assert.Equal(2, RunAnew(Two));
        Assert.Contains(_log.Warnings, w => w.Contains("digest", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_KeptBytesAreNoCode_IsCompiledAgain()
    {
        RunAnew(One);
        NewCache().Store(NameOf(One), Entry(5000)); // trusted by its digest, refused by Wasmtime

        Assert.Equal(1, RunAnew(One));
        Assert.Contains(_log.Warnings, w => w.Contains("does not fit this engine", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_KeptCodeOfAnotherUser_IsCompiledAgainAndReplaced()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can give a file away");
        RunAnew(One);
        var file = Assert.Single(Files);
        using (var chown = Process.Start("chown", ["12345", file])) chown.WaitForExit();

        Assert.Equal(1, RunAnew(One));
        Assert.Contains(_log.Warnings, w => w.Contains("not this user's alone", StringComparison.Ordinal));
        var warnings = _log.Warnings.Length;
        Assert.Equal(1, RunAnew(One));
        Assert.Equal(warnings, _log.Warnings.Length);
    }

    [Fact]
    public void Load_DirectoryIsALinkElsewhere_IsNotUsed()
    {
        Directory.CreateDirectory(_directory["cache"]);
        Directory.CreateDirectory(_directory["elsewhere"]);
        Directory.CreateSymbolicLink(Code, _directory["elsewhere"]);

        Assert.Equal(1, RunAnew(One));

        Assert.Empty(Directory.GetFiles(_directory["elsewhere"]));
        Assert.Contains(_log.Warnings, w => w.Contains("not this user's alone", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_DirectoryCannotBe_StillLoads()
    {
        File.WriteAllText(_directory["cache"], "a file where a folder should be");

        Assert.Equal(1, RunAnew(One));
        Assert.Contains(_log.Warnings, w => w.Contains("can't be kept", StringComparison.Ordinal));
    }

    [Fact]
    public void Store_OverTheCapacity_TheLeastRecentlyUsedGo()
    {
        var time = new SteppingTime();
        var cache = new CodeCache(Code, 3 * 1048, "any", time, _log);
        var names = Enumerable.Range(0, 4).Select(i => cache.NameOf($"{i}")).ToArray();
        foreach (var name in names[..3])
        {
            cache.Store(name, Entry(1000 - 16));
            Assert.NotNull(cache.TryRead(name)); // dates it by the clock
        }

        Assert.NotNull(cache.TryRead(names[0])); // used again: now the second is the oldest
        cache.Store(names[3], Entry(1000 - 16));

        Assert.Equal([true, false, true, true], names.Select(n => cache.TryRead(n) is not null));
        Assert.True(Files.Sum(f => new FileInfo(f).Length) <= 3 * 1048);
    }

    [Fact]
    public void Store_LargerThanTheCapacity_IsNotKept()
    {
        NewCache(1000).Store("x.code", Entry(1000 - 16));

        Assert.Empty(Files);
    }

    [Fact]
    public void Store_WhatADeadWriterLeft_IsDeleted_ALiveOnesIsNot()
    {
        var cache = NewCache();
        cache.Store("a.code", Entry(10));
        var self = WasmEngine.Platform.ProcessIdentity.Current;
        File.WriteAllText(Path.Combine(Code, $".new-{self.Pid}-{self.StartTicks}-1"), "");
        File.WriteAllText(Path.Combine(Code, $".new-{self.Pid}-{self.StartTicks - 1}-2"), "");

        cache.Store("b.code", Entry(10));

        Assert.Equal([$".new-{self.Pid}-{self.StartTicks}-1", "a.code", "b.code"], Files.Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public async Task Load_ManyAtOnce_AllRun()
    {
        using var engine = NewEngine();
        using var other = NewEngine();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 20; i++) Assert.Equal(i % 5, Run(worker % 2 == 0 ? engine : other, Numbered(i % 5)));
        })));

        Assert.Equal(5, Files.Length);
        Assert.Empty(_log.Warnings);
    }

    [Theory]
    [InlineData("relative/path", 1)]
    [InlineData("/tmp", -1)]
    public void Options_NotAllowed_AreRefused(string directory, long bytes) =>
        Assert.Throws<ArgumentException>(() => new WasmtimeEngine(new WasmtimeOptions { CodeDirectory = directory, CodeBytes = bytes }, TimeProvider.System, _log));

    /// <summary>Each reading is a minute after the one before; all in the future, so that dates by the system's clock are older.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private DateTimeOffset _now = TimeProvider.System.GetUtcNow().AddDays(1);

        public override DateTimeOffset GetUtcNow() => _now = _now.AddMinutes(1);
    }
}
