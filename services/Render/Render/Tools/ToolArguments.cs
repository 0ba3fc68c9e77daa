using System.Globalization;

namespace WasmEngine.Render.Tools;

/// <summary>What a tool was asked for. The command line client has checked everything: mistakes here are its own.</summary>
/// <param name="Verb">layout, check or render.</param>
/// <param name="Files">Documents.</param>
/// <param name="Width">Viewport in CSS px.</param>
/// <param name="Height">Viewport in CSS px.</param>
/// <param name="Scale">Device pixels a px.</param>
/// <param name="Json">Report as JSON.</param>
/// <param name="Output">Where an image goes; empty for other tools.</param>
/// <param name="Dark">The person prefers a dark colour scheme.</param>
internal sealed record ToolArguments(string Verb, IReadOnlyList<string> Files, int Width, int Height, float Scale, bool Json, string Output, bool Dark)
{
    /// <summary>Reads VERB [--size WxH] [--scale S] [--json] [--dark] [--output FILE] FILE….</summary>
    /// <exception cref="ArgumentException">They are malformed.</exception>
    internal static ToolArguments Parse(ReadOnlySpan<string> args)
    {
        if (args.IsEmpty) throw new ArgumentException("no tool is named: layout, check or render");
        var (width, height, scale, json, dark, output) = (800, 600, 1f, false, false, "");
        var files = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--dark":
                    dark = true;
                    break;
                case "--size" when i + 1 < args.Length:
                    var size = args[++i].Split('x');
                    if (size.Length != 2 || !int.TryParse(size[0], NumberStyles.None, CultureInfo.InvariantCulture, out width) || !int.TryParse(size[1], NumberStyles.None, CultureInfo.InvariantCulture, out height))
                        throw new ArgumentException($"'{args[i]}' is no size: write WIDTHxHEIGHT");
                    break;
                case "--scale" when i + 1 < args.Length:
                    if (!float.TryParse(args[++i], NumberStyles.Float, CultureInfo.InvariantCulture, out scale) || scale is not (> 0 and <= 16))
                        throw new ArgumentException($"'{args[i]}' is no scale: write a number up to 16");
                    break;
                case "--output" when i + 1 < args.Length:
                    output = args[++i];
                    break;
                default:
                    files.Add(args[i]);
                    break;
            }
        }

        return new ToolArguments(args[0], files, width, height, scale, json, output, dark);
    }
}
