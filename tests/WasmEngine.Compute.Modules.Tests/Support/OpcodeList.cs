namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>Every opcode of the proposals that are understood, with immediates that fit <see cref="OpcodeModule"/>.</summary>
internal static class OpcodeList
{
    /// <summary>Opcodes of legacy exceptions, which Wasmtime does not validate.</summary>
    public static readonly byte[] Legacy = [0x06, 0x07, 0x09, 0x18, 0x19];

    private static readonly int[] VectorGaps = [0x9A, 0xA2, 0xA5, 0xA6, 0xAF, 0xB0, 0xB2, 0xB3, 0xB4, 0xBB, 0xC2, 0xC5, 0xC6, 0xCF, 0xD0, 0xD2, 0xD3, 0xD4, 0xE2, 0xEE];

    /// <summary>Bytes of one instruction, and what has to follow for it to be valid.</summary>
    public static IEnumerable<(byte[] Instruction, byte[] Tail)> All()
    {
        foreach (var instruction in Control()) yield return instruction;
        foreach (var instruction in Plain()) yield return (instruction, []);
        foreach (var instruction in Accesses()) yield return (instruction, []);
        foreach (var instruction in Misc()) yield return (instruction, []);
        foreach (var instruction in Vector()) yield return (instruction, []);
    }

    private static IEnumerable<(byte[], byte[])> Control()
    {
        byte[] end = [0x0B];
        foreach (var opcode in (byte[])[0x00, 0x01, 0x0A, 0x0F, 0x1A, 0x1B]) yield return ([opcode], []);
        foreach (var opcode in (byte[])[0x02, 0x03, 0x04])
        {
            yield return ([opcode, 0x40], end);
            yield return ([opcode, 0x00], end); // by type index
        }

        yield return ([0x02, 0x7F], [0x00, 0x0B]);
        yield return ([0x02, 0x63, 0x70], [0x00, 0x0B]);
        yield return ([0x04, 0x40], [0x05, 0x0B]);
        yield return ([0x08, 0x00], []);
        foreach (var opcode in (byte[])[0x0C, 0x0D, 0x10, 0x12, 0x14, 0x15, 0xD2, 0xD5]) yield return ([opcode, 0x00], []);
        yield return ([0xD6, 0x00], [0x0B]); // needs a label that takes a reference: see the context
        yield return ([0x0E, 0x02, 0x00, 0x80, 0x00, 0x00], []);
        yield return ([0x11, 0x00, 0x00], []);
        yield return ([0x13, 0x00, 0x00], []);
        yield return ([0x1C, 0x01, 0x7F], []);
        yield return ([0x1F, 0x40, 0x02, 0x00, 0x00, 0x00, 0x02, 0x00], end);
        yield return ([0xD0, 0x70], []);
        yield return ([0xD0, 0x00], []);
        foreach (var opcode in (byte[])[0xD1, 0xD3, 0xD4]) yield return ([opcode], []);
    }

    private static IEnumerable<byte[]> Plain()
    {
        foreach (var opcode in (byte[])[0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3F, 0x40])
        {
            yield return [opcode, 0x00];
            yield return [opcode, 0x80, 0x80, 0x80, 0x80, 0x00]; // as long as numbers may be
        }

        yield return [0x41, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        yield return [0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F];
        yield return [0x43, 1, 2, 3, 4];
        yield return [0x44, 1, 2, 3, 4, 5, 6, 7, 8];
        for (var opcode = 0x45; opcode <= 0xC4; opcode++) yield return [(byte)opcode];
    }

    /// <summary>Everything with a memory argument: small, with a memory, and with an offset of 64 bits.</summary>
    private static IEnumerable<byte[]> Accesses()
    {
        for (var opcode = 0x28; opcode <= 0x3E; opcode++)
        {
            foreach (var argument in Arguments(0)) yield return [(byte)opcode, .. argument];
        }

        for (var number = 0; number <= 0x4E; number++)
        {
            if (number is > 3 and < 0x10) continue;
            if (number == 3)
            {
                yield return [0xFE, 3, 0];
                continue;
            }

            foreach (var argument in Arguments(AtomicAlignment(number))) yield return [0xFE, (byte)number, .. argument];
        }

        foreach (var number in (byte[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x5C, 0x5D])
        {
            foreach (var argument in Arguments(0)) yield return [0xFD, number, .. argument];
        }

        for (var number = 0x54; number <= 0x5B; number++)
        {
            foreach (var argument in Arguments(0)) yield return [0xFD, (byte)number, .. argument, 1];
        }
    }

    private static IEnumerable<byte[]> Arguments(byte alignment)
    {
        yield return [alignment, 0x00];
        yield return [alignment, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
        yield return [(byte)(alignment | 0x40), 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        yield return [(byte)(alignment | 0x40), 0x80, 0x00, 0x10];
    }

    /// <summary>Atomics need the alignment that is theirs: within groups of seven i32, i64, i32 of 8 and 16, i64 of 8, 16 and 32 bits.</summary>
    private static byte AtomicAlignment(int number) => number switch
    {
        0x00 or 0x01 => 2,
        0x02 => 3,
        _ => (byte)(((number - 0x10) % 7) switch { 0 => 2, 1 => 3, 2 => 0, 3 => 1, 4 => 0, 5 => 1, _ => 2 }),
    };

    private static IEnumerable<byte[]> Misc()
    {
        for (byte number = 0; number <= 7; number++) yield return [0xFC, number];
        yield return [0xFC, 8, 0, 1];
        yield return [0xFC, 9, 0];
        yield return [0xFC, 10, 0, 1];
        yield return [0xFC, 10, 1, 0x80, 0x80, 0x80, 0x80, 0x00];
        yield return [0xFC, 11, 1];
        yield return [0xFC, 12, 0, 0];
        yield return [0xFC, 13, 0];
        yield return [0xFC, 14, 0, 0];
        for (byte number = 15; number <= 17; number++) yield return [0xFC, number, 0];
        for (byte number = 19; number <= 22; number++) yield return [0xFC, number];
        yield return [0xFC, 0x81, 0x80, 0x00]; // the number itself may be long
    }

    private static IEnumerable<byte[]> Vector()
    {
        byte[] lanes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 31];
        for (var number = 0x0C; number <= 0x113; number++)
        {
            if (number is >= 0x54 and <= 0x5D || VectorGaps.Contains(number)) continue;
            byte[] opcode = number < 0x80 ? [0xFD, (byte)number] : [0xFD, (byte)(number | 0x80), (byte)(number >> 7)];
            if (number is 0x0C or 0x0D) yield return [.. opcode, .. lanes];
            else if (number is >= 0x15 and <= 0x22) yield return [.. opcode, 1];
            else yield return opcode;
        }
    }
}
