using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>vertical-align (CSS 2, 10.8.1).</summary>
internal sealed partial class LineBoxes
{
    // Boxes come after those that they are in: backward, each is complete when it is met.
    private FontHeight Align()
    {
        for (var i = _boxes.Count - 1; i > 0; i--)
        {
            ref var box = ref _boxes.Ref(i);
            AlignToEdges(ref box);
            if (IsAlignedToEdge(box))
            {
                var root = RootOf(box.Parent);
                box.NextAligned = _boxes[root].FirstAligned;
                _boxes.Ref(root).FirstAligned = i;
                continue;
            }

            ref var parent = ref _boxes.Ref(box.Parent);
            box.Shift = ShiftOf(box, parent.Style);
            parent.Metrics = parent.Metrics.Unite(box.Metrics.Moved(box.Shift));
        }

        // Boxes aligned to an edge move with those around them all the same, as in Blink.
        AlignToEdges(ref _boxes.Ref(0));
        for (var i = 1; i < _boxes.Count; i++)
        {
            ref var box = ref _boxes.Ref(i);
            box.Baseline = _boxes[box.Parent].Baseline + box.Shift;
        }

        var metrics = _boxes[0].Metrics;
        return metrics.IsNone ? default : metrics;
    }

    private static bool IsAlignedToEdge(in LineBox box) => box.Style.Style.Box.VerticalAlign is VerticalAlign.Top or VerticalAlign.Bottom;

    // What `top` and `bottom` refer to: the nearest box that is aligned so itself, or the line.
    private int RootOf(int box)
    {
        while (box > 0 && !IsAlignedToEdge(_boxes[box])) box = _boxes[box].Parent;
        return box;
    }

    // Boxes at the top and bottom stretch the box if they are higher; the highest decides to which side.
    private void AlignToEdges(ref LineBox box)
    {
        if (box.FirstAligned < 0) return;
        var highest = box.FirstAligned;
        for (var i = box.FirstAligned; i >= 0; i = _boxes[i].NextAligned)
        {
            if (_boxes[i].Metrics.Height > _boxes[highest].Metrics.Height) highest = i;
        }

        var height = _boxes[highest].Metrics.Height;
        var metrics = box.Metrics.IsNone ? default : box.Metrics;
        if (height > metrics.Height)
        {
            metrics = _boxes[highest].Style.Style.Box.VerticalAlign == VerticalAlign.Top
                ? metrics with { Descent = height - metrics.Ascent }
                : metrics with { Ascent = height - metrics.Descent };
        }

        box.Metrics = metrics;
        for (var i = box.FirstAligned; i >= 0; i = _boxes[i].NextAligned)
        {
            ref var aligned = ref _boxes.Ref(i);
            if (aligned.Metrics.IsNone) continue;
            aligned.Shift = aligned.Style.Style.Box.VerticalAlign == VerticalAlign.Top ? aligned.Metrics.Ascent - metrics.Ascent : metrics.Descent - aligned.Metrics.Descent;
        }
    }

    private static LayoutUnit ShiftOf(in LineBox box, InlineStyle parent)
    {
        var style = box.Style.Style.Box;
        var metrics = box.Metrics.IsNone ? default : box.Metrics;
        var size = LayoutUnit.From(parent.Style.Font.Size);
        return style.VerticalAlign switch
        {
            VerticalAlign.Sub => (size / 5) + 1,
            VerticalAlign.Super => -((size / 3) + 1),
            VerticalAlign.TextTop => metrics.Ascent - parent.TextHeight.Ascent,
            VerticalAlign.TextBottom => parent.TextHeight.Descent - metrics.Descent,
            VerticalAlign.Middle => ((metrics.Ascent - metrics.Descent) / 2) - LayoutUnit.Round(parent.Font.Metrics.XHeight / 2),
            VerticalAlign.Length => -SizeResolver.OrZero(SizeResolver.Resolve(style.VerticalAlignLength, box.Style.LineHeight)),
            _ => LayoutUnit.Zero,
        };
    }
}
