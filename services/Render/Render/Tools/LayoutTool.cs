using System.Globalization;
using System.Text;
using System.Text.Json;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Pages;

namespace WasmEngine.Render.Tools;

/// <summary>Prints the bounding box of every element, in document order.</summary>
internal static class LayoutTool
{
    internal static int Run(ToolArguments arguments, Stream output)
    {
        using var host = new ToolPages();
        if (arguments.Json) WriteJson(arguments, host, output);
        else WriteText(arguments, host, output);
        return RenderTools.Ok;
    }

    private static void WriteJson(ToolArguments arguments, ToolPages host, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var several = arguments.Files.Count > 1;
        writer.WriteStartArray();
        foreach (var file in arguments.Files)
        {
            if (several)
            {
                writer.WriteStartObject();
                writer.WriteString("file", file);
                writer.WriteStartArray("boxes");
            }

            host.Show(file, arguments, page => WriteBoxes(page, writer));
            if (!several) continue;
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.Flush();
        }

        writer.WriteEndArray();
        writer.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteBoxes(Page page, Utf8JsonWriter writer)
    {
        var boxes = page.BoundingBoxes();
        foreach (var (element, path) in ElementPaths.Of(page.Document))
        {
            var box = boxes[element];
            writer.WriteStartObject();
            writer.WriteString("path", path);
            writer.WriteString("tag", element.Tag);
            writer.WriteString("id", element.Id);
            writer.WriteStartArray("classes");
            foreach (var name in element.Classes) writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteNumber("x", Rounded(box.X));
            writer.WriteNumber("y", Rounded(box.Y));
            writer.WriteNumber("width", Rounded(box.Width));
            writer.WriteNumber("height", Rounded(box.Height));
            writer.WriteEndObject();
        }
    }

    private static void WriteText(ToolArguments arguments, ToolPages host, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        foreach (var file in arguments.Files)
        {
            if (arguments.Files.Count > 1) writer.WriteLine(file);
            writer.WriteLine($"{"x",10} {"y",10} {"width",10} {"height",10}  element");
            host.Show(file, arguments, page => WriteRows(page, writer));
        }
    }

    private static void WriteRows(Page page, StreamWriter writer)
    {
        var boxes = page.BoundingBoxes();
        foreach (var (element, path) in ElementPaths.Of(page.Document))
        {
            var box = boxes[element];
            var depth = path.AsSpan().Count('>');
            var name = element.Tag + (element.Id.Length > 0 ? "#" + element.Id : "") + string.Concat(element.Classes.ToArray().Select(c => "." + c));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Rounded(box.X),10:0.##} {Rounded(box.Y),10:0.##} {Rounded(box.Width),10:0.##} {Rounded(box.Height),10:0.##}  {new string(' ', depth * 2)}{name}"));
        }
    }

    // Millionths, so that sums of 64ths stay exact and transformed boxes have no tails of digits.
    private static double Rounded(double value) => Math.Round(value, 6) + 0.0;
}
