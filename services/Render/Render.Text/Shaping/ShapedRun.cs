using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>
/// The glyphs of a piece of text in one font, one direction and one script. Immutable and independent of where in a paragraph
/// it stands, so one run serves all places with the same text. All indices count UTF-16 units from the run's start, all
/// distances are CSS px.
/// </summary>
public sealed partial class ShapedRun
{
    private readonly GlyphData[] _glyphs;
    private readonly float[] _advanceBefore; // in logical order, one for each index and the end
    private readonly ulong[] _unsafe; // one bit for each index
    private object? _native;

    /// <summary>Builds the run from glyphs in visual order, as a shaper gives them.</summary>
    /// <param name="font">The font of all glyphs.</param>
    /// <param name="rightToLeft">Whether the first glyph belongs to the last characters.</param>
    /// <param name="length">UTF-16 units of the text, more than 0.</param>
    /// <param name="glyphs">The glyphs; clusters rise, or fall if right to left. The run keeps the array.</param>
    public ShapedRun(ScaledFont font, bool rightToLeft, int length, GlyphData[] glyphs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Font = font;
        IsRightToLeft = rightToLeft;
        Length = length;
        _glyphs = glyphs;
        _advanceBefore = new float[length + 1];
        _unsafe = new ulong[(length + 64) / 64];
        Measure();
    }

    /// <summary>The font of all glyphs.</summary>
    public ScaledFont Font { get; }

    /// <summary>Whether it runs from right to left.</summary>
    public bool IsRightToLeft { get; }

    /// <summary>UTF-16 units that it covers.</summary>
    public int Length { get; }

    /// <summary>The glyphs from left to right.</summary>
    public ReadOnlySpan<GlyphData> Glyphs => _glyphs;

    /// <summary>Sum of all advances, not rounded.</summary>
    public float Width => _advanceBefore[Length];

    /// <summary>
    /// What an adapter keeps beside the run (a text blob): made once, by whoever needs it first. It must be good for drawing from
    /// any thread, and be freed by its finalizer, as runs are shared and nobody owns one.
    /// </summary>
    public object? Native
    {
        // SYNC: acquire, partner of the exchange in SetNative.
        get => Volatile.Read(ref _native);
    }

    /// <summary>Stores what <see cref="Native"/> gives unless another thread was first; gives what is stored.</summary>
    public object SetNative(object native) =>
        // SYNC: full fence, partner of the read in Native: who sees the object sees it whole.
        Interlocked.CompareExchange(ref _native, native, null) ?? native;

    /// <summary>The advance of the characters from <paramref name="start"/> to <paramref name="end"/>; constant time.</summary>
    public float WidthOf(int start, int end) => _advanceBefore[end] - _advanceBefore[start];

    /// <summary>
    /// Sum of the advances of all characters before the index, in logical order. Within a cluster (a ligature, a base with its
    /// marks) the advance belongs to its first character.
    /// </summary>
    public float AdvanceBefore(int index) => _advanceBefore[index];

    /// <summary>Where a caret before the character stands, from the run's left edge.</summary>
    public float CaretX(int index) => IsRightToLeft ? Width - _advanceBefore[index] : _advanceBefore[index];

    /// <summary>
    /// Whether the text may be cut before the character and both parts keep the glyphs that they have here. True for 0 and
    /// <see cref="Length"/>.
    /// </summary>
    public bool IsSafeToBreakBefore(int index) => (_unsafe[index >> 6] & (1UL << (index & 63))) == 0;

    /// <summary>The first index at or after the given one where the text may be cut without shaping anew.</summary>
    public int NextSafeToBreak(int index)
    {
        while (!IsSafeToBreakBefore(index)) index++;
        return index;
    }

    /// <summary>The last index at or before the given one where the text may be cut without shaping anew.</summary>
    public int PreviousSafeToBreak(int index)
    {
        while (!IsSafeToBreakBefore(index)) index--;
        return index;
    }

    /// <summary>
    /// The last index such that the characters from <paramref name="start"/> up to it are at most as wide as given: where a line
    /// is full. Never within a cluster. At least <paramref name="start"/>.
    /// </summary>
    public int IndexForWidth(int start, float available)
    {
        int low = start, high = Length;
        var limit = _advanceBefore[start] + available;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_advanceBefore[middle] <= limit) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>The index of the character nearest to a place, from the run's left edge: where a click puts the caret.</summary>
    public int IndexAt(float x)
    {
        var advance = IsRightToLeft ? Width - x : x;
        var before = IndexForWidth(0, Math.Max(advance, 0));
        if (before == Length) return Length;
        var after = before + 1;
        while (after < Length && _advanceBefore[after] <= advance) after++;
        return advance - _advanceBefore[before] <= _advanceBefore[after] - advance ? before : after;
    }

    // Sums advances by cluster, and marks where the text can't be cut: within clusters, and where the shaper says so.
    private void Measure()
    {
        for (var i = 0; i < _unsafe.Length; i++) _unsafe[i] = ulong.MaxValue;
        foreach (ref readonly var glyph in _glyphs.AsSpan())
        {
            _advanceBefore[glyph.Cluster + 1] += glyph.Advance;
            if ((glyph.Flags & GlyphFlags.UnsafeToBreak) == 0) _unsafe[glyph.Cluster >> 6] &= ~(1UL << (glyph.Cluster & 63));
        }

        foreach (ref readonly var glyph in _glyphs.AsSpan())
        {
            // One unsafe glyph spoils its cluster.
            if ((glyph.Flags & GlyphFlags.UnsafeToBreak) != 0) _unsafe[glyph.Cluster >> 6] |= 1UL << (glyph.Cluster & 63);
        }

        for (var i = 1; i < _advanceBefore.Length; i++) _advanceBefore[i] += _advanceBefore[i - 1];
        _unsafe[0] &= ~1UL;
        _unsafe[Length >> 6] &= ~(1UL << (Length & 63));
    }
}
