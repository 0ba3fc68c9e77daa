namespace WasmEngine.Render.Paint;

/// <summary>Successive items under one state.</summary>
/// <param name="State">Where in the property trees they are.</param>
/// <param name="Start">First item.</param>
/// <param name="Count">Number of items.</param>
/// <param name="Bounds">Around all of them, in the state's space.</param>
/// <param name="Surface">The only item, where that is a guest's surface.</param>
public readonly record struct PaintChunk(PropertyState State, int Start, int Count, RectF Bounds, ImageItem? Surface);

/// <summary>What a document shows, back to front: items grouped in chunks. Immutable once built.</summary>
public sealed class DisplayList
{
    internal DisplayList(DisplayItem[] items, PaintChunk[] chunks, Style.Color background)
    {
        Items = items;
        Chunks = chunks;
        Background = background;
    }

    /// <summary>Nothing, on white.</summary>
    public static DisplayList Empty { get; } = new([], [], new Style.Color(0xFFFFFFFF));

    /// <summary>Back to front.</summary>
    public IReadOnlyList<DisplayItem> Items { get; }

    /// <summary>Back to front; they cover Items without gaps.</summary>
    public IReadOnlyList<PaintChunk> Chunks { get; }

    /// <summary>The canvas colour below everything.</summary>
    public Style.Color Background { get; }
}
