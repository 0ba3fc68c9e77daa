namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>Passes over the descriptions of imports (WebAssembly core specification, 5.5.5), to count functions.</summary>
internal static class ImportDescription
{
    private const byte Function = 0, Table = 1, Memory = 2, Global = 3, Tag = 4;

    /// <summary>Passes over one; says whether it is a function. Fails the cursor at a kind that is not known.</summary>
    internal static bool Pass(ref ByteCursor cursor)
    {
        switch (cursor.Byte())
        {
            case Function:
                cursor.Leb32();
                return true;
            case Table:
                PassType(ref cursor);
                PassLimits(ref cursor);
                break;
            case Memory:
                PassLimits(ref cursor);
                break;
            case Global:
                PassType(ref cursor);
                cursor.Byte();
                break;
            case Tag:
                cursor.Byte();
                cursor.Leb32();
                break;
            default:
                cursor.Fail();
                break;
        }

        return false;
    }

    /// <summary>A value type: one byte, or a reference with a heap type.</summary>
    private static void PassType(ref ByteCursor cursor)
    {
        const byte Ref = 0x64, RefNull = 0x63;
        if (cursor.Byte() is Ref or RefNull) cursor.SignedLeb();
    }

    private static void PassLimits(ref ByteCursor cursor)
    {
        const byte HasMaximum = 1, HasPageSize = 8;
        var flags = cursor.Byte();
        cursor.Leb();
        if ((flags & HasMaximum) != 0) cursor.Leb();
        if ((flags & HasPageSize) != 0) cursor.Leb();
    }
}
