namespace WasmEngine.Reftests;

/// <summary>How the picture of a page compares with Chromium's.</summary>
/// <param name="Pixels">How many are compared: all but those of text.</param>
/// <param name="Differing">How many of them differ by more than the threshold.</param>
/// <param name="TextCells">Squares of <see cref="PixelComparison.CellSize"/> px that hold text.</param>
/// <param name="DifferingTextCells">Those whose mean colour differs by more than the threshold: text that lacks, or stands elsewhere.</param>
/// <param name="AllPixels">How many the picture has.</param>
/// <param name="AllDiffering">How many of those differ: text and its anti-aliasing included.</param>
/// <param name="Failure">Why there is nothing to compare; null if there is.</param>
public sealed record PixelResult(string Page, int Pixels, int Differing, int TextCells, int DifferingTextCells, int AllPixels = 0, int AllDiffering = 0, string? Failure = null)
{
    /// <summary>Share of pixels that differ, 0 to 1.</summary>
    public double Share => Failure is not null ? 1 : Pixels == 0 ? 0 : (double)Differing / Pixels;

    /// <summary>Share of cells with text that differ, 0 to 1.</summary>
    public double TextShare => Failure is not null ? 1 : TextCells == 0 ? 0 : (double)DifferingTextCells / TextCells;

    /// <summary>Share of all pixels that differ, text included, 0 to 1.</summary>
    public double UnmaskedShare => Failure is not null ? 1 : AllPixels == 0 ? 0 : (double)AllDiffering / AllPixels;

    public static PixelResult Failed(string page, string failure) => new(page, 0, 0, 0, 0, Failure: failure);
}
