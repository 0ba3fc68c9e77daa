namespace WasmEngine.Render.Style;

/// <summary>Properties that are of no consequence to what this engine shows: ignored without an issue.</summary>
internal static class HarmlessProperties
{
    private static readonly HashSet<string> Names = new(
        ("-webkit-font-smoothing -moz-osx-font-smoothing text-rendering font-synthesis font-smooth -webkit-tap-highlight-color -webkit-touch-callout touch-action scroll-behavior "
        + "overscroll-behavior overscroll-behavior-x overscroll-behavior-y -webkit-overflow-scrolling -ms-overflow-style -ms-touch-action scroll-snap-type scroll-snap-align scroll-margin "
        + "scroll-margin-top scroll-padding scroll-padding-top text-size-adjust -webkit-text-size-adjust -ms-text-size-adjust -moz-text-size-adjust print-color-adjust "
        + "-webkit-print-color-adjust color-adjust forced-color-adjust orphans widows page-break-before page-break-after page-break-inside break-before break-after break-inside speak "
        + "-webkit-user-drag -webkit-app-region overflow-anchor interpolate-size").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    internal static bool Contains(string name) => Names.Contains(name);
}
