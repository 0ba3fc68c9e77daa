namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>An attribute of an abbreviation; <c>Constant</c> is the value of the form that has none in the entry.</summary>
internal readonly record struct AttributeSpec(ushort Name, ushort Form, long Constant);

/// <summary>The shape of debugging entries.</summary>
internal sealed record Abbreviation(ushort Tag, bool HasChildren, AttributeSpec[] Attributes);

/// <summary>The abbreviations of a unit (DWARF 5, 7.5.3).</summary>
internal sealed class AbbreviationTable
{
    private const int MaxAttributes = 200;
    private readonly Dictionary<ulong, Abbreviation> _byCode = [];

    private AbbreviationTable()
    {
    }

    internal Abbreviation? this[ulong code] => _byCode.GetValueOrDefault(code);

    /// <summary>Reads a table; up to what is readable. The budget pays for its bytes.</summary>
    internal static AbbreviationTable Read(ReadOnlySpan<byte> section, ulong offset, WorkBudget budget)
    {
        var table = new AbbreviationTable();
        var cursor = new ByteCursor(section, offset > int.MaxValue ? -1 : (int)offset);
        while (ReadOne(ref cursor, budget, out var code) is { } abbreviation) table._byCode.TryAdd(code, abbreviation);
        return table;
    }

    /// <summary>Reads on to one code only, as a unit's first entry needs it.</summary>
    internal static Abbreviation? Find(ReadOnlySpan<byte> section, ulong offset, ulong wanted, WorkBudget budget)
    {
        var cursor = new ByteCursor(section, offset > int.MaxValue ? -1 : (int)offset);
        while (ReadOne(ref cursor, budget, out var code) is { } abbreviation)
        {
            if (code == wanted) return abbreviation;
        }

        return null;
    }

    private static Abbreviation? ReadOne(ref ByteCursor cursor, WorkBudget budget, out ulong code)
    {
        var start = cursor.Position;
        code = cursor.Leb();
        if (code == 0) return null;
        var tag = (ushort)Math.Min(cursor.Leb(), ushort.MaxValue);
        var children = cursor.Byte() != 0;
        var attributes = new List<AttributeSpec>();
        while (!cursor.AtEnd && attributes.Count < MaxAttributes)
        {
            var name = cursor.Leb();
            var form = cursor.Leb();
            if (name == 0 && form == 0)
                return !cursor.Failed && budget.Take(cursor.Position - start) ? new Abbreviation(tag, children, [.. attributes]) : null;
            var constant = form == Form.ImplicitConstant ? cursor.SignedLeb() : 0;
            attributes.Add(new AttributeSpec((ushort)Math.Min(name, ushort.MaxValue), (ushort)Math.Min(form, ushort.MaxValue), constant));
        }

        return null;
    }
}
