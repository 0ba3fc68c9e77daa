using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Reftests;

/// <summary>The JSON that <c>record.mjs</c> writes and <c>wasmengine layout --json</c> prints: an array of boxes in document order.</summary>
public static class BoxList
{
    /// <exception cref="InvalidDataException">It is not such an array; the message says why.</exception>
    public static ImmutableArray<Box> Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var boxes = JsonSerializer.Deserialize(utf8, BoxJson.Default.BoxArray) ?? throw new InvalidDataException("the list of boxes is null");
            return [.. boxes.Select(Checked)];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"this is no list of boxes: {error.Message}", error);
        }
    }

    /// <inheritdoc cref="Parse"/>
    public static ImmutableArray<Box> Read(string file) => Parse(File.ReadAllBytes(file));

    private static Box Checked(Box? box)
    {
        if (box is not { Path: { Length: > 0 }, Tag: not null, Id: not null }) throw new InvalidDataException("a box lacks its path, tag or id");
        return box.Classes.IsDefault ? box with { Classes = [] } : box;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Box[]))]
internal sealed partial class BoxJson : JsonSerializerContext;
