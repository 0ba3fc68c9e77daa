namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>The sections of a module that hold its debug information; those that are missing are empty.</summary>
internal sealed class DwarfSections(ModuleMap module)
{
    internal ReadOnlyMemory<byte> Info { get; } = module.CustomSection(".debug_info");

    internal ReadOnlyMemory<byte> Abbreviations { get; } = module.CustomSection(".debug_abbrev");

    internal ReadOnlyMemory<byte> Lines { get; } = module.CustomSection(".debug_line");

    internal ReadOnlyMemory<byte> LineStrings { get; } = module.CustomSection(".debug_line_str");

    internal ReadOnlyMemory<byte> Strings { get; } = module.CustomSection(".debug_str");

    internal ReadOnlyMemory<byte> StringOffsets { get; } = module.CustomSection(".debug_str_offsets");

    internal ReadOnlyMemory<byte> Addresses { get; } = module.CustomSection(".debug_addr");

    internal ReadOnlyMemory<byte> Ranges { get; } = module.CustomSection(".debug_ranges");

    internal ReadOnlyMemory<byte> RangeLists { get; } = module.CustomSection(".debug_rnglists");

    /// <summary>
    /// Bytes of code. An address beyond is a tombstone: what a linker leaves where it dropped a function. Neither is 0 an
    /// address of code: the count of functions is there.
    /// </summary>
    internal uint CodeLength { get; } = (uint)(module.CodeEnd - module.CodeStart);

    internal bool IsCode(ulong low, ulong high) => low > 0 && low < high && high <= CodeLength;

    /// <summary>A string of one of the sections; null if the offset is outside.</summary>
    internal static string? Text(ReadOnlyMemory<byte> section, ulong offset)
    {
        if (offset >= (ulong)section.Length) return null;
        var rest = section.Span[(int)offset..];
        // A name without an end is as bad as one that is too long to be read by anyone.
        var length = rest[..Math.Min(rest.Length, SymbolText.MaxBytes + 1)].IndexOf((byte)0);
        return SymbolText.From(length < 0 ? rest[..Math.Min(rest.Length, SymbolText.MaxBytes + 1)] : rest[..length]);
    }
}
