using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>The function names of a name section (specification, "Custom sections / Name section").</summary>
internal readonly record struct NameMap(Section Section, int LengthAt, int CountAt, int EntriesAt, int End, uint Count)
{
    private const byte FunctionNames = 1;

    /// <summary>Finds them; null if this is no name section, or one that is malformed or has no such names: it stays as it is then.</summary>
    internal static NameMap? Find(ReadOnlySpan<byte> module, Section section)
    {
        try
        {
            var reader = new WasmReader(module[..section.End], section.Content);
            if (!reader.ReadName(int.MaxValue).SequenceEqual("name"u8)) return null;
            while (!reader.AtEnd)
            {
                var id = reader.ReadByte();
                var lengthAt = reader.Position;
                var length = reader.ReadU32();
                var countAt = reader.Position;
                reader.Skip(length);
                if (id != FunctionNames) continue;
                var end = reader.Position;
                var entries = new WasmReader(module[..end], countAt);
                var count = entries.ReadU32();
                return count == uint.MaxValue ? null : new NameMap(section, lengthAt, countAt, entries.Position, end, count);
            }
        }
        catch (ModuleFormatException)
        {
            // A custom section that is malformed has no meaning, but does no harm.
        }

        return null;
    }
}
