using System.Runtime.InteropServices;
using System.Text;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>
/// The Unicode Character Database as far as text layout needs it, from tables that <c>deploy/unicode-tables.py</c> makes: two
/// stages of 64 code points a block, then one record of properties. Thread-safe.
/// </summary>
public static class UnicodeData
{
    private const int BlockBits = 6, HeaderBytes = 24;
    private static readonly ulong[] Records;
    private static readonly ushort[] FirstStage;
    private static readonly ushort[] SecondStage;
    private static readonly int[] BracketCharacters; // sorted
    private static readonly int[] BracketPartners; // negative: the character closes
    private static readonly string[] ScriptCodes;
    private static readonly Script[][] ScriptSets;

    // No LINQ: it would be compiled at each start. A static constructor, as the order in which the tables are read matters.
#pragma warning disable CA1810, MA0051
    static UnicodeData()
#pragma warning restore CA1810, MA0051
    {
        var bytes = Load();
        var header = Take<int>(bytes, 0, 6);
        var at = HeaderBytes;
        Records = Take<ulong>(bytes, at, header[2]);
        at += header[2] * sizeof(ulong);
        var brackets = Take<int>(bytes, at, header[3] * 3);
        at += brackets.Length * sizeof(int);
        FirstStage = Take<ushort>(bytes, at, header[0]);
        at += header[0] * sizeof(ushort);
        SecondStage = Take<ushort>(bytes, at, header[1] << BlockBits);
        at += SecondStage.Length * sizeof(ushort);
        ScriptCodes = new string[header[5]];
        for (var i = 0; i < ScriptCodes.Length; i++, at += 4) ScriptCodes[i] = Encoding.ASCII.GetString(bytes, at, 4);
        ScriptSets = Sets(bytes.AsSpan(at, header[4]));
        BracketCharacters = new int[header[3]];
        BracketPartners = new int[header[3]];
        for (var i = 0; i < header[3]; i++)
        {
            BracketCharacters[i] = brackets[i * 3];
            BracketPartners[i] = brackets[(i * 3) + 2] != 0 ? brackets[(i * 3) + 1] : -brackets[(i * 3) + 1];
        }
    }

    /// <summary>The version of the tables.</summary>
    public static Version Version { get; } = new(15, 0);

    /// <summary>The properties of a code point; those of an unassigned one if it is out of range.</summary>
    public static CharacterRecord Lookup(int codepoint) =>
        (uint)codepoint < 0x110000 ? new CharacterRecord(Records[SecondStage[(FirstStage[codepoint >> BlockBits] << BlockBits) | (codepoint & 63)]]) : Lookup(0x10FFFF);

    /// <summary>The code point at an index; a lone surrogate stands for itself.</summary>
    public static int CodepointAt(ReadOnlySpan<char> text, int index, out int length)
    {
        var unit = text[index];
        if (char.IsHighSurrogate(unit) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(unit, text[index + 1]);
        }

        length = 1;
        return unit;
    }

    /// <summary>The code point that ends before an index.</summary>
    public static int CodepointBefore(ReadOnlySpan<char> text, int index, out int length)
    {
        var unit = text[index - 1];
        if (char.IsLowSurrogate(unit) && index >= 2 && char.IsHighSurrogate(text[index - 2]))
        {
            length = 2;
            return char.ConvertToUtf32(text[index - 2], unit);
        }

        length = 1;
        return unit;
    }

    /// <summary>The ISO 15924 code of a script, four letters.</summary>
    public static string CodeOf(Script script) => ScriptCodes[(int)script];

    /// <summary>The scripts that a shared character is used with (Script_Extensions); empty if none are listed.</summary>
    internal static ReadOnlySpan<Script> ScriptExtensions(CharacterRecord record) => ScriptSets[record.ScriptSet];

    /// <summary>
    /// Whether the character is a paired bracket (UAX 9, BD14 and BD15), and its partner. Canonically equivalent brackets
    /// (U+2329 and U+3008) are given as one.
    /// </summary>
    internal static bool TryGetBracket(int codepoint, out int partner, out bool opens)
    {
        var index = Array.BinarySearch(BracketCharacters, codepoint);
        partner = index >= 0 ? Math.Abs(BracketPartners[index]) : 0;
        opens = index >= 0 && BracketPartners[index] > 0;
        return index >= 0;
    }

    private static byte[] Load()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("UnicodeTables.bin")
            ?? throw new InvalidOperationException("UnicodeTables.bin is missing from the assembly: run deploy/unicode-tables.py and build again");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T[] Take<T>(byte[] bytes, int at, int count)
        where T : unmanaged
    {
        var items = MemoryMarshal.Cast<byte, T>(bytes.AsSpan(at))[..count].ToArray();
        if (BitConverter.IsLittleEndian) return items;
        throw new PlatformNotSupportedException("the Unicode tables are little-endian; this machine is not");
    }

    private static Script[][] Sets(ReadOnlySpan<byte> bytes)
    {
        var sets = new List<Script[]>();
        for (var at = 0; at < bytes.Length; at += bytes[at] + 1)
            sets.Add(MemoryMarshal.Cast<byte, Script>(bytes.Slice(at + 1, bytes[at])).ToArray());
        return [.. sets];
    }
}
