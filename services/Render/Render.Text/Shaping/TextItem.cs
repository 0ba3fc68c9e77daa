using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>A part of a paragraph whose characters want the same font: what <see cref="TextItemizer"/> starts from.</summary>
/// <param name="Start">Where it begins, UTF-16 units from the paragraph's start.</param>
/// <param name="Length">Its length; parts follow each other without gaps.</param>
/// <param name="Font">The font of its element.</param>
/// <param name="BreaksShaping">
/// Whether shaping must not look across its start: an element's border or padding lies there, an object, or a forced break
/// (css-text-3 §7.3). Otherwise parts with the same font are shaped as one, so that kerning and joining go on.
/// </param>
public readonly record struct TextSpan(int Start, int Length, ResolvedFont Font, bool BreaksShaping = false);

/// <summary>A part of a paragraph of one font, one level and one script: what is shaped at once.</summary>
/// <param name="Start">Where it begins, UTF-16 units from the paragraph's start.</param>
/// <param name="Length">Its length.</param>
/// <param name="Level">Bidi level (UAX 9).</param>
/// <param name="Script">Its script.</param>
/// <param name="Font">The font after fallback.</param>
public readonly record struct TextItem(int Start, int Length, byte Level, Script Script, ScaledFont Font)
{
    /// <summary>Index behind its last character.</summary>
    public int End => Start + Length;
}

/// <summary>A shaped part of a paragraph.</summary>
/// <param name="Start">Where it begins, UTF-16 units from the paragraph's start.</param>
/// <param name="Level">Bidi level (UAX 9); odd runs from right to left.</param>
/// <param name="Script">Its script.</param>
/// <param name="Run">Its glyphs, with indices from <paramref name="Start"/>.</param>
public readonly record struct ShapedItem(int Start, byte Level, Script Script, ShapedRun Run)
{
    /// <summary>Index behind its last character.</summary>
    public int End => Start + Run.Length;
}
