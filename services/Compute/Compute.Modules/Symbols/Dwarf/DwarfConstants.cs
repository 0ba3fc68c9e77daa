namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>Numbers of the DWARF 5 standard (section 7) and those of earlier versions that differ: the few that are looked at.</summary>
internal static class Tag
{
    internal const ushort Class = 0x02, Enumeration = 0x04, CompileUnit = 0x11, Structure = 0x13, Union = 0x17, Inlined = 0x1D, Module = 0x1E,
        Subprogram = 0x2E, Namespace = 0x39, PartialUnit = 0x3C, SkeletonUnit = 0x4A;
}

internal static class Attribute
{
    internal const ushort Name = 0x03, StatementList = 0x10, LowPc = 0x11, HighPc = 0x12, CompileFolder = 0x1B, AbstractOrigin = 0x31,
        Specification = 0x47, Ranges = 0x55, CallColumn = 0x57, CallFile = 0x58, CallLine = 0x59, LinkageName = 0x6E,
        StringOffsetsBase = 0x72, AddressBase = 0x73, RangeListsBase = 0x74, MipsLinkageName = 0x2007;
}

internal static class Form
{
    internal const ushort Address = 0x01, Block2 = 0x03, Block4 = 0x04, Data2 = 0x05, Data4 = 0x06, Data8 = 0x07, String = 0x08, Block = 0x09,
        Block1 = 0x0A, Data1 = 0x0B, Flag = 0x0C, SignedData = 0x0D, StringPointer = 0x0E, UnsignedData = 0x0F, ReferenceAddress = 0x10,
        Reference1 = 0x11, Reference2 = 0x12, Reference4 = 0x13, Reference8 = 0x14, ReferenceUnsigned = 0x15, SectionOffset = 0x17,
        Expression = 0x18, FlagPresent = 0x19, StringIndex = 0x1A, AddressIndex = 0x1B, SupplementReference4 = 0x1C, SupplementString = 0x1D,
        Data16 = 0x1E, LineString = 0x1F, Signature = 0x20, ImplicitConstant = 0x21, LocationIndex = 0x22, RangeIndex = 0x23,
        SupplementReference8 = 0x24, StringIndex1 = 0x25, StringIndex2 = 0x26, StringIndex3 = 0x27, StringIndex4 = 0x28,
        AddressIndex1 = 0x29, AddressIndex2 = 0x2A, AddressIndex3 = 0x2B, AddressIndex4 = 0x2C;
}

internal static class LineOpcode
{
    internal const byte Extended = 0, Copy = 1, AdvanceAddress = 2, AdvanceLine = 3, SetFile = 4, SetColumn = 5, NegateStatement = 6,
        BasicBlock = 7, ConstAddAddress = 8, FixedAdvanceAddress = 9, PrologueEnd = 10, EpilogueBegin = 11, SetIsa = 12;

    internal const byte EndSequence = 1, SetAddress = 2;
}

internal static class LineContent
{
    internal const ulong Path = 1, FolderIndex = 2;
}

internal static class RangeEntry
{
    internal const byte End = 0, BaseIndex = 1, StartIndexEndIndex = 2, StartIndexLength = 3, OffsetPair = 4, Base = 5, StartEnd = 6, StartLength = 7;
}
