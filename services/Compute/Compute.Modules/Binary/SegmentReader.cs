namespace WasmEngine.Compute.Modules.Binary;

/// <summary>Element and data segments, and constant expressions.</summary>
internal static class SegmentReader
{
    /// <summary>Skips a constant expression; that it is constant is left to the validator.</summary>
    internal static void SkipExpression(scoped ref WasmReader reader, ModuleShape shape)
    {
        var code = new CodeReader(reader.Bytes, reader.Position, shape);
        while (true)
        {
            var operation = code.Next();
            if (operation == Operation.End) break;
            if (operation != Operation.Plain) throw new ModuleFormatException("an instruction that is not constant", code.Start);
        }

        reader.Skip((uint)(code.Position - reader.Position));
    }

    internal static void ReadElement(ref WasmReader reader, ModuleShape shape)
    {
        const uint passiveOrDeclared = 1, explicitIndex = 2, expressions = 4;
        var offset = reader.Position;
        var flags = reader.ReadU32();
        if (flags > 7) throw new ModuleFormatException($"an element segment with flags 0x{flags:X}", offset);
        if ((flags & passiveOrDeclared) == 0)
        {
            if ((flags & explicitIndex) != 0) reader.SkipLeb(5); // table
            SkipExpression(ref reader, shape);
        }

        if ((flags & (passiveOrDeclared | explicitIndex)) != 0)
        {
            if ((flags & expressions) != 0) TypeReader.SkipValueType(ref reader, shape.Types);
            else if (reader.ReadByte() != 0) throw new ModuleFormatException("elements that are no functions", reader.Position - 1);
        }

        for (var count = reader.ReadCount("elements", int.MaxValue); count > 0; count--)
        {
            if ((flags & expressions) != 0) SkipExpression(ref reader, shape);
            else ModuleParser.CheckFunction(ref reader, shape);
        }
    }

    /// <summary>Reads a data segment.</summary>
    /// <returns>Its bytes.</returns>
    internal static int ReadData(ref WasmReader reader, ModuleShape shape)
    {
        var offset = reader.Position;
        var flags = reader.ReadU32();
        if (flags > 2) throw new ModuleFormatException($"a data segment with flags 0x{flags:X}", offset);
        if (flags != 1)
        {
            var memory = flags == 2 ? reader.ReadU32() : 0;
            TypeReader.CheckIndex(memory, shape.Memories.Count, "memory", offset);
            SkipExpression(ref reader, shape);
        }

        var length = reader.ReadU32();
        reader.Skip(length);
        return (int)length;
    }
}
