using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>What a run's glyphs cover.</summary>
public sealed partial class ShapedRun
{
    /// <summary>Around all glyphs, from the run's left edge on the baseline; empty for blanks. False where the font can't tell.</summary>
    public bool TryGetInk(out InkBounds ink)
    {
        ink = InkBounds.Empty;
        float pen = 0;
        foreach (ref readonly var glyph in _glyphs.AsSpan())
        {
            if (!Font.TryGetInk(glyph.Id, out var own)) return false;
            if (!own.IsEmpty) ink = ink.Union(own.Offset(pen + glyph.OffsetX, glyph.OffsetY));
            pen += glyph.Advance;
        }

        return true;
    }
}
