namespace WasmEngine.Render.Style;

/// <summary>What media queries ask about. Immutable; a new one is made when something changes.</summary>
public sealed record MediaEnvironment
{
    /// <summary>1280 by 720 px, one device pixel a px, light, with a mouse.</summary>
    public static MediaEnvironment Default { get; } = new();

    /// <summary>Width of the viewport, px.</summary>
    public float Width { get; init; } = 1280;

    /// <summary>Height of the viewport, px.</summary>
    public float Height { get; init; } = 720;

    /// <summary>Device pixels a px.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>The person prefers a dark colour scheme.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>The person prefers less motion.</summary>
    public bool PrefersReducedMotion { get; init; }

    /// <summary>The person prefers more contrast.</summary>
    public bool PrefersContrast { get; init; }

    /// <summary>The main pointing device can hover.</summary>
    public bool CanHover { get; init; } = true;

    /// <summary>The main pointing device is a finger rather than a mouse.</summary>
    public bool IsPointerCoarse { get; init; }

    /// <summary>Value of display-mode: browser, standalone, fullscreen and so on.</summary>
    public string DisplayMode { get; init; } = "standalone";
}
