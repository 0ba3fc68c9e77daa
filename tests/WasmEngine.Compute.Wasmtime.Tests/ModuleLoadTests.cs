using System.Text;
using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

public sealed class ModuleLoadTests : IDisposable
{
    private static readonly byte[] Valid = WasmtimeEngine.Assemble(Guests.App(
        init: "(call $text (i32.const 1) (f32.const 0) (f32.const 0) (f32.const 9) (i32.const -1) (i32.const 8) (i32.const 5))",
        frame: "(call $request)",
        more: """(data (i32.const 8) "hello") (table 3 funcref) (elem (i32.const 0) $init $frame) (global $g (mut i32) (i32.const 7))"""));

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_ValidApp_IsDescribed()
    {
        using var module = Guests.Load(Valid);

        Assert.Empty(module.Description.Problems);
        Assert.Equal(Valid.Length, module.Description.SizeBytes);
        Assert.Contains("wasmengine_v1.log: func (i32, i32, i32) -> ()", module.Description.Imports);
        Assert.Contains("memory: memory", module.Description.Exports);
        Assert.Contains("wasmengine_event: func (i32, f32, f32, i32, i32, i64) -> ()", module.Description.Exports);
    }

    public static TheoryData<string, string> Rubbish => new()
    {
        { "", "does not begin" },
        { "hello, world", "does not begin" },
        { "\0asm", "does not begin" },
        { "\0asm\u0002\0\0\0", "version 2" },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void Load_NotAModule_SaysSo(string content, string expected)
    {
        File.WriteAllText(_directory["x.wasm"], content, Encoding.Latin1);

        AssertRefused(_directory["x.wasm"], expected);
    }

    [Theory]
    [InlineData("missing.wasm")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Load_NoSuchFile_SaysSo(string name) => AssertRefused(name.Length == 0 ? "" : _directory[name], "can't be read");

    [Fact]
    public void Load_DirectoryOrDevice_SaysSo()
    {
        AssertRefused(_directory.Path, "can't be read");
        AssertRefused("/dev/zero", "no regular file");
    }

    [Fact]
    public void Load_TooLarge_NamesTheLimit()
    {
        using (var file = File.Create(_directory["x.wasm"]))
        {
            file.Write(Valid);
            file.SetLength(ModuleFiles.MaxBytes + 1);
        }

        AssertRefused(_directory["x.wasm"], "67108864");
    }

    private static void AssertRefused(string path, string expected)
    {
        var refused = Assert.Throws<ModuleException>(() => Guests.Engine.Load(path));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TruncatedAnywhere_IsRefusedOrWhole()
    {
        var whole = 0;
        for (var length = 0; length < Valid.Length; length++)
        {
            if (TryLoad(Valid[..length]) is not { Count: 0 }) continue;
            using var module = Guests.Load(Valid[..length]); // without the names of its functions, which come last
            using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
            Assert.Equal(0, instance.Init(1, 1));
            whole++;
        }

        Assert.InRange(whole, 0, 2);
    }

    [Fact]
    public void Load_Mutations_AreRefusedOrLoaded()
    {
        var random = new Random(20240611);
        var loaded = 0;
        for (var i = 0; i < 4000; i++)
        {
            var bytes = (byte[])Valid.Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var at = random.Next(8, bytes.Length);
                bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => random.Next(2) == 0 ? (byte)0xFF : (byte)0 };
            }

            if (random.Next(4) == 0) bytes = [.. bytes.AsSpan(0, random.Next(8, bytes.Length)), .. bytes.AsSpan(random.Next(8, bytes.Length))];
            if (TryLoad(bytes) is not null) loaded++;
        }

        Assert.InRange(loaded, 1, 3999); // both ways were taken
    }

    /// <summary>Its problems, or null when it is refused; anything but a ModuleException fails the test.</summary>
    private IReadOnlyList<string>? TryLoad(byte[] bytes)
    {
        File.WriteAllBytes(_directory["m.wasm"], bytes);
        try
        {
            using var module = Guests.Engine.Load(_directory["m.wasm"]);
            return module.Description.Problems;
        }
        catch (ModuleException)
        {
            return null;
        }
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("wasmengine_abi_version")]
    [InlineData("wasmengine_init")]
    public void Describe_RequiredExportMissing_IsAProblem(string export)
    {
        using var module = Guests.Load(Guests.App().Replace($"\"{export}\"", "\"other\"", StringComparison.Ordinal));

        var problem = Assert.Single(module.Description.Problems);
        Assert.Contains($"\"{export}\"", problem, StringComparison.Ordinal);
        Assert.Contains("missing", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wasmengine_frame")]
    [InlineData("wasmengine_event")]
    public void Describe_OptionalExportMissing_IsFine(string export)
    {
        using var module = Guests.Load(Guests.App().Replace($"\"{export}\"", "\"other\"", StringComparison.Ordinal));

        Assert.Empty(module.Description.Problems);
    }

    [Theory]
    [InlineData("wasmengine_abi_version", "(func (export \"wasmengine_abi_version\") (result i64) i64.const 0)")]
    [InlineData("wasmengine_init", "(func (export \"wasmengine_init\") (param i32) (result i32) i32.const 0)")]
    [InlineData("wasmengine_frame", "(func (export \"wasmengine_frame\") (param f64))")]
    [InlineData("wasmengine_event", "(global (export \"wasmengine_event\") i32 (i32.const 1))")]
    [InlineData("memory", "(func (export \"memory\"))")]
    public void Describe_ExportOfAnotherKind_IsAProblemThatNamesBoth(string export, string other)
    {
        var text = Guests.App().Replace($"\"{export}\"", "\"former\"", StringComparison.Ordinal).Replace("(func $init", other + " (func $init", StringComparison.Ordinal);

        using var module = Guests.Load(text);

        var problem = Assert.Single(module.Description.Problems);
        Assert.Contains($"\"{export}\"", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(import \"env\" \"printf\" (func))", "env.printf")]
    [InlineData("(import \"wasmengine_v1\" \"launch_missiles\" (func))", "wasmengine_v1.launch_missiles")]
    [InlineData("(import \"wasmengine_v9\" \"log\" (func))", "wasmengine_v9.log")]
    [InlineData("(import \"env\" \"memory2\" (memory 1))", "env.memory2")]
    public void Describe_UnknownImport_IsAProblem(string import, string named)
    {
        using var module = Guests.Load(Guests.App().Replace("(module", "(module " + import, StringComparison.Ordinal));

        Assert.Contains(named, Assert.Single(module.Description.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ManyLongNames_StaysShort()
    {
        var name = new string('x', 5000);
        var imports = string.Concat(Enumerable.Range(0, 2000).Select(i => $"(import \"{name}\" \"line\\nbreak{i}\" (func))"));

        using var module = Guests.Load(Guests.App().Replace("(module", "(module " + imports, StringComparison.Ordinal));

        Assert.InRange(module.Description.Problems.Sum(p => p.Length), 1, 20_000);
        Assert.InRange(module.Description.Imports.Sum(p => p.Length), 1, 500_000);
        Assert.All(module.Description.Problems, p => Assert.DoesNotContain('\n', p));
    }

    [Fact]
    public void Describe_64BitMemory_IsAProblemWithTheRemedy()
    {
        using var module = Guests.Load(Guests.App(memory: "(memory (export \"memory\") i64 1)"));

        Assert.Contains("wasm32", Assert.Single(module.Description.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(tag (export \"t\") (param i32))")]
    [InlineData("(type $s (struct (field i32))) (global (export \"s\") (ref null $s) (ref.null $s))")]
    [InlineData("(memory (export \"m64\") i64 1)")]
    [InlineData("(global (export \"v\") v128 (v128.const i64x2 0 0))")]
    [InlineData("(func (export \"e\") (param externref))")]
    public void Load_OtherProposals_AreRefusedOrDescribed(string more)
    {
        try
        {
            using var module = Guests.Load(Guests.App(more: more));
            Assert.Empty(module.Description.Problems);
        }
        catch (ModuleException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
