using SkiaSharp;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Filter functions (filter-effects-1) as image filters.</summary>
internal static class FilterFactory
{
    /// <summary>
    /// Device px; what is blurred further is one colour all over, or nothing. Skia draws all that may get into the picture, as far as three deviations on each side:
    /// time and memory grow with the square.
    /// </summary>
    private const float MostDeviation = 300;

    /// <summary>One filter for a whole list, applied from first to last; null for an empty list.</summary>
    /// <param name="filters">The functions.</param>
    /// <param name="scale">Device px a px of the filters' space.</param>
    /// <param name="reach">Device px that the filters around leave for this one; what it takes is taken off.</param>
    /// <param name="backdrop">Where a backdrop is filtered: it is mirrored at the edges, so that nothing from outside gets in; null for other filters.</param>
    internal static SKImageFilter? Of(IReadOnlyList<FilterFunction> filters, float scale, ref float reach, SKRect? backdrop = null)
    {
        SKImageFilter? filter = null;
        for (var i = 0; i < filters.Count; i++) filter = Of(filters[i], filter, scale, ref reach, backdrop);
        return filter;
    }

    /// <summary>Takes off what the functions reach.</summary>
    internal static void Take(IReadOnlyList<FilterFunction> filters, float scale, ref float reach)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (filters[i].Kind == FilterKind.Blur) Deviation(filters[i].Amount, scale, ref reach);
            else if (filters[i].Kind == FilterKind.DropShadow && TryOffset(filters[i].Shadow, scale, ref reach)) Deviation(filters[i].Shadow.Blur, scale, ref reach);
        }
    }

    // A shadow that is farther away is not seen.
    private static bool TryOffset(Shadow shadow, float scale, ref float reach)
    {
        var offset = MathF.Max(MathF.Abs(shadow.X), MathF.Abs(shadow.Y)) * scale;
        if (!(offset <= reach)) return false;
        reach -= offset;
        return true;
    }

    private static SKImageFilter? Of(FilterFunction function, SKImageFilter? input, float scale, ref float reach, SKRect? backdrop)
    {
        switch (function.Kind)
        {
            case FilterKind.Blur:
                var deviation = Deviation(function.Amount, scale, ref reach);
                if (!(deviation > 0)) return input;
                return backdrop is { } box
                    ? SKImageFilter.CreateBlur(deviation, deviation, SKShaderTileMode.Mirror, input, box)
                    : SKImageFilter.CreateBlur(deviation, deviation, SKShaderTileMode.Decal, input);
            case FilterKind.DropShadow:
                var s = function.Shadow;
                if (!TryOffset(s, scale, ref reach)) return input;
                // Unlike a box's shadow: here the length is the standard deviation itself (filter-effects-1, 6).
                var blur = Deviation(s.Blur, scale, ref reach);
                return SKImageFilter.CreateDropShadow(s.X, s.Y, blur, blur, s.Color.ToSkia(), input);
            default:
                using (var colors = SKColorFilter.CreateColorMatrix(Matrix(function.Kind, function.Amount)))
                {
                    return SKImageFilter.CreateColorFilter(colors, input);
                }
        }
    }

    private static float Deviation(float wanted, float scale, ref float reach)
    {
        var device = MathF.Min(wanted * scale, MathF.Min(MostDeviation, reach / 3));
        if (!(device > 0)) return 0;
        reach -= 3 * device;
        return device / scale;
    }

    // Rows of R, G, B, A; offsets count 0 to 1.
    private static float[] Matrix(FilterKind kind, float amount)
    {
        switch (kind)
        {
            case FilterKind.Brightness:
                return Diagonal(amount, 0);
            case FilterKind.Contrast:
                return Diagonal(amount, 0.5f - (0.5f * amount));
            case FilterKind.Invert:
                return Diagonal(1 - (2 * Math.Min(amount, 1)), Math.Min(amount, 1));
            case FilterKind.Opacity:
                return [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, Math.Min(amount, 1), 0];
            case FilterKind.Grayscale:
                return Saturation(1 - Math.Min(amount, 1));
            case FilterKind.Saturate:
                return Saturation(amount);
            case FilterKind.Sepia:
                return Sepia(1 - Math.Min(amount, 1));
            default:
                return HueRotation(amount);
        }
    }

    private static float[] Diagonal(float factor, float offset) => [factor, 0, 0, 0, offset, 0, factor, 0, 0, offset, 0, 0, factor, 0, offset, 0, 0, 0, 1, 0];

    private static float[] Saturation(float s) =>
    [
        0.213f + (0.787f * s), 0.715f - (0.715f * s), 0.072f - (0.072f * s), 0, 0,
        0.213f - (0.213f * s), 0.715f + (0.285f * s), 0.072f - (0.072f * s), 0, 0,
        0.213f - (0.213f * s), 0.715f - (0.715f * s), 0.072f + (0.928f * s), 0, 0,
        0, 0, 0, 1, 0,
    ];

    private static float[] Sepia(float s) =>
    [
        0.393f + (0.607f * s), 0.769f - (0.769f * s), 0.189f - (0.189f * s), 0, 0,
        0.349f - (0.349f * s), 0.686f + (0.314f * s), 0.168f - (0.168f * s), 0, 0,
        0.272f - (0.272f * s), 0.534f - (0.534f * s), 0.131f + (0.869f * s), 0, 0,
        0, 0, 0, 1, 0,
    ];

    private static float[] HueRotation(float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        return
        [
            0.213f + (cos * 0.787f) - (sin * 0.213f), 0.715f - (cos * 0.715f) - (sin * 0.715f), 0.072f - (cos * 0.072f) + (sin * 0.928f), 0, 0,
            0.213f - (cos * 0.213f) + (sin * 0.143f), 0.715f + (cos * 0.285f) + (sin * 0.140f), 0.072f - (cos * 0.072f) - (sin * 0.283f), 0, 0,
            0.213f - (cos * 0.213f) - (sin * 0.787f), 0.715f - (cos * 0.715f) + (sin * 0.715f), 0.072f + (cos * 0.928f) + (sin * 0.072f), 0, 0,
            0, 0, 0, 1, 0,
        ];
    }
}
