using C = WasmEngine.Render.Text.Unicode.LineBreakClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>What line-break: loose and normal allow beyond strict (css-text-3 §5.3).</summary>
internal static class LineBreakTailoring
{
    /// <summary>The class of a character under a rule that is not strict.</summary>
    internal static C Loosen(int codepoint, C value, LineBreakOptions options)
    {
        var cjk = options.IsChineseOrJapanese;
        if (cjk && codepoint is 0x301C or 0x30A0) return C.ID; // wave dash, double hyphen: normal and loose
        if (options.Rule != LineBreakRule.Loose) return value;
        return codepoint switch
        {
            0x2010 or 0x2013 when cjk => C.ID, // hyphens
            0x3005 or 0x303B or 0x309D or 0x309E or 0x30FD or 0x30FE => C.ID, // iteration marks
            0x2024 or 0x2025 or 0x2026 or 0x22EF or 0xFE19 => C.ID, // leaders, which could not be parted else
            0x203C or 0x2047 or 0x2048 or 0x2049 or 0x30FB or 0xFF1A or 0xFF1B or 0xFF65 or 0xFF01 or 0xFF1F when cjk => C.ID,
            _ => value,
        };
    }
}
