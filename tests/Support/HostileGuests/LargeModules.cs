namespace WasmEngine.HostileGuests;

/// <summary>Modules made byte by byte, since their text would be too large, or would not assemble.</summary>
internal static class LargeModules
{
    private static ReadOnlySpan<byte> Header => [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0];

    /// <summary>So many functions without parameters that do nothing; the first is exported as "run".</summary>
    internal static byte[] ManyFunctions(int count) => Module(count, Repeat(count, [2, 0, 0x0b]));

    /// <summary>One function of about so many bytes.</summary>
    internal static byte[] HugeFunction(int bytes)
    {
        var body = new MemoryStream();
        body.WriteByte(0);
        for (var i = 0; i < bytes / 3; i++) body.Write([0x41, 0, 0x1a]); // i32.const 0, drop
        body.WriteByte(0x0b);
        return Module(1, Sized(body.ToArray()));
    }

    /// <summary>Blocks in blocks.</summary>
    internal static byte[] DeepBlocks(int depth)
    {
        var body = new MemoryStream();
        body.WriteByte(0);
        for (var i = 0; i < depth; i++) body.Write([0x02, 0x40]);
        for (var i = 0; i <= depth; i++) body.WriteByte(0x0b);
        return Module(1, Sized(body.ToArray()));
    }

    /// <summary>One function with so many locals.</summary>
    internal static byte[] ManyLocals(int count) => Module(1, Sized([1, .. Leb(count), 0x7f, 0x0b]));

    /// <summary>A module with a custom section that makes it so large.</summary>
    internal static byte[] Padded(int bytes) => [.. ManyFunctions(1), 0, .. Leb(bytes + 2), 1, (byte)'x', .. new byte[bytes]];

    /// <summary>A module with one memory that loads from memory 1, which it does not have: the guard's number.</summary>
    internal static byte[] NamesTheGuardMemory()
    {
        byte[] code = [0, 0x41, 0, 0x28, 0x42, 1, 0, 0x1a, 0x0b]; // i32.const 0, i32.load (memory 1), drop
        return [.. Header, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, .. Export, 10, .. Leb(code.Length + 2), 1, .. Sized(code)];
    }

    private static byte[] Export => [7, 7, 1, 3, (byte)'r', (byte)'u', (byte)'n', 0, 0];

    private static byte[] Module(int functions, byte[] bodies)
    {
        var count = Leb(functions);
        return
        [
            .. Header,
            1, 4, 1, 0x60, 0, 0,
            3, .. Leb(count.Length + functions), .. count, .. new byte[functions],
            .. Export,
            10, .. Leb(count.Length + bodies.Length), .. count, .. bodies,
        ];
    }

    private static byte[] Sized(byte[] bytes) => [.. Leb(bytes.Length), .. bytes];

    private static byte[] Repeat(int count, ReadOnlySpan<byte> bytes)
    {
        var all = new byte[count * bytes.Length];
        for (var i = 0; i < count; i++) bytes.CopyTo(all.AsSpan(i * bytes.Length));
        return all;
    }

    private static byte[] Leb(long value)
    {
        var bytes = new List<byte>();
        do
        {
            var low = (byte)(value & 0x7f);
            value >>= 7;
            bytes.Add(value == 0 ? low : (byte)(low | 0x80));
        }
        while (value != 0);
        return [.. bytes];
    }
}
