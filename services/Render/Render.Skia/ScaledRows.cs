using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Skia steps through a scaled picture from where a row begins, and rounds on the way: the same pixel comes out a little
/// different when the row begins elsewhere. So rows of scaled pictures are always drawn whole, else each partial redraw would
/// leave seams.
/// </summary>
internal static class ScaledRows
{
    /// <summary>The parts, widened so that each holds whole rows of the scaled pictures that it touches, without overlap.</summary>
    internal static DamageList Widen(ReadOnlySpan<PixelRect> parts, DisplayList list, int width)
    {
        var damage = default(DamageList);
        foreach (var part in parts) damage.Add(part);
        for (var isStable = false; !isStable;)
        {
            isStable = true;
            var wider = default(DamageList);
            foreach (var part in damage.Rectangles)
            {
                var widened = Widen(part, list, width);
                isStable &= widened == part;
                wider.Add(widened);
            }

            damage = wider; // joined rectangles may touch more pictures
        }

        return damage;
    }

    private static PixelRect Widen(PixelRect part, DisplayList list, int width)
    {
        foreach (ref readonly var item in list.Items)
        {
            if (item.Text is not null || item.Picture.IsUnscaled) continue;
            var bounds = item.Picture.Bounds;
            if (bounds.Intersect(part).IsEmpty) continue;
            var left = Math.Max(0, Math.Min(part.X, bounds.X));
            part = part with { X = left, Width = Math.Min(width, Math.Max(part.Right, bounds.Right)) - left };
        }

        return part;
    }
}
