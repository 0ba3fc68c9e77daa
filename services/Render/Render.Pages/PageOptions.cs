using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Pages;

/// <summary>What a page is shown in.</summary>
public sealed record PageOptions
{
    /// <summary>Viewport in CSS px.</summary>
    public float Width { get; init; } = 800;

    /// <summary>Viewport in CSS px.</summary>
    public float Height { get; init; } = 600;

    /// <summary>Device pixels a CSS px.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>The person prefers a dark colour scheme.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>Room that a scrollbar takes, px; 0: they overlay.</summary>
    public float ScrollbarWidth { get; init; }
}

/// <summary>What a page needs of the outside.</summary>
public sealed record PageServices
{
    /// <summary>Where sheets, images and fonts come from.</summary>
    public required IResourceLoader Loader { get; init; }

    /// <summary>Fonts; the page adds the document's own to them.</summary>
    public required IDocumentFonts Fonts { get; init; }

    /// <summary>Shapes text; may be shared between pages.</summary>
    public required ParagraphShaper Shaper { get; init; }
}
