using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.TestSupport;

namespace WasmEngine.Fuzz;

/// <summary>
/// Mutates a font of the machine in each container (TrueType, WOFF, WOFF2 with its payload unpacked, changed and packed again),
/// adds it to a document, shapes and draws with it: there must be a font that gives finite advances, or an error that names the font.
/// </summary>
public static class FontFuzzer
{
    private const string Family = "Fuzzed", Text = "Hamburg ÄÖ ffi 0,5 שלום سلام 漢";
    private const int Woff2PayloadSizeAt = 20;

    private sealed record Seed(string Name, byte[] Bytes, int HeaderLength, byte[]? Payload);

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        using var machine = new FontLibrary(NullLogger<FontLibrary>.Instance);
        var seeds = Seeds();
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < iterations; i++)
        {
            var from = seeds[i % seeds.Count];
            try
            {
                var outcome = $"{from.Name} {RunOne(random, from, machine)}";
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed} ({from.Name}): {exception.Message}"), exception);
            }
        }

        return string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    private static List<Seed> Seeds()
    {
        string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(AppContext.BaseDirectory, "fonts")];
        var path = folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", SearchOption.AllDirectories)).MinBy(f => new FileInfo(f).Length)
            ?? throw new InvalidOperationException("there is no font to begin with: install Debian's fonts-dejavu-core");
        var font = File.ReadAllBytes(path);
        var seeds = new List<Seed> { new("TrueType", font, 0, null), new("WOFF", WebFonts.Woff(font), 0, null) };
        if (WebFonts.Woff2(font) is { } woff2) seeds.Add(Unpacked(woff2));
        return seeds;
    }

    private static Seed Unpacked(byte[] woff2)
    {
        var packed = BinaryPrimitives.ReadInt32BigEndian(woff2.AsSpan(Woff2PayloadSizeAt));
        // The payload ends the file, but for padding and metadata, which the encoder writes none of.
        for (var end = woff2.Length; end > woff2.Length - 4; end--)
        {
            var payload = new byte[16 << 20];
            if (BrotliDecoder.TryDecompress(woff2.AsSpan(end - packed, packed), payload, out var length)) return new Seed("WOFF2", woff2, end - packed, payload[..length]);
        }

        throw new InvalidOperationException("the payload of the WOFF2 seed was not found");
    }

    private static string RunOne(Random random, Seed seed, FontLibrary machine)
    {
        var bytes = seed.Payload is null ? Mutate(random, seed.Bytes) : MutatePayload(random, seed);
        using var fonts = machine.CreateDocumentFonts();
        try
        {
            fonts.Add(new FontFaceDescriptor { Family = Family }, bytes);
        }
        catch (InvalidFontException e)
        {
            if (e.Message.Length == 0) throw new InvalidOperationException("the error has no text", e);
            return "refused";
        }

        var font = fonts.Resolve(new FontDescription { Families = new([new FontFamilyName(Family)]), Size = random.Next(1, 200) }).Primary;
        var metrics = font.Metrics;
        if (!float.IsFinite(metrics.LineSpacing + metrics.XHeight + metrics.SpaceWidth)) throw new InvalidOperationException($"the metrics are not finite: {metrics}");
        var run = new HarfBuzzShaper().Shape(Text, 0, Text.Length, font, (byte)random.Next(2), Script.Latin);
        if (!float.IsFinite(run.Width) || run.Length != Text.Length) throw new InvalidOperationException($"the run is {run.Width} wide and {run.Length} long");
        Draw(run);
        return "shaped";
    }

    private static void Draw(ShapedRun run)
    {
        using var surface = SKSurface.Create(new SKImageInfo(200, 50, SKColorType.Bgra8888));
        using var paint = new SKPaint { IsAntialias = true };
        if (GlyphBlobs.Of(run) is { } blob) surface.Canvas.DrawText(blob, 5, 40, paint);
    }

    private static byte[] Mutate(Random random, byte[] valid)
    {
        var bytes = valid.ToArray();
        // Directories lie at the start: change them often enough to get further now and then.
        var area = random.Next(3) switch { 0 => bytes.AsSpan(0, 400), 1 => bytes.AsSpan(), _ => bytes.AsSpan(bytes.Length / 2) };
        Mutation.Apply(random, area);
        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static byte[] MutatePayload(Random random, Seed seed)
    {
        var header = seed.Bytes[..seed.HeaderLength];
        var payload = seed.Payload!.ToArray();
        if (random.Next(4) == 0) Mutation.Apply(random, header.AsSpan(4));
        else Mutation.Apply(random, random.Next(2) == 0 ? payload : payload.AsSpan(0, payload.Length / 10));
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length)];
        if (!BrotliEncoder.TryCompress(payload, packed, out var length, quality: 1, window: 22)) throw new InvalidOperationException("the payload could not be packed");
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Woff2PayloadSizeAt), length);
        return [.. header, .. packed.AsSpan(0, length)];
    }
}
