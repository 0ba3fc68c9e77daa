namespace WasmEngine.Render.Style;

/// <summary>Units of angles, times and resolutions.</summary>
internal static class OtherUnits
{
    /// <summary>In degrees.</summary>
    internal static bool TryAngle(in CssToken token, out double degrees) => Scale(token, out degrees, token.Text!.ToLowerInvariant() switch
    {
        "deg" => 1,
        "grad" => 0.9,
        "rad" => 180 / Math.PI,
        "turn" => 360,
        _ => 0,
    });

    /// <summary>In seconds.</summary>
    internal static bool TryTime(in CssToken token, out double seconds) => Scale(token, out seconds, token.Text!.ToLowerInvariant() switch
    {
        "s" => 1,
        "ms" => 0.001,
        _ => 0,
    });

    /// <summary>In dots per px.</summary>
    internal static bool TryResolution(in CssToken token, out double dppx) => Scale(token, out dppx, token.Text!.ToLowerInvariant() switch
    {
        "dppx" or "x" => 1,
        "dpi" => 1 / 96d,
        "dpcm" => 2.54 / 96,
        _ => 0,
    });

    private static bool Scale(in CssToken token, out double value, double factor)
    {
        value = token.Number * factor;
        return factor != 0;
    }
}
