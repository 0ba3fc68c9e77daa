using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>Turns characters into glyphs. Implemented over HarfBuzz by the native adapter. Thread-safe.</summary>
public interface ITextShaper
{
    /// <summary>
    /// Shapes one item of a text: one font, one direction, one script. The characters around it are context: letters that join
    /// take the shapes that they have beside them.
    /// </summary>
    /// <param name="text">The text around and of the item.</param>
    /// <param name="start">Where the item begins, UTF-16 units.</param>
    /// <param name="length">Its length, more than 0.</param>
    /// <param name="font">A font of the same adapter.</param>
    /// <param name="level">Bidi level; odd is right to left.</param>
    /// <param name="script">Its script.</param>
    ShapedRun Shape(ReadOnlySpan<char> text, int start, int length, ScaledFont font, byte level, Script script);
}
