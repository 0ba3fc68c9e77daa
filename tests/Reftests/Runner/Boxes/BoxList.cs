using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WasmEngine.Reftests;

/// <summary>The JSON that <c>record.mjs</c> writes and <c>wasmengine layout --json</c> prints: an array of boxes in document order.</summary>
public static class BoxList
{
    /// <exception cref="InvalidDataException">It is not such an array; the message says why.</exception>
    public static ImmutableArray<Box> Parse(ReadOnlySpan<byte> utf8) => Checked(Deserialize(utf8, BoxJson.Default.BoxArray));

    /// <summary>What is printed for several documents: an array of objects with a file's name and its boxes.</summary>
    /// <inheritdoc cref="Parse"/>
    public static ImmutableArray<ImmutableArray<Box>> ParseSeveral(ReadOnlySpan<byte> utf8) => [.. Deserialize(utf8, BoxJson.Default.FileBoxesArray)?.Select(file => Checked(file?.Boxes)) ?? []];

    /// <inheritdoc cref="Parse"/>
    public static ImmutableArray<Box> Read(string file) => Parse(File.ReadAllBytes(file));

    private static T? Deserialize<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"this is no list of boxes: {error.Message}", error);
        }
    }

    private static ImmutableArray<Box> Checked(Box[]? boxes) => boxes is null ? throw new InvalidDataException("the list of boxes is null") : [.. boxes.Select(Checked)];

    private static Box Checked(Box? box)
    {
        if (box is not { Path: { Length: > 0 }, Tag: not null, Id: not null }) throw new InvalidDataException("a box lacks its path, tag or id");
        return box.Classes.IsDefault ? box with { Classes = [] } : box;
    }
}

/// <summary>One document of several.</summary>
internal sealed record FileBoxes(string? File, Box[]? Boxes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Box[]))]
[JsonSerializable(typeof(FileBoxes[]))]
internal sealed partial class BoxJson : JsonSerializerContext;
