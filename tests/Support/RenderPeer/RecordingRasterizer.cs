using System.Runtime.InteropServices;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.RenderPeer;

/// <summary>One call of a canvas.</summary>
/// <param name="Slot">Slot drawn into.</param>
/// <param name="Parts">What was drawn anew.</param>
/// <param name="Items">How many items the list had.</param>
public sealed record DrawCall(int Slot, IReadOnlyList<PixelRect> Parts, int Items);

/// <summary>
/// A rasterizer in plain code that notes what it was asked for: text fills its bounds, pictures are drawn nearest pixel,
/// whatever is not opaque replaces what is below where its alpha is above 0. Thread-safe.
/// </summary>
public sealed class RecordingRasterizer : IRasterizer
{
    private readonly Lock _lock = new();
    private readonly List<DrawCall> _draws = [];
    private int _texts;
    private int _canvases;

    /// <summary>Called before each drawing; may throw.</summary>
    public Action<DisplayList>? BeforeDraw { get; set; }

    /// <summary>Called before each shaping; may throw.</summary>
    public Action<TextNode>? BeforeShape { get; set; }

    /// <summary>Called before each making of a canvas; may throw.</summary>
    public Action<ChainSpec>? BeforeCanvas { get; set; }

    /// <summary>What was drawn so far.</summary>
    public IReadOnlyList<DrawCall> Draws
    {
        get
        {
            lock (_lock)
            {
                return [.. _draws];
            }
        }
    }

    /// <summary>Shaped texts that were not disposed.</summary>
    public int LiveTexts => _texts;

    /// <summary>Canvases that were not disposed.</summary>
    public int LiveCanvases => _canvases;

    /// <summary>The pixels that a text covers.</summary>
    public static PixelRect BoundsOf(TextNode text) => PixelBounds.Of(text.X, text.Y - text.Size, text.Size * text.Text.Length, text.Size);

    /// <inheritdoc/>
    public long AllocatedBytes => 0;

    /// <inheritdoc/>
    public IShapedText Shape(TextNode text)
    {
        BeforeShape?.Invoke(text);
        return new FilledText(this, text);
    }

    /// <inheritdoc/>
    public IFrameCanvas CreateCanvas(ChainSpec geometry)
    {
        BeforeCanvas?.Invoke(geometry);
        return new Canvas(this, geometry);
    }

    private sealed class FilledText : IShapedText
    {
        private readonly RecordingRasterizer _owner;

        internal FilledText(RecordingRasterizer owner, TextNode text)
        {
            _owner = owner;
            Argb = text.Argb;
            Bounds = BoundsOf(text);
            Interlocked.Increment(ref owner._texts);
        }

        internal uint Argb { get; }

        public PixelRect Bounds { get; }

        public void Dispose() => Interlocked.Decrement(ref _owner._texts);
    }

    private sealed class Canvas : IFrameCanvas
    {
        private readonly RecordingRasterizer _owner;
        private readonly ChainSpec _geometry;

        internal Canvas(RecordingRasterizer owner, ChainSpec geometry)
        {
            _owner = owner;
            _geometry = geometry;
            Interlocked.Increment(ref owner._canvases);
        }

        public void Draw(int slot, nint pixels, DisplayList list, ReadOnlySpan<PixelRect> parts)
        {
            _owner.BeforeDraw?.Invoke(list);
            foreach (var part in parts)
            {
                for (var y = part.Y; y < part.Bottom; y++) DrawRow(pixels + (y * _geometry.Stride), list, part, y);
            }

            lock (_owner._lock)
            {
                _owner._draws.Add(new DrawCall(slot, parts.ToArray(), list.Items.Length));
            }
        }

        private static void DrawRow(nint row, DisplayList list, PixelRect part, int y)
        {
            for (var x = part.X; x < part.Right; x++)
            {
                var colour = list.Background;
                foreach (var item in list.Items) colour = Over(colour, item, x, y);
                Marshal.WriteInt32(row + (x * 4), (int)colour);
            }
        }

        private static uint Over(uint below, in DisplayItem item, int x, int y)
        {
            var inside = new PixelRect(x, y, 1, 1);
            if (item.Text is FilledText text) return text.Bounds.Intersect(inside).IsEmpty ? below : text.Argb;
            var picture = item.Picture;
            if (picture.Bounds.Intersect(inside).IsEmpty) return below;
            var column = Math.Clamp((int)((x - picture.X) * picture.Geometry.Width / picture.Width), 0, picture.Geometry.Width - 1);
            var line = Math.Clamp((int)((y - picture.Y) * picture.Geometry.Height / picture.Height), 0, picture.Geometry.Height - 1);
            var colour = (uint)Marshal.ReadInt32(picture.Pixels + (line * picture.Geometry.Stride) + (column * 4));
            return picture.Opaque || colour >> 24 != 0 ? colour : below;
        }

        public void Dispose() => Interlocked.Decrement(ref _owner._canvases);
    }
}
