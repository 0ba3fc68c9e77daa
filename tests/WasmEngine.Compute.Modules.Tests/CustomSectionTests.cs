using System.Text;
using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

public sealed class CustomSectionTests
{
    private const string Text = """
        (module $m
          (@custom "first" (before first) "one")
          (@custom "producers" "\01\08language\01\01C\0211")
          (import "test" "started" (func $imported))
          (memory (export "memory") 1)
          (start $begin)
          (func $begin (local $x i32) (i32.store (i32.const 0) (i32.const 77)) (loop $again))
          (func $clear (export "clear") (memory.fill (i32.const 0) (i32.const 0) (i32.const 65536)))
          (@custom "last" (after last) "\00\01\02"))
        """;

    [Fact]
    public void Rewrite_CustomSections_KeepsThemByteForByte()
    {
        var module = Wasm.Assemble(Text);
        var rewritten = Wasm.Rewrite(module).Bytes;
        var (before, after) = (CustomSections(module), CustomSections(rewritten));
        Assert.Equal(["first", "producers", "name", "last"], before.Select(s => s.Name).Order(Comparer<string>.Create((a, b) => Place(a) - Place(b))));
        Assert.Equal(before.Where(s => s.Name != "name"), after.Where(s => s.Name != "name"));
    }

    private static int Place(string name) => Array.IndexOf(["first", "producers", "name", "last"], name);

    [Fact]
    public void Rewrite_NameSection_GainsTheInjectedFunctions()
    {
        var module = Wasm.Assemble(Text);
        var (before, after) = (FunctionNames(module), FunctionNames(Wasm.Rewrite(module).Bytes));
        Assert.Equal(["imported", "begin", "clear"], before.Select(n => n.Name));
        Assert.Equal([.. before, (3u, "wasmengine.memory.fill")], after);
    }

    [Fact]
    public void Rewrite_WithoutBulkOperations_KeepsTheNameSection()
    {
        var module = Wasm.Assemble("(module $m (func $f (loop $l)))");
        Assert.Equal(CustomSections(module), CustomSections(Wasm.Rewrite(module).Bytes));
    }

    [Theory]
    [InlineData("04name")]
    [InlineData("04name01FF01")] // a subsection that is longer than its section
    [InlineData("04name0100")] // no count
    [InlineData("04name0001000100")]
    public void Rewrite_MalformedNameSection_KeepsIt(string content)
    {
        var bytes = content.Replace("name", "6E616D65", StringComparison.Ordinal);
        byte[] section = [0, .. new WasmWriter(16).U32((uint)bytes.Length / 2).Written, .. Convert.FromHexString(bytes)];
        byte[] module = [.. OpcodeModule.With([0xFC, 0x0B, 0]), .. section];
        Assert.EndsWith(Convert.ToHexString(section), Convert.ToHexString(Wasm.Rewrite(module).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_BranchHints_AreDropped()
    {
        var module = Wasm.Assemble("(module (func (param i32) (@metadata.code.branch_hint \"\\00\") (if (local.get 0) (then (loop)))))");
        Assert.Contains("metadata.code.branch_hint", CustomSections(module).Select(s => s.Name));
        Assert.DoesNotContain("metadata.code.branch_hint", CustomSections(Wasm.Rewrite(module).Bytes).Select(s => s.Name));
    }

    [Fact]
    public void Rewrite_StartFunction_StillRuns()
    {
        using var guest = new Guest(Wasm.Rewrite(Text).Bytes, () => { });
        Assert.Equal(77, guest.Memory().ReadInt32(0));
        guest.Call("clear");
        Assert.Equal(0, guest.Memory().ReadInt32(0));
    }

    [Fact]
    public void Rewrite_Twice_AddsASecondGuard()
    {
        var once = Wasm.Rewrite(Text);
        var twice = Wasm.Rewrite(once.Bytes);
        Assert.Equal(1, once.GuardMemoryIndex);
        Assert.Equal(2, twice.GuardMemoryIndex);
        Assert.Null(Wasm.Fault(twice.Bytes));
    }

    private static List<(string Name, string Content)> CustomSections(byte[] module)
    {
        var sections = new List<(string, string)>();
        foreach (var section in ModuleParser.Parse(module, ModuleLimits.Default).Sections)
        {
            if (section.Id != SectionId.Custom) continue;
            var reader = new WasmReader(module.AsSpan(0, section.End), section.Content);
            sections.Add((Encoding.UTF8.GetString(reader.ReadName(1000)), Convert.ToHexString(module.AsSpan(reader.Position, section.End - reader.Position))));
        }

        return sections;
    }

    private static List<(uint Index, string Name)> FunctionNames(byte[] module)
    {
        var names = new List<(uint, string)>();
        foreach (var section in ModuleParser.Parse(module, ModuleLimits.Default).Sections)
        {
            if (section.Id != SectionId.Custom) continue;
            var reader = new WasmReader(module.AsSpan(0, section.End), section.Content);
            if (!reader.ReadName(1000).SequenceEqual("name"u8)) continue;
            while (!reader.AtEnd)
            {
                var id = reader.ReadByte();
                var length = reader.ReadU32();
                var content = new WasmReader(module.AsSpan(0, reader.Position + (int)length), reader.Position);
                reader.Skip(length);
                if (id != 1) continue;
                for (var count = content.ReadU32(); count > 0; count--) names.Add((content.ReadU32(), Encoding.UTF8.GetString(content.ReadName(1000))));
                Assert.True(content.AtEnd);
            }
        }

        return names;
    }
}
