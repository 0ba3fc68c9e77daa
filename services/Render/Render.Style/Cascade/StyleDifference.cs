namespace WasmEngine.Render.Style;

/// <summary>What a change of a style asks for. Stronger ones include nothing of the weaker: all that apply are set.</summary>
[Flags]
public enum StyleDifference
{
    /// <summary>Nothing to do.</summary>
    None = 0,

    /// <summary>What it looks like, where it is.</summary>
    Repaint = 1,

    /// <summary>Transform or opacity: finished layers move, nothing is painted anew.</summary>
    Composite = 2,

    /// <summary>Stacking order or what makes a stacking context.</summary>
    Stacking = 4,

    /// <summary>Where and how it scrolls or clips.</summary>
    Scroll = 8,

    /// <summary>Its layout.</summary>
    Reflow = 16,

    /// <summary>Its boxes: they are made anew.</summary>
    Reconstruct = 32,
}

/// <summary>Told of each element whose style changed, on the document's thread.</summary>
public interface IStyleObserver
{
    /// <summary>A style changed.</summary>
    /// <param name="element">Element.</param>
    /// <param name="pseudo">Its pseudo-element; None for itself.</param>
    /// <param name="before">Style before; null when there was none.</param>
    /// <param name="after">Style from now on; null when there is none.</param>
    /// <param name="difference">What it asks for.</param>
    void StyleChanged(Dom.Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? after, StyleDifference difference);
}
