using SkiaSharp;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Skia;

/// <summary>Text blobs of shaped runs: made when a run is first drawn, kept with it.</summary>
internal static class GlyphBlobs
{
    /// <summary>The run's glyphs from (0, 0) on, the baseline at 0; null if nothing is drawn. May be drawn from any thread.</summary>
    internal static SKTextBlob? Of(ShapedRun run)
    {
        var native = run.Native;
        if (native is null)
        {
            var made = Build(run);
            native = run.SetNative(made);
            if (!ReferenceEquals(native, made)) made.Blob?.Dispose();
        }

        return ((Holder)native).Blob;
    }

    private static Holder Build(ShapedRun run)
    {
        var source = run.Glyphs;
        if (source.IsEmpty || run.Font is not SkiaFont font) return new Holder(null);
        using var builder = new SKTextBlobBuilder();
        var target = builder.AllocatePositionedRun(font.Drawing, source.Length);
        var ids = target.Glyphs;
        var points = target.Positions;
        float x = 0;
        for (var i = 0; i < source.Length; i++)
        {
            ids[i] = source[i].Id;
            points[i] = new SKPoint(x + source[i].OffsetX, source[i].OffsetY);
            x += source[i].Advance;
        }

        return new Holder(builder.Build());
    }

    private sealed record Holder(SKTextBlob? Blob);
}
