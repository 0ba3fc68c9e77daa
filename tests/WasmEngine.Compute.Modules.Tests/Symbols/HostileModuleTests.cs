using WasmEngine.Compute.Modules.Symbols;
using static WasmEngine.Compute.Modules.Tests.Symbols.HandMadeModule;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>Whatever the bytes are: an answer, or none, and an end. (A loop without end shows as a test that hangs.)</summary>
public sealed class HostileModuleTests
{
    private const byte Header5Opcodes = 1; // opcode base: no standard opcodes

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6D })]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0, 10, 3, 1, 1, 0 })] // a component
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 10, 1, 0 })]
    public void Find_InRubbish_IsNull(byte[] bytes)
    {
        var symbols = ModuleSymbols.Read(bytes);
        Assert.All(Enumerable.Range(0, bytes.Length + 10), i => Assert.Null(symbols.Find((uint)i)));
    }

    [Fact]
    public void Name_WithEscapeSequences_IsPrintable()
    {
        var plain = new HandMadeModule().Code(1);
        byte[] entries = [.. Leb(1), .. Leb(0), .. Text("evil\u001b[2J\r\n\u202Ename")];
        plain.Custom("name", [1, .. Leb((ulong)entries.Length), .. entries]);
        Assert.Equal("evil?[2J???name", ModuleSymbols.Read(plain.Bytes).Find((uint)plain.CodeStart + 2)!.Function);
    }

    [Fact]
    public void Name_OfAMegabyte_IsCut()
    {
        var module = new HandMadeModule().Code(1);
        byte[] entries = [.. Leb(1), .. Leb(0), .. Text(new string('n', 1 << 20))];
        module.Custom("name", [1, .. Leb((ulong)entries.Length), .. entries]);
        var name = ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function;
        Assert.InRange(name.Length, 1000, 5000);
        Assert.EndsWith("…", name, StringComparison.Ordinal);
    }

    [Fact]
    public void Imports_ThatCannotBeRead_LeaveFunctionsNumbered()
    {
        var module = new HandMadeModule().Section(2, [1, 0, 0, 99]).Code(2);
        byte[] entries = [.. Leb(1), .. Leb(0), .. Text("wrong")];
        module.Custom("name", [1, .. Leb((ulong)entries.Length), .. entries]);
        Assert.Equal("wasm-function[imports+0]", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function);
    }

    [Fact]
    public void Imports_OfEveryKind_ShiftTheNumbers()
    {
        byte[] imports =
        [
            6,
            0, 0, 0, 0, // function of type 0
            0, 0, 1, 0x70, 1, 0, 9, // table of funcref with a maximum
            0, 0, 1, 0x63, 0x00, 0, 1, // table of (ref null 0)
            0, 0, 2, 5, 1, 0x80, 0x80, 0x04, // 64-bit memory with a maximum
            0, 0, 3, 0x7F, 1, // global
            0, 0, 4, 0, 0, // tag
        ];
        var module = new HandMadeModule().Section(2, imports).Code(2);
        byte[] entries = [.. Leb(1), .. Leb(2), .. Text("second")];
        module.Custom("name", [1, .. Leb((ulong)entries.Length), .. entries]);
        var symbols = ModuleSymbols.Read(module.Bytes);
        Assert.Equal("wasm-function[1]", symbols.Find((uint)module.CodeStart + 2)!.Function);
        Assert.Equal("second", symbols.Find((uint)module.CodeStart + 6)!.Function);
    }

    [Fact]
    public void LineTable_WithEndlessFiles_Ends()
    {
        // Version 5: files without a format, so without bytes, 2^63 of them; one sequence that covers the code.
        byte[] tables = [0, 0, 0, .. Leb(1UL << 63)];
        byte[] program = [0, 5, 2, .. Word(1), 1, 0, 5, 2, .. Word(4), 0, 1, 1];
        var module = new HandMadeModule().Code(1).Custom(".debug_line", Unit([5, 0, 4, 0, .. Word((uint)(6 + tables.Length)), 1, 1, 1, 0, 1, Header5Opcodes, .. tables, .. program]));
        var symbol = ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!;
        Assert.Null(symbol.Source);
    }

    [Fact]
    public void LineTable_ByHand_IsRead()
    {
        // As above, with a file: inline strings (form 8), no folders.
        byte[] tables = [0, 0, 1, 1, 8, 1, .. "hand.c\0"u8];
        byte[] program = [0, 5, 2, .. Word(1), 1, 0, 5, 2, .. Word(4), 0, 1, 1];
        byte[] unit = Unit([5, 0, 4, 0, .. Word((uint)(6 + tables.Length)), 1, 1, 1, 0, 1, Header5Opcodes, .. tables, .. program]);
        var module = new HandMadeModule().Code(1).Custom(".debug_line", unit);
        // The file register starts at 1, which counts from 0 in version 5: there is none.
        Assert.Null(ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Source);

        byte[] two = [0, 0, 1, 1, 8, 2, .. "zero.c\0hand.c\0"u8];
        unit = Unit([5, 0, 4, 0, .. Word((uint)(6 + two.Length)), 1, 1, 1, 0, 1, Header5Opcodes, .. two, .. program]);
        module = new HandMadeModule().Code(1).Custom(".debug_line", unit);
        Assert.Equal("hand.c", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Source!.File);
    }

    [Fact]
    public void LineTable_WithoutLineRange_IsPassedOver()
    {
        byte[] unit = Unit([4, 0, .. Word(20), 1, 1, 1, 0, 0, 13, .. new byte[40]]);
        var module = new HandMadeModule().Code(1).Custom(".debug_line", unit);
        Assert.Null(ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Source);
    }

    [Fact]
    public void Entries_OfManyEmptyAttributes_AreGivenUp()
    {
        // 150 flags that take no byte, a million entries of one byte.
        byte[] flags = [.. Enumerable.Repeat<byte[]>([0x3F, 0x19], 150).SelectMany(b => b)];
        byte[] abbreviations = [1, 0x11, 1, 0x11, 1, 0x12, 6, 0, 0, 2, 0x34, 0, .. flags, 0, 0, 0];
        byte[] entries = [1, .. Word(1), .. Word(3), .. Enumerable.Repeat((byte)2, 1_000_000), 0];
        var module = new HandMadeModule().Code(1)
            .Custom(".debug_abbrev", abbreviations)
            .Custom(".debug_info", Unit([4, 0, .. Word(0), 4, .. entries]));
        Assert.Equal("wasm-function[0]", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(1_000_000, false)]
    public void Entries_NestedDeeply_AreReadToALimit(int depth, bool known)
    {
        // Functions within functions; the one with the name covers the code and comes last.
        byte[] abbreviations = [1, 0x11, 1, 0x11, 1, 0x12, 6, 0, 0, 2, 0x0B, 1, 0, 0, 3, 0x2E, 0, 3, 8, 0x11, 1, 0x12, 6, 0, 0, 0];
        byte[] entries = [1, .. Word(1), .. Word(3), .. Enumerable.Repeat((byte)2, depth), 3, .. "deep\0"u8, .. Word(1), .. Word(3)];
        var module = new HandMadeModule().Code(1)
            .Custom(".debug_abbrev", abbreviations)
            .Custom(".debug_info", Unit([4, 0, .. Word(0), 4, .. entries]));
        Assert.Equal(known ? "deep" : "wasm-function[0]", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function);
    }

    [Fact]
    public void Entries_ThatReferToThemselves_End()
    {
        // A function whose specification is itself.
        byte[] abbreviations = [1, 0x11, 1, 0x11, 1, 0x12, 6, 0, 0, 3, 0x2E, 0, 0x47, 0x13, 0x11, 1, 0x12, 6, 0, 0, 0];
        byte[] entries = [1, .. Word(1), .. Word(3), 3, .. Word(20), .. Word(1), .. Word(3)];
        var module = new HandMadeModule().Code(1)
            .Custom(".debug_abbrev", abbreviations)
            .Custom(".debug_info", Unit([4, 0, .. Word(0), 4, .. entries]));
        Assert.Equal("wasm-function[0]", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function);
    }

    [Fact]
    public void Units_WithoutContents_AreBounded()
    {
        // A million units of four bytes each, in both sections.
        var units = new byte[4_000_000];
        var module = new HandMadeModule().Code(2).Custom(".debug_info", units).Custom(".debug_line", units);
        Assert.Equal("wasm-function[0]", ModuleSymbols.Read(module.Bytes).Find((uint)module.CodeStart + 2)!.Function);
    }

    [Fact]
    public void CodeSection_OfAMillionBodies_IsMapped()
    {
        var module = new HandMadeModule().Code(1_000_000, size: 2);
        var symbols = ModuleSymbols.Read(module.Bytes);
        Assert.Equal(999_999, symbols.Find((uint)module.Bytes.Length - 1)!.FunctionIndex);
    }
}
