using System.Collections.Immutable;
using System.Text.Json;

namespace WasmEngine.Broker;

/// <summary>A directory that a manifest asks for.</summary>
/// <param name="Path">Absolute, or relative to the app's folder.</param>
/// <param name="Guest">Name that the app sees.</param>
/// <param name="Writable">Whether it is to be changed.</param>
public sealed record ManifestDirectory(string Path, string Guest, bool Writable);

/// <summary>What a manifest asks for besides the module: directories, environment, arguments.</summary>
public sealed record ManifestGrants
{
    private const int MaxDirectories = 16, MaxStrings = 256, MaxText = 4096;

    /// <summary>Nothing.</summary>
    public static ManifestGrants None { get; } = new();

    /// <summary>Directories, each with a guest name of its own.</summary>
    public ImmutableArray<ManifestDirectory> Directories { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = AppGrants.None.Environment;

    /// <summary>Arguments, without the program's name.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Takes its fields out of a manifest.</summary>
    /// <param name="fields">The manifest's fields; those read are removed.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    internal static ManifestGrants Read(Dictionary<string, JsonElement> fields, List<string> problems)
    {
        var grants = None;
        if (fields.Remove("directories", out var directories)) grants = grants with { Directories = ReadDirectories(directories, problems) };
        if (fields.Remove("environment", out var environment)) grants = grants with { Environment = ReadEnvironment(environment, problems) };
        if (fields.Remove("arguments", out var arguments)) grants = grants with { Arguments = ReadArguments(arguments, problems) };
        return grants.Equals(None) ? None : grants;
    }

    private static ImmutableArray<ManifestDirectory> ReadDirectories(JsonElement value, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxDirectories)
        {
            problems.Add($"field \"directories\" must be a list of at most {MaxDirectories} objects {{\"path\", \"guest\", \"writable\"}}");
            return [];
        }

        var found = ImmutableArray.CreateBuilder<ManifestDirectory>();
        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            if (ReadDirectory(entry, $"field \"directories\", entry {++index},", problems) is not { } directory) continue;
            if (found.Any(d => d.Guest == directory.Guest)) problems.Add($"field \"directories\" names \"{Faults.Shorten(directory.Guest)}\" twice: each needs a \"guest\" of its own");
            found.Add(directory);
        }

        return found.ToImmutable();
    }

    private static ManifestDirectory? ReadDirectory(JsonElement entry, string where, List<string> problems)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{where} must be an object {{\"path\", \"guest\", \"writable\"}}");
            return null;
        }

        string? path = null, guest = null;
        var writable = false;
        var before = problems.Count;
        foreach (var field in entry.EnumerateObject())
        {
            var text = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : null;
            switch (field.Name)
            {
                case "path" when text is not null && IsPath(text):
                    path = text;
                    break;
                case "guest" when text is not null && IsGuestPath(text):
                    guest = text;
                    break;
                case "writable" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    writable = field.Value.GetBoolean();
                    break;
                default:
                    problems.Add($"{where} has \"{Faults.Shorten(field.Name)}\": {Faults.Shorten(field.Value.GetRawText())}: it takes a \"path\" (absolute, or relative to the app's folder without \"..\"), a \"guest\" name like \"/data\", and \"writable\" true or false");
                    break;
            }
        }

        if (problems.Count == before && (path is null || guest is null)) problems.Add($"{where} needs \"path\" and \"guest\"");
        return path is null || guest is null ? null : new ManifestDirectory(path, guest, writable);
    }

    private static bool IsPath(string path) =>
        path.Length is >= 1 and <= 1024 && IsText(path) && !path.Split('/').Contains("..", StringComparer.Ordinal);

    private static bool IsGuestPath(string path) => IsPath(path) && path[0] == '/' && (path == "/" || path[^1] != '/');

    private static bool IsText(string text) => text.Length <= MaxText && !text.Contains('\0', StringComparison.Ordinal);

    private static ImmutableSortedDictionary<string, string> ReadEnvironment(JsonElement value, List<string> problems)
    {
        var found = AppGrants.None.Environment.ToBuilder();
        var isRight = value.ValueKind == JsonValueKind.Object;
        foreach (var field in isRight ? value.EnumerateObject().ToArray() : [])
        {
            isRight &= field.Value.ValueKind == JsonValueKind.String && IsText(field.Value.GetString()!) && found.Count < MaxStrings
                && field.Name.Length > 0 && IsText(field.Name) && !field.Name.Contains('=', StringComparison.Ordinal);
            if (isRight) found[field.Name] = field.Value.GetString()!;
        }

        if (!isRight) problems.Add($"field \"environment\" must be an object of at most {MaxStrings} texts of at most {MaxText} characters, whose names have no '='");
        return found.ToImmutable();
    }

    private static ImmutableArray<string> ReadArguments(JsonElement value, List<string> problems)
    {
        var texts = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MaxStrings ? value.EnumerateArray().ToArray() : null;
        if (texts is not null && texts.All(t => t.ValueKind == JsonValueKind.String && IsText(t.GetString()!))) return [.. texts.Select(t => t.GetString()!)];
        problems.Add($"field \"arguments\" must be a list of at most {MaxStrings} texts of at most {MaxText} characters");
        return [];
    }
}
