namespace WasmEngine.Compute.Modules.Binary;

/// <summary>
/// Refuses modules whose imports or exports are of reference types other than funcref and externref. Guests in use have none, and
/// Wasmtime's C API, asked to describe one, ends the process.
/// </summary>
internal sealed class BoundaryTypes
{
    private const byte FuncRef = 0x70, ExternRef = 0x6F;
    private readonly ModuleShape _shape;
    private readonly ModuleLimits _limits;
    private readonly bool[] _types; // whether a function type has such a reference
    private readonly List<bool> _functions = [], _tables = [], _globals = [], _tags = [];

    private BoundaryTypes(ModuleShape shape, ModuleLimits limits)
    {
        _shape = shape;
        _limits = limits;
        _types = new bool[shape.Types];
    }

    /// <param name="module">A module whose sections were read without a complaint.</param>
    /// <param name="shape">What was found in it.</param>
    /// <param name="limits">With these limits.</param>
    /// <exception cref="ModuleFormatException">Its boundary has such a type.</exception>
    internal static void Check(ReadOnlySpan<byte> module, ModuleShape shape, ModuleLimits limits)
    {
        var check = new BoundaryTypes(shape, limits);
        foreach (var section in shape.Sections)
        {
            if (section.Id == SectionId.Custom) continue;
            var reader = new WasmReader(module[..section.End], section.Content);
            check.Read(section.Id, ref reader);
        }
    }

    private void Read(SectionId id, ref WasmReader reader)
    {
        if (id is not (SectionId.Type or SectionId.Import or SectionId.Function or SectionId.Table or SectionId.Tag or SectionId.Global or SectionId.Export)) return;
        var count = reader.ReadU32();
        for (var i = 0u; i < count; i++)
        {
            switch (id)
            {
                case SectionId.Type:
                    _types[i] = ReadFunctionType(ref reader);
                    break;
                case SectionId.Import:
                    ReadImport(ref reader);
                    break;
                case SectionId.Function:
                    _functions.Add(_types[reader.ReadU32()]);
                    break;
                case SectionId.Table:
                    ReadTable(ref reader);
                    break;
                case SectionId.Tag:
                    reader.ReadByte();
                    _tags.Add(_types[reader.ReadU32()]);
                    break;
                case SectionId.Global:
                    _globals.Add(ReadValueType(ref reader));
                    reader.ReadByte();
                    SegmentReader.SkipExpression(ref reader, _shape);
                    break;
                case SectionId.Export:
                    ReadExport(ref reader);
                    break;
            }
        }
    }

    private bool ReadFunctionType(ref WasmReader reader)
    {
        var isOther = false;
        reader.ReadByte();
        for (var part = 0; part < 2; part++)
        {
            for (var count = reader.ReadU32(); count > 0; count--) isOther |= ReadValueType(ref reader);
        }

        return isOther;
    }

    private bool ReadValueType(ref WasmReader reader)
    {
        var isOther = reader.PeekByte() is < 0x7B and not (FuncRef or ExternRef);
        TypeReader.SkipValueType(ref reader, _shape.Types);
        return isOther;
    }

    private void ReadImport(ref WasmReader reader)
    {
        var offset = reader.Position;
        reader.ReadName(_limits.NameBytes);
        reader.ReadName(_limits.NameBytes);
        var isOther = false;
        switch (reader.ReadByte())
        {
            case 0:
                _functions.Add(isOther = _types[reader.ReadU32()]);
                break;
            case 1:
                _tables.Add(isOther = ReadValueType(ref reader));
                TypeReader.ReadLimits(ref reader, isMemory: false, out _);
                break;
            case 2:
                TypeReader.ReadLimits(ref reader, isMemory: true, out _);
                break;
            case 3:
                _globals.Add(isOther = ReadValueType(ref reader));
                reader.ReadByte();
                break;
            default:
                reader.ReadByte();
                _tags.Add(isOther = _types[reader.ReadU32()]);
                break;
        }

        if (isOther) throw Refusal("imports", offset);
    }

    private void ReadTable(ref WasmReader reader)
    {
        var isInitialized = reader.PeekByte() == 0x40;
        if (isInitialized) reader.Skip(2);
        _tables.Add(ReadValueType(ref reader));
        TypeReader.ReadLimits(ref reader, isMemory: false, out _);
        if (isInitialized) SegmentReader.SkipExpression(ref reader, _shape);
    }

    private void ReadExport(ref WasmReader reader)
    {
        var offset = reader.Position;
        reader.ReadName(_limits.NameBytes);
        var of = reader.ReadByte() switch { 0 => _functions, 1 => _tables, 3 => _globals, 4 => _tags, _ => null };
        var index = reader.ReadU32();
        if (of is not null && index < (uint)of.Count && of[(int)index]) throw Refusal("exports", offset);
    }

    private static ModuleFormatException Refusal(string what, int offset) =>
        new($"it {what} something of a reference type other than funcref and externref, which can't be handed to or from outside: keep it within the module", offset);
}
