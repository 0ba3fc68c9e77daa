using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// The writing mode that a thread is laying out in (css-writing-modes-4). All algorithms are written for horizontal lines that go down; for vertical ones they
/// run in a frame of their own, whose x is the direction of lines and whose y that of blocks: there every box has a turned style (<see cref="LayoutBox.Style"/>),
/// and the fragments that come out are turned (<see cref="FragmentTurner"/>). Outside of layout everything is physical.
/// </summary>
internal static class WritingFlow
{
    [ThreadStatic]
    private static WritingMode t_current;

    /// <summary>Whether any document was ever laid out vertically: until then nobody has to ask. Only ever set, by the thread that is about to.</summary>
    private static bool s_isUsed;

    internal static WritingMode Current => s_isUsed ? t_current : WritingMode.HorizontalTb;

    internal static bool IsVertical => s_isUsed && t_current != WritingMode.HorizontalTb;

    /// <summary>Whether one's lines are vertical and the other's are not.</summary>
    internal static bool AreOrthogonal(WritingMode a, WritingMode b) => (a == WritingMode.HorizontalTb) != (b == WritingMode.HorizontalTb);

    /// <summary>Whether a box's lines stand across those of the box that is being laid out.</summary>
    internal static bool IsOrthogonal(LayoutBox box) => box.Kind != BoxKind.Replaced && AreOrthogonal(box.WritingMode, Current);

    /// <summary>Goes on in another mode; returns the one before, to go back to.</summary>
    internal static WritingMode Enter(WritingMode mode)
    {
        var before = t_current;
        if (mode != WritingMode.HorizontalTb) s_isUsed = true;
        t_current = mode;
        return before;
    }
}
