using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>What painting asks for besides fragments and styles. Belongs to the document's thread.</summary>
public interface IPaintInput
{
    /// <summary>How far a scroll container's contents are scrolled, px; 0 for others.</summary>
    LayoutPoint ScrollOffset(LayoutBox box);

    /// <summary>How far a sticky box is moved by now.</summary>
    LayoutPoint StickyOffset(LayoutBox box);

    /// <summary>Natural size of an image that is there; null while it is not.</summary>
    NaturalSize? SizeOf(CssImage image);

    /// <summary>Counts changes of an image's or element's picture, so that it is drawn anew.</summary>
    int VersionOf(ReplacedBox box);

    /// <summary>The view's size in CSS px: what the canvas covers at least.</summary>
    RectF Viewport { get; }

    /// <summary>Animations that run on a box's transform or opacity, and changes in successive frames.</summary>
    CompositingReasons TransformReasons(LayoutBox box);

    CompositingReasons OpacityReasons(LayoutBox box);
}
