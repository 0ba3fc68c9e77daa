using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Documents;

/// <summary>Finds documents that are nothing but one surface.</summary>
internal static class DocumentScanout
{
    /// <summary>The surface that covers all of a frame, unscaled if it is as large as the frame, with nothing over it; null when there is none.</summary>
    internal static string? Find(Compositor frame)
    {
        var layers = frame.LayerSpan;
        var top = layers.Length - 1;
        while (top >= 0 && layers[top].FrameBounds.IsEmpty) top--;
        if (top < 0 || layers[top] is not { Surface: { } surface, Effect: null, DirectOpacity: >= 1 } layer) return null;
        var all = frame.Damage.Frame;
        var target = surface.Target.Transform(layer.ToFrame);
        var shape = surface.Clip;
        var isWhole = target == new RectF(0, 0, all.Width, all.Height) && layer.FrameBounds == target && layer.IsAligned && shape.Rect == surface.Target && shape.IsRect;
        for (var clip = layer.Clip; clip is not null && isWhole; clip = clip.Parent) isWhole = clip.Shape.IsRect;
        return isWhole ? surface.Key : null;
    }
}
