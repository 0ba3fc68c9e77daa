namespace WasmEngine.Reftests;

/// <summary>Compares two pictures of a page; text, whose anti-aliasing may differ, is compared by the mean colour of small squares.</summary>
public static class PixelComparison
{
    /// <summary>How far a channel may be off, of 255.</summary>
    public const int Threshold = 16;

    /// <summary>Edge of the squares that text is compared by, in px.</summary>
    public const int CellSize = 8;

    /// <param name="withoutText">Chromium's picture with transparent text; null: nothing is masked.</param>
    public static PixelResult Compare(string page, Picture theirs, Picture? withoutText, Picture ours)
    {
        if (!SameSize(theirs, ours)) return PixelResult.Failed(page, $"it is {ours.Width}x{ours.Height}, Chromium's is {theirs.Width}x{theirs.Height}");
        if (withoutText is not null && !SameSize(theirs, withoutText)) return PixelResult.Failed(page, "Chromium's two pictures differ in size: run node record-pages.mjs");

        var mask = withoutText is null ? null : TextMask.Of(theirs, withoutText);
        var (pixels, differing, all, allDiffering) = (0, 0, theirs.Width * theirs.Height, 0);
        for (var pixel = 0; pixel < all; pixel++)
        {
            var differs = theirs.Difference(ours, pixel) > Threshold;
            if (differs) allDiffering++;
            if (mask is not null && mask[pixel]) continue;
            pixels++;
            if (differs) differing++;
        }

        var (cells, differingCells) = mask is null ? (0, 0) : CompareText(theirs, ours, mask);
        return new(page, pixels, differing, cells, differingCells, all, allDiffering);
    }

    private static bool SameSize(Picture a, Picture b) => a.Width == b.Width && a.Height == b.Height;

    private static (int Cells, int Differing) CompareText(Picture theirs, Picture ours, TextMask mask)
    {
        var (cells, differing) = (0, 0);
        Span<int> sums = stackalloc int[Picture.BytesPerPixel];
        for (var top = 0; top < theirs.Height; top += CellSize)
        {
            for (var left = 0; left < theirs.Width; left += CellSize)
            {
                var (bottom, right) = (Math.Min(top + CellSize, theirs.Height), Math.Min(left + CellSize, theirs.Width));
                sums.Clear();
                if (!SumDifferences(theirs, ours, mask, (left, top, right, bottom), sums)) continue;
                cells++;
                var area = (bottom - top) * (right - left);
                foreach (var sum in sums)
                {
                    if (Math.Abs(sum) <= Threshold * area) continue;
                    differing++;
                    break;
                }
            }
        }

        return (cells, differing);
    }

    /// <summary>Adds up the signed differences of a cell's channels; false if it holds no text.</summary>
    private static bool SumDifferences(Picture theirs, Picture ours, TextMask mask, (int Left, int Top, int Right, int Bottom) cell, Span<int> sums)
    {
        var text = false;
        for (var y = cell.Top; y < cell.Bottom; y++)
        {
            for (var x = cell.Left; x < cell.Right; x++)
            {
                var pixel = y * theirs.Width + x;
                text |= mask[pixel];
                for (var channel = 0; channel < Picture.BytesPerPixel; channel++)
                {
                    var at = pixel * Picture.BytesPerPixel + channel;
                    sums[channel] += theirs.Pixels[at] - ours.Pixels[at];
                }
            }
        }

        return text;
    }
}
