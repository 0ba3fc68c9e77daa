namespace WasmEngine.Render.Style;

/// <summary>Which way round hues are mixed (css-color-4, 12.4).</summary>
public enum HueArc : byte { Shorter, Longer, Increasing, Decreasing }

/// <summary>Mixing hues.</summary>
public static class HueArcs
{
    /// <summary>The hue at a share of the way.</summary>
    /// <param name="arc">The way.</param>
    /// <param name="from">Degrees.</param>
    /// <param name="to">Degrees.</param>
    /// <param name="share">0 for from, 1 for to.</param>
    /// <returns>Degrees, perhaps beyond a turn.</returns>
    public static double Mix(this HueArc arc, double from, double to, double share)
    {
        var up = (((to - from) % 360) + 360) % 360;
        var way = arc switch
        {
            HueArc.Shorter => up > 180 ? up - 360 : up,
            HueArc.Longer => up is > 0 and < 180 ? up - 360 : up,
            HueArc.Increasing => up,
            _ => up > 0 ? up - 360 : up,
        };
        return from + (way * share);
    }
}
