namespace WasmEngine.Render.Layout;

/// <summary>An algorithm for one kind of box. Stateless; one instance serves all.</summary>
internal interface ILayoutAlgorithm
{
    /// <summary>Lays a box and all in it out.</summary>
    LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context);

    /// <summary>
    /// Border-box widths under min-content and max-content constraints as the content gives them: the box's own width, min-width and max-width do not count
    /// (see <see cref="SizeResolver.Contribution"/> for the contribution to a parent). Percentage paddings count as 0.
    /// </summary>
    /// <param name="box">The box.</param>
    /// <param name="percentageHeight">What percentage heights within refer to, or Indefinite.</param>
    /// <param name="context">The pass.</param>
    MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context);
}

/// <summary>Where every algorithm lays out or measures a child: finds the algorithm, and uses former results where nothing changed.</summary>
public static class BoxLayout
{
    /// <summary>Lays a box out under a space.</summary>
    public static LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        if (IsTurned(box)) return OrthogonalFlow.Layout(box, space, context);
        if (box.Cache.Find(space) is { } known)
        {
            if (!known.IsComplete) context.Omissions++;
            return known;
        }

        var before = context.Omissions;
        var result = AlgorithmFor(box).Layout(box, space, context);
        result.IsComplete = !space.IsMeasure || context.Omissions == before;
        box.Cache.Add(result.IsComplete ? space with { IsMeasure = false } : space, result);
        return result;
    }

    /// <summary>A box's intrinsic border-box widths; see <see cref="ILayoutAlgorithm.Intrinsic"/>.</summary>
    public static MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        if (IsTurned(box)) return OrthogonalFlow.Intrinsic(box, percentageHeight, context);
        // A box that is stretched has an auto height: percentages of its own do not count, and the height takes their place as the key.
        var key = box.StretchedHeight.IsDefinite ? box.StretchedHeight : percentageHeight;
        if (box.Cache.FindIntrinsic(key) is { } known) return known;
        var before = context.Omissions;
        var sizes = box.Style.Box.ContainsInlineSize && box.Kind != BoxKind.Replaced
            ? WithoutContent(box)
            : AlgorithmFor(box).Intrinsic(box, percentageHeight, context);
        context.Omissions = before; // what was laid out for it goes into no result
        if (box.HasWholeWidth) sizes = new MinMaxSizes(sizes.Min.CeilToInt(), sizes.Max.CeilToInt());
        box.Cache.AddIntrinsic(key, sizes);
        return sizes;
    }

    private static MinMaxSizes WithoutContent(LayoutBox box)
    {
        var frame = (SizeResolver.Border(box) + SizeResolver.Padding(box.Style, LayoutUnit.Indefinite)).Horizontal;
        return new MinMaxSizes(frame, frame);
    }

    private static bool IsTurned(LayoutBox box) => box.Kind != BoxKind.Replaced && box.WritingMode != WritingFlow.Current;

    /// <summary>Asks for intrinsic widths of a box whose height its container decides on.</summary>
    /// <param name="box">The box.</param>
    /// <param name="height">The border box's height; Indefinite: as if it were asked for directly.</param>
    /// <param name="ask">The question.</param>
    internal static T Stretched<T>(LayoutBox box, LayoutUnit height, Func<T> ask)
    {
        var before = box.StretchedHeight;
        box.StretchedHeight = box.Kind == BoxKind.Replaced ? LayoutUnit.Indefinite : height;
        try
        {
            return ask();
        }
        finally
        {
            box.StretchedHeight = before;
        }
    }

    private static readonly BlockLayout Block = new();
    private static readonly FlexLayout Flex = new();
    private static readonly GridLayout Grid = new();
    private static readonly TableLayoutAlgorithm Table = new();
    private static readonly ReplacedLayout Replaced = new();

    private static ILayoutAlgorithm AlgorithmFor(LayoutBox box) => box.Kind switch
    {
        BoxKind.Block or BoxKind.TableCell or BoxKind.TableCaption => Block, // a cell's content; rows and tables place the cells
        BoxKind.Flex => Flex,
        BoxKind.Grid => Grid,
        BoxKind.Table => Table,
        BoxKind.Replaced => Replaced,
        _ => throw new InvalidOperationException($"no algorithm lays out a {box.Kind}"),
    };
}
