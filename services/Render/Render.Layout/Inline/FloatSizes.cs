using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What floats on a line add to intrinsic widths: the widest counts for min-content, those side by side for max-content.</summary>
internal sealed class FloatSizes
{
    private LayoutUnit _left, _right;

    /// <summary>The widest one.</summary>
    internal LayoutUnit Min { get; private set; }

    /// <summary>All that stand side by side.</summary>
    internal LayoutUnit Max { get; private set; }

    internal void Clear() => (_left, _right, Min, Max) = (default, default, default, default);

    internal void Add(LayoutBox box, MinMaxSizes sizes)
    {
        var clearing = box.Style.Box.Clear;
        if (clearing is Style.Clear.Left or Style.Clear.Both) _left = LayoutUnit.Zero;
        if (clearing is Style.Clear.Right or Style.Clear.Both) _right = LayoutUnit.Zero;
        var width = sizes.Max.AtLeastZero();
        if (box.Style.Box.Float == Float.Left) _left += width;
        else _right += width;
        Min = LayoutUnit.Larger(Min, sizes.Min);
        Max = LayoutUnit.Larger(Max, _left + _right);
    }
}

/// <summary>References into lists of structs.</summary>
internal static class ListReferences
{
    /// <summary>An entry to be changed in place; no entries may be added meanwhile.</summary>
    internal static ref T Ref<T>(this List<T> list, Index index) =>
        ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list)[index.GetOffset(list.Count)];
}
