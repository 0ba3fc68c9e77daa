namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>The tables of folders and files in a line header of version 5 (DWARF 5, 6.2.4.1), which describe their own format.</summary>
internal static class PathEntry
{
    /// <summary>Passes over one table; returns the path of the entry that is asked for, null if there is none.</summary>
    internal static string? Find(DwarfSections sections, in LineHeader header, ref ByteCursor cursor, ulong wanted, out ulong folder)
    {
        folder = 0;
        var formats = cursor.Byte();
        Span<(ulong Content, ushort Form)> format = stackalloc (ulong, ushort)[byte.MaxValue];
        for (var i = 0; i < formats; i++) format[i] = (cursor.Leb(), (ushort)Math.Min(cursor.Leb(), ushort.MaxValue));
        var count = cursor.Leb();
        string? path = null;
        for (ulong index = 0; index < count && !cursor.AtEnd; index++)
        {
            var before = cursor.Position;
            foreach (var (content, form) in format[..formats])
            {
                var value = FormValue.Read(ref cursor, form, 0, header.AddressSize, header.Version);
                if (index != wanted || cursor.Failed) continue;
                if (content == LineContent.Path) path = Text(sections, value);
                if (content == LineContent.FolderIndex) folder = value.Value;
            }

            // Entries without bytes could be counted for ever.
            if (cursor.Position == before) cursor.Fail();
        }

        return path;
    }

    private static string? Text(DwarfSections sections, FormValue value) => value.Kind switch
    {
        ValueKind.InlineText => DwarfSections.Text(sections.Lines, value.Value),
        ValueKind.StringOffset => DwarfSections.Text(sections.Strings, value.Value),
        ValueKind.LineStringOffset => DwarfSections.Text(sections.LineStrings, value.Value),
        _ => null,
    };
}
