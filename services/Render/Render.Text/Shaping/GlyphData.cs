namespace WasmEngine.Render.Text.Shaping;

/// <summary>One glyph in visual order.</summary>
/// <param name="Id">Number within the font; 0 is the missing glyph.</param>
/// <param name="Flags">What is known of it.</param>
/// <param name="Cluster">Index of the first character that it stands for, from the run's start.</param>
/// <param name="Advance">How far the pen moves to the right after it, px.</param>
/// <param name="OffsetX">Where it is drawn, to the right of the pen, px.</param>
/// <param name="OffsetY">Where it is drawn, below the pen (positive is down), px.</param>
public readonly record struct GlyphData(ushort Id, GlyphFlags Flags, int Cluster, float Advance, float OffsetX, float OffsetY);

/// <summary>What is known of a glyph.</summary>
[Flags]
public enum GlyphFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A text cut before this glyph's cluster would look different if each part were shaped alone.</summary>
    UnsafeToBreak = 1,
}
