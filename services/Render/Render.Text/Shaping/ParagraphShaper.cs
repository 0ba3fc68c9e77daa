using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>Itemizes and shapes paragraphs, through the cache. Thread-safe.</summary>
public sealed class ParagraphShaper(ITextShaper shaper, ShapeCache cache)
{
    /// <summary>Appends the shaped items of a paragraph in logical order, without gaps.</summary>
    /// <param name="text">The paragraph after white-space processing and text-transform.</param>
    /// <param name="spans">Its parts by element: they cover the text without gaps.</param>
    /// <param name="levels">Bidi level of each UTF-16 unit; empty if all are 0.</param>
    /// <param name="shaped">Gets the items.</param>
    public void Shape(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> spans, ReadOnlySpan<byte> levels, List<ShapedItem> shaped)
    {
        var items = t_items ??= [];
        items.Clear();
        TextItemizer.Itemize(text, spans, levels, items);
        foreach (var item in items)
            shaped.Add(new ShapedItem(item.Start, item.Level, item.Script, ShapeItem(text, item.Start, item.Length, item.Font, item.Level, item.Script)));
        items.Clear();
    }

    /// <summary>
    /// The run of a part of a shaped item, as if the text ended at both ends: sliced where the ends are safe to break, shaped
    /// anew where they are not.
    /// </summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="item">One of its items.</param>
    /// <param name="start">Index in the paragraph, within the item.</param>
    /// <param name="end">Index in the paragraph, more than <paramref name="start"/>, within the item.</param>
    public ShapedRun Cut(ReadOnlySpan<char> text, in ShapedItem item, int start, int end)
    {
        int from = start - item.Start, to = end - item.Start;
        if (item.Run.IsSafeToBreakBefore(from) && item.Run.IsSafeToBreakBefore(to)) return item.Run.Slice(from, to);
        return cache.Shape(text[start..end], 0, end - start, item.Run.Font, item.Level, item.Script);
    }

    [ThreadStatic]
    private static List<TextItem>? t_items;

    private ShapedRun ShapeItem(ReadOnlySpan<char> text, int start, int length, ScaledFont font, byte level, Script script) =>
        NeedsContext(text, start, length, script)
            ? shaper.Shape(text, start, length, font, level, script)
            : cache.Shape(text, start, length, font, level, script);

    // Only letters of joining scripts look beyond their item, and not over a space.
    private static bool NeedsContext(ReadOnlySpan<char> text, int start, int length, Script script) =>
        Joins(script) && ((start > 0 && !char.IsWhiteSpace(text[start - 1])) || (start + length < text.Length && !char.IsWhiteSpace(text[start + length])));

    private static bool Joins(Script script) => script is Script.Arabic or Script.Syriac or Script.Mongolian or Script.Nko or Script.Mandaic
        or Script.Manichaean or Script.PsalterPahlavi or Script.PhagsPa or Script.Adlam or Script.HanifiRohingya or Script.Sogdian or Script.OldUyghur
        or Script.Chorasmian or Script.Inherited;
}
