using System.Buffers.Binary;

namespace WasmEngine.Compute.Modules.Binary;

/// <summary>Reads all sections (specification, "Binary format / Modules") but the instructions of function bodies.</summary>
internal static class ModuleParser
{
    private const uint Magic = 0x6D736100, CoreVersion = 1, ComponentVersion = 0x1000D;
    private const int HeaderBytes = 8;

    /// <summary>Sections other than custom ones, in the order that files have.</summary>
    internal static readonly SectionId[] Order =
    [
        SectionId.Type, SectionId.Import, SectionId.Function, SectionId.Table, SectionId.Memory, SectionId.Tag, SectionId.Global,
        SectionId.Export, SectionId.Start, SectionId.Element, SectionId.DataCount, SectionId.Code, SectionId.Data,
    ];

    /// <exception cref="ModuleFormatException">The module is malformed, over a limit or uses what is not known.</exception>
    internal static ModuleShape Parse(ReadOnlySpan<byte> module, ModuleLimits limits)
    {
        if (module.Length > limits.ModuleBytes) throw new ModuleFormatException($"{module.Length} bytes, the limit is {limits.ModuleBytes}", 0);
        CheckHeader(module);
        var shape = new ModuleShape();
        var reader = new WasmReader(module, HeaderBytes);
        var place = -1;
        while (!reader.AtEnd)
        {
            var section = ReadSection(ref reader, ref place);
            shape.Sections.Add(section);
            var content = new WasmReader(module[..section.End], section.Content);
            ReadContent(section.Id, ref content, shape, limits);
            if (!content.AtEnd) throw new ModuleFormatException($"the {section.Id} section goes on behind its last entry", content.Position);
        }

        CheckCounts(shape, module.Length);
        BoundaryTypes.Check(module, shape, limits);
        return shape;
    }

    private static void CheckHeader(ReadOnlySpan<byte> module)
    {
        if (module.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(module) != Magic) throw new ModuleFormatException("does not begin with \"\\0asm\"", 0);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(module[4..]);
        if (version == ComponentVersion) throw new ModuleFormatException("is a component: build a core module", 4);
        if (version != CoreVersion) throw new ModuleFormatException($"has version {version} of the binary format, not {CoreVersion}", 4);
    }

    private static Section ReadSection(ref WasmReader reader, ref int place)
    {
        var start = reader.Position;
        var id = (SectionId)reader.ReadByte();
        if (id > SectionId.Tag) throw new ModuleFormatException($"section {(int)id} is not known", start, unsupported: true);
        var length = reader.ReadU32();
        var content = reader.Position;
        reader.Skip(length);
        if (id == SectionId.Custom) return new Section(id, start, content, reader.Position);
        var at = Array.IndexOf(Order, id);
        if (at <= place) throw new ModuleFormatException($"the {id} section is out of order", start);
        place = at;
        return new Section(id, start, content, reader.Position);
    }

    private static void CheckCounts(ModuleShape shape, int end)
    {
        if (shape.Bodies.Length != shape.DefinedFunctions) throw new ModuleFormatException($"{shape.DefinedFunctions} functions have {shape.Bodies.Length} bodies", end);
        if (shape.DeclaredData >= 0 && shape.DeclaredData != shape.DataLengths.Length)
            throw new ModuleFormatException($"{shape.DataLengths.Length} data segments, and the data count section says {shape.DeclaredData}", end);
    }

    private static void ReadContent(SectionId id, ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        switch (id)
        {
            case SectionId.Custom:
                reader.ReadName(limits.NameBytes);
                reader.Skip((uint)(reader.End - reader.Position));
                break;
            case SectionId.Type:
                shape.Types = reader.ReadCount("types", limits.Types, leastBytes: 3);
                for (var i = 0; i < shape.Types; i++) TypeReader.SkipFunctionType(ref reader, shape.Types);
                break;
            case SectionId.Import:
                for (var count = reader.ReadCount("imports", limits.Imports, leastBytes: 4); count > 0; count--) ReadImport(ref reader, shape, limits);
                break;
            case SectionId.Function:
                ReadFunctions(ref reader, shape, limits);
                break;
            case SectionId.Table:
                for (var count = reader.ReadCount("tables", limits.Tables); count > 0; count--) ReadTable(ref reader, shape, limits);
                break;
            case SectionId.Memory:
                for (var count = reader.ReadCount("memories", limits.Memories); count > 0; count--) TypeReader.ReadMemory(ref reader, shape, limits);
                break;
            case SectionId.Tag:
                for (var count = reader.ReadCount("tags", limits.Tags); count > 0; count--) TypeReader.ReadTag(ref reader, shape, limits);
                break;
            case SectionId.Global:
                for (var count = reader.ReadCount("globals", limits.Globals); count > 0; count--) ReadGlobal(ref reader, shape, limits);
                break;
            case SectionId.Export:
                for (var count = reader.ReadCount("exports", limits.Exports, leastBytes: 3); count > 0; count--) ReadExport(ref reader, shape, limits);
                break;
            case SectionId.Start:
                CheckFunction(ref reader, shape);
                break;
            case SectionId.Element:
                for (var count = reader.ReadCount("element segments", limits.Segments); count > 0; count--) SegmentReader.ReadElement(ref reader, shape);
                break;
            case SectionId.DataCount:
                shape.DeclaredData = reader.ReadCount("data segments", limits.Segments, leastBytes: 0);
                break;
            case SectionId.Code:
                ReadBodies(ref reader, shape, limits);
                break;
            case SectionId.Data:
                shape.DataLengths = new int[reader.ReadCount("data segments", limits.Segments)];
                for (var i = 0; i < shape.DataLengths.Length; i++) shape.DataLengths[i] = SegmentReader.ReadData(ref reader, shape);
                break;
        }
    }

    private static void ReadImport(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        reader.ReadName(limits.NameBytes);
        reader.ReadName(limits.NameBytes);
        var offset = reader.Position;
        var kind = reader.ReadByte();
        switch (kind)
        {
            case 0:
                TypeReader.CheckIndex(reader.ReadU32(), shape.Types, "type", offset);
                if (++shape.ImportedFunctions > limits.Functions) throw new ModuleFormatException($"{shape.ImportedFunctions} functions, the limit is {limits.Functions}", offset);
                break;
            case 1:
                TypeReader.ReadTable(ref reader, shape, limits);
                break;
            case 2:
                TypeReader.ReadMemory(ref reader, shape, limits);
                break;
            case 3:
                TypeReader.ReadGlobal(ref reader, shape, limits);
                break;
            case 4:
                TypeReader.ReadTag(ref reader, shape, limits);
                break;
            default:
                throw new ModuleFormatException($"an import of kind {kind} is not known", offset, unsupported: true);
        }
    }

    private static void ReadFunctions(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        shape.DefinedFunctions = reader.ReadCount("functions", limits.Functions);
        if (shape.Functions > limits.Functions) throw new ModuleFormatException($"{shape.Functions} functions, imported ones counted; the limit is {limits.Functions}", reader.Position);
        for (var i = 0; i < shape.DefinedFunctions; i++) TypeReader.CheckIndex(reader.ReadU32(), shape.Types, "type", reader.Position);
    }

    private static void ReadTable(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        const byte hasInitializer = 0x40;
        var initialized = reader.PeekByte() == hasInitializer;
        if (initialized)
        {
            reader.ReadByte();
            if (reader.ReadByte() != 0) throw new ModuleFormatException("a table with unknown flags", reader.Position - 1, unsupported: true);
        }

        TypeReader.ReadTable(ref reader, shape, limits);
        if (initialized) SegmentReader.SkipExpression(ref reader, shape);
    }

    private static void ReadGlobal(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        TypeReader.ReadGlobal(ref reader, shape, limits);
        SegmentReader.SkipExpression(ref reader, shape);
    }

    private static void ReadExport(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        reader.ReadName(limits.NameBytes);
        var kind = reader.ReadByte();
        var offset = reader.Position;
        var index = reader.ReadU32();
        if (kind > 4) throw new ModuleFormatException($"an export of kind {kind} is not known", offset - 1, unsupported: true);
        // What rewriting does not add to is left to the validator.
        if (kind == 0) TypeReader.CheckIndex(index, shape.Functions, "function", offset);
        if (kind == 2) TypeReader.CheckIndex(index, shape.Memories.Count, "memory", offset);
    }

    internal static void CheckFunction(ref WasmReader reader, ModuleShape shape)
    {
        var offset = reader.Position;
        TypeReader.CheckIndex(reader.ReadU32(), shape.Functions, "function", offset);
    }

    private static void ReadBodies(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        var bodies = new FunctionBody[reader.ReadCount("function bodies", limits.Functions, leastBytes: 3)];
        for (var i = 0; i < bodies.Length; i++)
        {
            var start = reader.Position;
            var length = reader.ReadU32();
            if (length > (uint)limits.BodyBytes) throw new ModuleFormatException($"function {shape.ImportedFunctions + i} has {length} bytes, the limit is {limits.BodyBytes}", start);
            var content = reader.Position;
            reader.Skip(length);
            bodies[i] = new FunctionBody(start, content, 0, reader.Position);
        }

        shape.Bodies = bodies;
    }
}
