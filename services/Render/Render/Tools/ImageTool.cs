using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;

namespace WasmEngine.Render.Tools;

/// <summary>Draws a document into a PNG file, as its first frame would look.</summary>
internal static class ImageTool
{
    internal static int Run(ToolArguments arguments, Stream output)
    {
        if (arguments.Files is not [var file] || arguments.Output.Length == 0) throw new ArgumentException("render takes one document and --output FILE");
        using var host = new ToolPages();
        var (width, height) = ((int)MathF.Round(arguments.Width * arguments.Scale), (int)MathF.Round(arguments.Height * arguments.Scale));
        host.Show(file, arguments, page => Draw(page, arguments, width, height));
        Report(arguments, width, height, output);
        return RenderTools.Ok;
    }

    private static void Draw(Page page, ToolArguments arguments, int width, int height)
    {
        var view = new PageView(page);
        view.Update(0);
        using var pictures = new PictureStore(new LoadedImages(page.Images), null, NullLogger.Instance);
        var png = ListImage.ToPng(view.List, view.Space, width, height, arguments.Scale, pictures);
        File.WriteAllBytes(arguments.Output, png);
    }

    private static void Report(ToolArguments arguments, int width, int height, Stream output)
    {
        if (!arguments.Json)
        {
            output.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{arguments.Output}: {width}x{height}\n")));
            return;
        }

        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("file", arguments.Output);
        writer.WriteNumber("width", width);
        writer.WriteNumber("height", height);
        writer.WriteEndObject();
        writer.Flush();
        output.WriteByte((byte)'\n');
    }

    private sealed class LoadedImages(PageImages images) : IPictureBytes
    {
        public ReadOnlyMemory<byte>? Find(string url) => images.Find(url)?.Resource.Bytes;
    }
}
