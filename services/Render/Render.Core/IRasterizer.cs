using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>Draws display lists into shared frames. Implemented by a native adapter. Thread-safe.</summary>
public interface IRasterizer
{
    /// <summary>Bytes that its own threads have allocated on the managed heap so far.</summary>
    long AllocatedBytes { get; }

    /// <summary>Shapes a line of text once, to be drawn many times.</summary>
    IShapedText Shape(TextNode text);

    /// <summary>A canvas over the slots of one frame chain. Used by one thread at a time.</summary>
    IFrameCanvas CreateCanvas(ChainSpec geometry);
}

/// <summary>Shaped text; draws from any thread.</summary>
public interface IShapedText : IDisposable
{
    /// <summary>Pixels that it may touch, in view coordinates.</summary>
    PixelRect Bounds { get; }
}

/// <summary>Draws into the slots of one chain; keeps what it can between frames and allocates nothing per frame.</summary>
public interface IFrameCanvas : IDisposable
{
    /// <summary>
    /// Draws the parts of a list that lie in the given rectangles, on as many cores as are worth it. Draws more where the same
    /// pixels would not come out otherwise.
    /// </summary>
    /// <param name="slot">Slot number; the address of a slot never changes.</param>
    /// <param name="pixels">Address of the slot's pixels.</param>
    /// <param name="list">What to draw.</param>
    /// <param name="parts">Rectangles within the frame that do not overlap.</param>
    void Draw(int slot, nint pixels, DisplayList list, ReadOnlySpan<PixelRect> parts);
}
