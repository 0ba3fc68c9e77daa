using System.Collections;

namespace WasmEngine.Reftests;

/// <summary>Where Chromium drew text: the pixels that change when text is made transparent, and those near them.</summary>
public sealed class TextMask
{
    /// <summary>How far around its pixels text is masked, in px: ours may be anti-aliased otherwise, at most one pixel beside.</summary>
    public const int Margin = 2;

    private readonly BitArray _masked;

    private TextMask(BitArray masked) => _masked = masked;

    public bool this[int pixel] => _masked[pixel];

    /// <summary>The mask of a page from its pictures with and without text, which have the same size.</summary>
    public static TextMask Of(Picture withText, Picture withoutText)
    {
        var masked = new BitArray(withText.Width * withText.Height);
        for (var y = 0; y < withText.Height; y++)
        {
            for (var x = 0; x < withText.Width; x++)
            {
                if (withText.Difference(withoutText, y * withText.Width + x) > 0) Mark(masked, withText, x, y);
            }
        }

        return new(masked);
    }

    private static void Mark(BitArray masked, Picture picture, int x, int y)
    {
        var (left, right) = (Math.Max(x - Margin, 0), Math.Min(x + Margin, picture.Width - 1));
        for (var row = Math.Max(y - Margin, 0); row <= Math.Min(y + Margin, picture.Height - 1); row++)
        {
            for (var column = left; column <= right; column++) masked[row * picture.Width + column] = true;
        }
    }
}
