namespace WasmEngine.Render.Text.Shaping;

/// <summary>Runs made from others.</summary>
public sealed partial class ShapedRun
{
    /// <summary>
    /// The glyphs of a part of the characters. Exact where both ends are safe to break; elsewhere shape that part anew
    /// (<see cref="ParagraphShaper"/> does). The whole run is given as it is.
    /// </summary>
    public ShapedRun Slice(int start, int end)
    {
        if (start == 0 && end == Length) return this;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        var count = 0;
        foreach (ref readonly var glyph in _glyphs.AsSpan())
        {
            if (glyph.Cluster >= start && glyph.Cluster < end) count++;
        }

        var glyphs = new GlyphData[count];
        var at = 0;
        foreach (ref readonly var glyph in _glyphs.AsSpan())
        {
            if (glyph.Cluster >= start && glyph.Cluster < end) glyphs[at++] = glyph with { Cluster = glyph.Cluster - start };
        }

        return new ShapedRun(Font, IsRightToLeft, end - start, glyphs);
    }

    /// <summary>
    /// The run with more space: <paramref name="extraAfter"/> gives for each character how much its cluster's advance grows at
    /// its end (css-text-3 §8: letter-spacing, word-spacing, justification). Amounts of a cluster's characters add up.
    /// </summary>
    /// <param name="extraAfter">One amount in px for each of <see cref="Length"/> characters; may be negative.</param>
    public ShapedRun WithSpacing(ReadOnlySpan<float> extraAfter)
    {
        var glyphs = (GlyphData[])_glyphs.Clone();
        // The space goes to the end of a cluster in the direction of the text: to its last glyph if left to right; before its
        // first glyph, from the left, if right to left.
        for (var i = 0; i < glyphs.Length; i++)
        {
            if (i + 1 < glyphs.Length && glyphs[i + 1].Cluster == glyphs[i].Cluster) continue;
            var first = i;
            while (first > 0 && glyphs[first - 1].Cluster == glyphs[i].Cluster) first--;
            var extra = Sum(extraAfter[glyphs[i].Cluster..ClusterEnd(glyphs, first, i)]);
            if (extra != 0) Widen(glyphs.AsSpan(first, i - first + 1), extra);
        }

        return new ShapedRun(Font, IsRightToLeft, Length, glyphs);
    }

    private void Widen(Span<GlyphData> cluster, float extra)
    {
        cluster[^1] = cluster[^1] with { Advance = cluster[^1].Advance + extra };
        if (!IsRightToLeft) return;
        foreach (ref var glyph in cluster) glyph = glyph with { OffsetX = glyph.OffsetX + extra };
    }

    private int ClusterEnd(GlyphData[] glyphs, int first, int last)
    {
        if (IsRightToLeft) return first > 0 ? glyphs[first - 1].Cluster : Length;
        return last + 1 < glyphs.Length ? glyphs[last + 1].Cluster : Length;
    }

    private static float Sum(ReadOnlySpan<float> amounts)
    {
        float sum = 0;
        foreach (var amount in amounts) sum += amount;
        return sum;
    }
}
