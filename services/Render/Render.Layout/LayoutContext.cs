using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Layout;

/// <summary>What is the same for all of a document's layout.</summary>
public sealed record LayoutOptions
{
    /// <summary>Width of a viewport in CSS px.</summary>
    public float ViewportWidth { get; init; } = 800;

    public float ViewportHeight { get; init; } = 600;

    /// <summary>Room that a scrollbar takes; 0: they overlay.</summary>
    public float ScrollbarWidth { get; init; }
}

/// <summary>Knows natural sizes of replaced elements.</summary>
public interface IReplacedContent
{
    /// <summary>An image's natural size; null while it is not there, or broken.</summary>
    NaturalSize? SizeOf(Element element);

    /// <summary>Of a generated or list-style image.</summary>
    NaturalSize? SizeOf(CssImage image);
}

/// <summary>What the algorithms of one layout pass share. One thread.</summary>
public sealed class LayoutContext
{
    public required LayoutOptions Options { get; init; }

    public required IStyleSource Styles { get; init; }

    public required IReplacedContent Replaced { get; init; }

    public required IFontSystem Fonts { get; init; }

    public required ParagraphShaper Shaper { get; init; }

    public IssueLog Issues { get; init; } = new();

    /// <summary>How often something was left out because only sizes were asked for.</summary>
    internal int Omissions { get; set; }
}
