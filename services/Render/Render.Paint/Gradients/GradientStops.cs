using System.Numerics;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Stops ready to be drawn: positions rise from stop to stop; between two of them colours go linearly, not premultiplied, in sRGB.</summary>
/// <param name="Positions">Along the gradient's line; may lie outside of 0 to 1.</param>
/// <param name="Colors">RGBA, each 0 to 1.</param>
public sealed record ResolvedStops(float[] Positions, Vector4[] Colors);

/// <summary>Colour stops of gradients (css-images-4, 3.5): fills in positions, resolves hints, and cuts what does not go linearly into short pieces that do.</summary>
public static class GradientStops
{
    private const int Pieces = 24, PiecesOfHues = 48;

    /// <summary>Resolves stops.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="length">Length of its line in px; 1 for conic ones (their positions are percentages of a turn).</param>
    public static ResolvedStops Resolve(Gradient gradient, float length)
    {
        var stops = gradient.Stops;
        var positions = FillPositions(stops, length);
        var at = new List<float>();
        var colors = new List<Vector4>();
        for (var i = 0; i < stops.Count; i++)
        {
            if (stops[i].Color is not { } color) continue;
            if (at.Count > 0) Between(i, color);
            at.Add(positions[i]);
            colors.Add(ToVector(color));
        }

        if (at.Count == 1)
        {
            at.Add(at[0]);
            colors.Add(colors[0]);
        }

        return new ResolvedStops([.. at], [.. colors]);

        void Between(int i, Color color)
        {
            var (from, start) = (colors[^1], at[^1]);
            var to = ToVector(color);
            float? hint = stops[i - 1].Color is null ? Middle(start, positions[i], positions[i - 1]) : null;
            if (positions[i] <= start || (hint is null && from.W == to.W && gradient.Space == GradientSpace.Srgb)) return;
            var pieces = gradient.Space is GradientSpace.Oklch or GradientSpace.Lch or GradientSpace.Hsl or GradientSpace.Hwb ? PiecesOfHues : Pieces; // up to a whole turn
            for (var k = 1; k < pieces; k++)
            {
                var t = k / (float)pieces;
                at.Add(start + ((positions[i] - start) * t));
                colors.Add(ColorMix.Mix(from, to, hint is { } h ? Eased(t, h) : t, gradient.Space, gradient.Hue));
            }
        }
    }

    private static float Middle(float start, float end, float hint) => end > start ? Math.Clamp((hint - start) / (end - start), 0, 1) : 0.5f;

    // The hint is where half of the way between the colours is (3.5.2).
    private static float Eased(float t, float hint) => hint switch
    {
        <= 0 => 1,
        >= 1 => 0,
        0.5f => t,
        _ => MathF.Pow(t, MathF.Log(0.5f) / MathF.Log(hint)),
    };

    private static float[] FillPositions(IReadOnlyList<ColorStop> stops, float length)
    {
        var result = new float[stops.Count];
        for (var i = 0; i < stops.Count; i++) result[i] = stops[i].Position is { } p ? length > 0 ? p.Resolve(length) / length : 0 : float.NaN;
        if (result.Length == 0) return result;
        if (float.IsNaN(result[0])) result[0] = 0;
        if (float.IsNaN(result[^1])) result[^1] = 1;
        var highest = result[0];
        for (var i = 0; i < result.Length; i++)
        {
            if (float.IsNaN(result[i])) continue;
            highest = result[i] = MathF.Max(result[i], highest);
        }

        for (var i = 1; i < result.Length; i++)
        {
            if (!float.IsNaN(result[i])) continue;
            var end = i;
            while (float.IsNaN(result[end])) end++;
            for (var k = i; k < end; k++) result[k] = result[i - 1] + ((result[end] - result[i - 1]) * (k - i + 1) / (end - i + 1));
            i = end;
        }

        return result;
    }

    internal static Vector4 ToVector(Color color) => new(color.Red / 255f, color.Green / 255f, color.Blue / 255f, color.Alpha / 255f);
}
