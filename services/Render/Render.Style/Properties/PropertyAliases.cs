namespace WasmEngine.Render.Style;

/// <summary>Other names of properties (compat standard; names that specifications keep for old pages).</summary>
internal static class PropertyAliases
{
    private const string Prefixed =
        "align-content align-items align-self animation animation-delay animation-direction animation-duration animation-fill-mode animation-iteration-count animation-name "
        + "animation-play-state animation-timing-function appearance backdrop-filter backface-visibility background-clip background-origin background-size border-radius "
        + "border-top-left-radius border-top-right-radius border-bottom-right-radius border-bottom-left-radius box-shadow box-sizing clip-path filter flex flex-basis flex-direction "
        + "flex-flow flex-grow flex-shrink flex-wrap font-feature-settings hyphens justify-content line-clamp mask mask-clip mask-composite mask-image mask-origin mask-position "
        + "mask-position-x mask-position-y mask-repeat mask-size opacity order perspective perspective-origin text-decoration-line text-decoration-style text-decoration-color "
        + "transform transform-origin transform-style transition transition-delay transition-duration transition-property transition-timing-function user-select line-break";

    internal static readonly (string Alias, string Name)[] All =
    [
        .. Prefixed.Split(' ').Select(name => ("-webkit-" + name, name)),
        ("-moz-user-select", "user-select"), ("-moz-appearance", "appearance"), ("-moz-tab-size", "tab-size"),
        ("grid-gap", "gap"), ("grid-row-gap", "row-gap"), ("grid-column-gap", "column-gap"), ("word-wrap", "overflow-wrap"),
        ("-webkit-margin-start", "margin-inline-start"), ("-webkit-margin-end", "margin-inline-end"), ("-webkit-margin-before", "margin-block-start"), ("-webkit-margin-after", "margin-block-end"),
        ("-webkit-padding-start", "padding-inline-start"), ("-webkit-padding-end", "padding-inline-end"), ("-webkit-padding-before", "padding-block-start"),
        ("-webkit-padding-after", "padding-block-end"), ("-webkit-border-start", "border-inline-start"), ("-webkit-border-end", "border-inline-end"),
        ("-webkit-logical-width", "inline-size"), ("-webkit-logical-height", "block-size"), ("-webkit-text-decoration", "text-decoration"), ("font-width", "font-stretch"),
        ("-webkit-writing-mode", "writing-mode"), ("-webkit-font-kerning", "font-kerning"), ("-webkit-column-gap", "column-gap"),
    ];
}
