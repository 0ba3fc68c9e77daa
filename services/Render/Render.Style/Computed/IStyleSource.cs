using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// What layout asks style for. Implemented by the style engine; the answers are current after it was brought up to date. Belongs to the document's thread.
/// </summary>
public interface IStyleSource
{
    /// <summary>An element's style.</summary>
    ComputedStyle StyleOf(Element element);

    /// <summary>A pseudo-element's style; null when it makes no box.</summary>
    ComputedStyle? StyleOf(Element element, PseudoElement pseudo);

    /// <summary>The style of an anonymous box within a parent: inherited properties are the parent's, the others initial.</summary>
    ComputedStyle Anonymous(ComputedStyle parent, Display display);
}
