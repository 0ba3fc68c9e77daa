using System.Runtime.InteropServices;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Collapsed borders of tables (CSS 2, 17.6.2): over the cells' backgrounds, below what is in the cells.</summary>
internal static class TablePainter
{
    internal static DisplayItem[] Borders(TableParts parts, LayoutPoint offset)
    {
        var lines = Joined(parts.Borders);
        // Wider borders go over narrower ones, which reach into them at the corners.
        lines.Sort((a, b) => Width(a.Line).CompareTo(Width(b.Line)) is not 0 and var order ? order : a.Index.CompareTo(b.Index));
        return [.. lines.Select(l => Item(l.Line, offset))];
    }

    // Stretches that go on with the same border are one line, so that dashes run through.
    private static List<(CollapsedBorder Line, int Index)> Joined(IReadOnlyList<CollapsedBorder> stretches)
    {
        var lines = new List<(CollapsedBorder Line, int Index)>(stretches.Count);
        var ends = new Dictionary<(bool, int, int, BorderStyle, Color, int), int>();
        for (var i = 0; i < stretches.Count; i++)
        {
            var s = stretches[i];
            var (across, start, end) = s.IsVertical ? (s.Rect.X.Raw, s.Rect.Y.Raw, s.Rect.Bottom.Raw) : (s.Rect.Y.Raw, s.Rect.X.Raw, s.Rect.Right.Raw);
            var thick = s.IsVertical ? s.Rect.Width.Raw : s.Rect.Height.Raw;
            if (ends.Remove((s.IsVertical, across, start, s.Style, s.Color, thick), out var index))
            {
                var line = lines[index].Line;
                var rect = s.IsVertical
                    ? line.Rect with { Height = s.Rect.Bottom - line.Rect.Y } : line.Rect with { Width = s.Rect.Right - line.Rect.X };
                CollectionsMarshal.AsSpan(lines)[index].Line = line with { Rect = rect };
            }
            else
            {
                index = lines.Count;
                lines.Add((s, i));
            }

            ends[(s.IsVertical, across, end, s.Style, s.Color, thick)] = index;
        }

        return lines;
    }

    private static LayoutUnit Width(CollapsedBorder line) => line.IsVertical ? line.Rect.Width : line.Rect.Height;

    private static DisplayItem Item(CollapsedBorder line, LayoutPoint offset)
    {
        var rect = line.Rect.Offset(offset);
        float width = MathF.Max(1, Width(line).RoundToInt()), half = Width(line).ToFloat() / 2;
        float left = rect.X.ToFloat(), top = rect.Y.ToFloat(), right = rect.Right.ToFloat(), bottom = rect.Bottom.ToFloat();
        RectF box;
        if (line.IsVertical)
        {
            var from = MathF.Floor(top - half + 0.5f);
            box = new RectF(MathF.Floor(left + 0.5f), from, width, MathF.Floor(bottom + half + 0.5f) - from);
        }
        else
        {
            var from = MathF.Floor(left - half + 0.5f);
            box = new RectF(from, MathF.Floor(top + 0.5f), MathF.Floor(right + half + 0.5f) - from, width);
        }

        if (line.Style == BorderStyle.Solid) return new FillItem(new RoundedRect(box, default), line.Color);
        var widths = line.IsVertical ? new Sides<float>(0, 0, 0, width) : new Sides<float>(width, 0, 0, 0);
        // Inset and outset are ridge and groove in this model.
        var style = line.Style switch { BorderStyle.Inset => BorderStyle.Ridge, BorderStyle.Outset => BorderStyle.Groove, var s => s };
        var inner = line.IsVertical ? box with { X = box.Right, Width = 0 } : box with { Y = box.Bottom, Height = 0 };
        return new BorderItem(new RoundedRect(box, default), new RoundedRect(inner, default), widths, Sides.All(style), Sides.All(line.Color));
    }
}
