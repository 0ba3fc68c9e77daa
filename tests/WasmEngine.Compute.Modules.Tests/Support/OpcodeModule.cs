using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>
/// A module with one of everything that instructions may name, and one function: unreachable, some instructions, unreachable. What follows
/// unreachable takes operands of any type, so that each instruction can stand there alone.
/// </summary>
internal static class OpcodeModule
{
    /// <summary>Offset of the instructions within the function's body.</summary>
    private const int CodeStart = 4; // one group of locals (1 + 2 bytes), unreachable

    public static byte[] With(ReadOnlySpan<byte> instructions)
    {
        var module = new WasmWriter(256);
        module.Bytes(0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0);
        Section(module, 1, [2, 0x60, 0, 0, 0x60, 1, 0x7F, 1, 0x7F]); // [] -> [], [i32] -> [i32]
        Section(module, 3, [1, 0]);
        Section(module, 4, [1, 0x70, 0, 10]);
        Section(module, 5, [2, 0, 1, 4, 1]); // one of 32 and one of 64 bits
        Section(module, 13, [1, 0, 0]);
        Section(module, 6, [1, 0x7F, 1, 0x41, 0, 0x0B]);
        Section(module, 9, [1, 3, 0, 1, 0]); // function 0 may be referred to
        Section(module, 12, [1]);
        var body = new WasmWriter(64);
        body.Bytes(1, 1, 0x7F, 0x00).Bytes(instructions).Bytes(0x00, Opcodes.End);
        Section(module, 10, new WasmWriter(64).Byte(1).U32((uint)body.Length).Bytes(body.Written).Written);
        Section(module, 11, [1, 1, 1, 42]);
        return module.ToArray();
    }

    /// <summary>Offset of the first of the instructions given to <see cref="With"/>.</summary>
    public static int StartOf(byte[] module) => ModuleParser.Parse(module, ModuleLimits.Default).Bodies[0].Content + CodeStart;

    private static void Section(WasmWriter module, byte id, ReadOnlySpan<byte> content) => module.Byte(id).U32((uint)content.Length).Bytes(content);
}
