using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Paint;

/// <summary>Where a fragment is painted, and what is painted with it: what painting and hit testing have to agree on.</summary>
/// <param name="State">Where in the property trees it is.</param>
/// <param name="Offset">Its border box's corner in the state's space.</param>
internal readonly record struct FragmentPlace(PropertyState State, LayoutPoint Offset)
{
    /// <summary>The place of a fragment's contents.</summary>
    internal static FragmentPlace Within(Fragment fragment, in FragmentPlace place) =>
        fragment.Kind == FragmentKind.Box && fragment.Box.PaintData is BoxPaint paint ? new FragmentPlace(paint.Inner, paint.InnerOffset) : place;

    /// <summary>The place of a child that is not a layer; one with nodes of its own (a clip) knows it.</summary>
    internal static FragmentPlace Of(in FragmentLink link, in FragmentPlace outer) =>
        link.Fragment.Kind == FragmentKind.Box && link.Fragment.Box.PaintData is BoxPaint paint
            ? new FragmentPlace(paint.Outer, paint.Offset) : outer with { Offset = outer.Offset + link.Offset };

    /// <summary>Whether its stacking context paints it, not the flow.</summary>
    internal static bool IsLayer(Fragment fragment) => fragment.Kind == FragmentKind.Box && fragment.Box.PaintData is BoxPaint { Layer: not null };

    /// <summary>Whether it is painted as a whole, as flex and grid items are.</summary>
    internal static bool IsAtomicItem(Fragment parent, Fragment child) =>
        parent.Box.Kind is BoxKind.Flex or BoxKind.Grid && parent.Kind == FragmentKind.Box && !child.Box.IsOutOfFlow;
}
