using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Bench.Demo;

/// <summary>A frame in the terminal: two pixels to a character, the upper as its colour, the lower as its background.</summary>
internal static class TerminalPicture
{
    private const int MaxColumns = 96;

    internal static void Write(IAnsiConsole console, CapturedFrame frame)
    {
        if (!console.Profile.Out.IsTerminal || console.Profile.Capabilities.ColorSystem < ColorSystem.EightBit) return; // nothing to see in plain text
        var columns = Math.Min(MaxColumns, console.Profile.Width - 1);
        var rows = Math.Max(1, columns * frame.Height / frame.Width / 2);
        for (var row = 0; row < rows; row++)
        {
            var line = new Paragraph();
            for (var column = 0; column < columns; column++)
                line.Append("▀", new Style(Average(frame, column, row * 2, columns, rows * 2), Average(frame, column, (row * 2) + 1, columns, rows * 2)));
            console.Write(line);
            console.WriteLine();
        }
    }

    /// <summary>The mean colour of the block of pixels that a cell stands for.</summary>
    private static Color Average(CapturedFrame frame, int column, int row, int columns, int rows)
    {
        int left = column * frame.Width / columns, right = Math.Max(left + 1, (column + 1) * frame.Width / columns);
        int top = row * frame.Height / rows, bottom = Math.Max(top + 1, (row + 1) * frame.Height / rows);
        long red = 0, green = 0, blue = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var pixel = frame.Bgra.AsSpan(((y * frame.Width) + x) * 4, 4);
                blue += pixel[0];
                green += pixel[1];
                red += pixel[2];
            }
        }

        var count = (right - left) * (bottom - top);
        return new Color((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}
