using System.Runtime.CompilerServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Finds the fonts of computed styles. Font groups are shared between styles with equal fonts, so what was found is remembered for the group. Any thread.
/// </summary>
internal static class InlineFonts
{
    private static readonly ConditionalWeakTable<FontStyle, Known> Fonts = [];

    private sealed record Known(IFontSystem System, int Generation, FontDescription Description, ResolvedFont Font);

    /// <summary>The fonts of a style.</summary>
    internal static ResolvedFont Resolve(ComputedStyle style, IFontSystem system)
    {
        var description = FontDescriptions.Of(style);
        if (Fonts.TryGetValue(style.Font, out var known) && known.System == system && known.Generation == system.Generation && ReferenceEquals(known.Description, description))
            return known.Font;
        known = new Known(system, system.Generation, description, system.Resolve(description));
        Fonts.AddOrUpdate(style.Font, known);
        return known.Font;
    }
}
