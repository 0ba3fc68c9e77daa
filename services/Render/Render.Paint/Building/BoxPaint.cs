using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Paint;

/// <summary>The nodes that a box makes, and where it and its contents are in the trees. Kept on the box while it has any.</summary>
internal sealed class BoxPaint : NodeData
{
    /// <summary>Sticky offset, or null.</summary>
    internal TransformNode? Sticky { get; set; }

    internal TransformNode? Transform { get; set; }

    internal TransformNode? Perspective { get; set; }

    internal TransformNode? Scroll { get; set; }

    internal EffectNode? Effect { get; set; }

    internal ClipNode? PathClip { get; set; }

    internal ClipNode? OverflowClip { get; set; }

    /// <summary>State of its own decorations.</summary>
    internal PropertyState Outer { get; set; }

    /// <summary>State of its contents.</summary>
    internal PropertyState Inner { get; set; }

    /// <summary>Its border box's corner in the space of Outer.</summary>
    internal LayoutPoint Offset { get; set; }

    /// <summary>The same corner in the space of Inner (contents are placed from it).</summary>
    internal LayoutPoint InnerOffset { get; set; }

    /// <summary>The fragment that it was painted with last.</summary>
    internal Fragment? Fragment { get; set; }

    /// <summary>Whole px by which the transform's space is moved in its parent's.</summary>
    internal (int X, int Y) TransformOrigin { get; set; }

    /// <summary>It is painted by its stacking context, not where it stands in the flow.</summary>
    internal PaintLayer? Layer { get; set; }

    /// <summary>The root's canvas fill.</summary>
    internal FillItem? Canvas { get; set; }

    /// <summary>The pass that made the values current.</summary>
    internal int Pass { get; set; }
}

/// <summary>A box that is painted in the order of a stacking context: a stacking context itself or a positioned box (CSS 2, appendix E).</summary>
internal sealed class PaintLayer(Fragment fragment, BoxPaint paint, bool isStackingContext, int z)
{
    internal Fragment Fragment { get; } = fragment;

    internal BoxPaint Paint { get; } = paint;

    internal bool IsStackingContext { get; } = isStackingContext;

    /// <summary>z-index; 0 for auto.</summary>
    internal int Z { get; } = z;

    /// <summary>For stacking contexts: layers with z-index below 0, 0 or auto, above 0; sorted, in tree order among equals.</summary>
    internal List<PaintLayer> Negative { get; } = [];

    internal List<PaintLayer> Zero { get; } = [];

    internal List<PaintLayer> Positive { get; } = [];

    internal void Add(PaintLayer layer) => (layer.Z < 0 ? Negative : layer.Z > 0 ? Positive : Zero).Add(layer);

    internal void Sort()
    {
        SortByZ(Negative);
        SortByZ(Positive);
    }

    // Stable, unlike List.Sort.
    private static void SortByZ(List<PaintLayer> layers)
    {
        if (layers.Count < 2) return;
        var sorted = layers.OrderBy(l => l.Z).ToArray();
        layers.Clear();
        layers.AddRange(sorted);
    }
}
