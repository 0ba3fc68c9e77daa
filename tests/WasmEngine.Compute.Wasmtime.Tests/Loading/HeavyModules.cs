namespace WasmEngine.Compute.Wasmtime.Tests.Loading;

/// <summary>Modules whose compilation takes much for their size, made byte by byte. Each is valid.</summary>
internal static class HeavyModules
{
    private static readonly byte[] I32Block = [0x02, 0x40];

    /// <summary>Functions of about 400 bytes each.</summary>
    internal static byte[] Functions(int bytes) => Module(Enumerable.Repeat(Straight(400), Math.Max(1, bytes / 400)));

    /// <summary>Functions that do nothing.</summary>
    internal static byte[] Empty(int functions) => Module(Enumerable.Repeat<byte[]>([0x20, 0], functions));

    /// <summary>One function of arithmetic.</summary>
    internal static byte[] OneFunction(int bytes) => Module([Straight(bytes)]);

    /// <summary>Branches out of a hundred loops between 500 locals: the compiler's time grows faster than the size.</summary>
    internal static byte[] LoopsAndLocals(int bytes)
    {
        var code = new List<byte>(bytes + 300);
        for (var i = 0; i < 100; i++) code.AddRange([0x03, 0x40]);
        for (var i = 1; code.Count < bytes; i++) code.AddRange([0x20, .. Leb((i % 500) + 1), 0x10, 0, 0x22, .. Leb((i * 11 % 500) + 1), 0x0d, (byte)(i % 100)]);
        for (var i = 0; i < 100; i++) code.Add(0x0b);
        return Module([[.. code, 0x20, 0]], locals: 500);
    }

    /// <summary>Conditional changes of 2000 locals that all live to the end: much memory.</summary>
    internal static byte[] ConditionalLocals(int bytes)
    {
        const int locals = 2000;
        var code = new List<byte>(bytes + 20_000);
        for (var i = 1; code.Count < bytes; i++) code.AddRange([0x20, .. Leb((i * 13 % locals) + 1), 0x04, 0x40, 0x20, .. Leb((i * 7 % locals) + 1), 0x41, 1, 0x6a, 0x21, .. Leb((i * 11 % locals) + 1), 0x0b]);
        code.AddRange([0x20, 0]);
        for (var i = 1; i <= locals; i++) code.AddRange([0x20, .. Leb(i), 0x6a]);
        return Module([[.. code]], locals);
    }

    /// <summary>Every local is used in a loop and afterwards.</summary>
    internal static byte[] Locals(int locals)
    {
        var code = new List<byte> { 0x03, 0x40 };
        for (var i = 1; i <= locals; i++) code.AddRange([0x20, .. Leb(i), 0x20, .. Leb((i * 7 % locals) + 1), 0x6a, 0x21, .. Leb(i)]);
        code.AddRange([0x20, 1, 0x0d, 0, 0x0b, 0x20, 0]);
        for (var i = 1; i <= locals; i++) code.AddRange([0x20, .. Leb(i), 0x6a]);
        return Module([[.. code]], locals);
    }

    /// <summary>Branch tables of a hundred labels, one after the other.</summary>
    internal static byte[] BranchTables(int bytes)
    {
        var one = new List<byte>();
        for (var i = 0; i < 100; i++) one.AddRange(I32Block);
        one.AddRange([0x20, 0, 0x0e, 100]);
        for (var i = 0; i < 100; i++) one.Add((byte)i);
        one.Add(0);
        for (var i = 0; i < 100; i++) one.Add(0x0b);
        return Module([[.. Enumerable.Repeat(one, Math.Max(1, bytes / one.Count)).SelectMany(x => x), 0x20, 0]]);
    }

    /// <summary>Blocks in blocks.</summary>
    internal static byte[] Nested(int depth) =>
        Module([[.. Enumerable.Repeat(I32Block, depth).SelectMany(x => x), .. Enumerable.Repeat((byte)0x0b, depth), 0x20, 0]]);

    // Every piece leaves one i32 as it found one.
    private static byte[] Straight(int bytes)
    {
        var code = new List<byte>(bytes + 20) { 0x20, 0 };
        for (var i = 0; code.Count < bytes; i++)
        {
            code.AddRange((i % 4) switch
            {
                0 => [0x41, .. Leb(i & 0x3fff | 0x4000)[..2], 0x01, 0x6a],
                1 => [0x22, 0, 0x20, 0, 0x6c],
                2 => [0x28, 2, 16],
                _ => [0x22, 0, 0x04, 0x7f, 0x20, 0, 0x05, 0x41, 1, 0x0b],
            });
        }

        return [.. code];
    }

    private static byte[] Module(IEnumerable<byte[]> functions, int locals = 0)
    {
        byte[] declared = locals == 0 ? [0] : [1, .. Leb(locals), 0x7f];
        using var bodies = new MemoryStream();
        var count = 0;
        foreach (var code in functions)
        {
            bodies.Write(Leb(declared.Length + code.Length + 1));
            bodies.Write(declared);
            bodies.Write(code);
            bodies.WriteByte(0x0b);
            count++;
        }

        var all = new MemoryStream();
        all.Write([0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0]);
        Section(all, 1, [1, 0x60, 1, 0x7f, 1, 0x7f]);
        Section(all, 3, [.. Leb(count), .. new byte[count]]);
        Section(all, 5, [1, 0, 1]);
        Section(all, 7, [2, 6, .. "memory"u8, 2, 0, 1, (byte)'f', 0, 0]);
        Section(all, 10, [.. Leb(count), .. bodies.ToArray()]);
        return all.ToArray();
    }

    private static void Section(MemoryStream all, byte id, byte[] content)
    {
        all.WriteByte(id);
        all.Write(Leb(content.Length));
        all.Write(content);
    }

    internal static byte[] Leb(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
