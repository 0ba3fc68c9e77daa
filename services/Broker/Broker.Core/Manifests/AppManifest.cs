using System.Text.Json;
using System.Text.RegularExpressions;

namespace WasmEngine.Broker;

/// <summary>What `wasmengine.json` says.</summary>
/// <param name="Id">1 to 32 of [a-z0-9-].</param>
/// <param name="Title">For people, 1 to 200 characters.</param>
/// <param name="Module">Path of the module, relative to the folder.</param>
/// <param name="Width">Pixels, 1 to 16384.</param>
/// <param name="Height">Pixels, 1 to 16384.</param>
/// <param name="MemoryLimitMiB">1 to 4096; 0 when not given.</param>
public sealed partial record AppManifest(string Id, string Title, string Module, int Width, int Height, int MemoryLimitMiB)
{
    /// <summary>What it asks to see of the machine.</summary>
    public ManifestGrants Grants { get; init; } = ManifestGrants.None;

    /// <summary>Path of the HTML document that it shows, relative to the folder; empty: it shows none.</summary>
    public string Document { get; init; } = "";

    /// <summary>Name of the file in the app's folder.</summary>
    public const string FileName = "wasmengine.json";

    /// <summary>Most bytes of the file.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string Fields = "id, title, module, document, toolchain, width, height, memoryLimitMiB, directories, environment and arguments";

    /// <summary>Reads a manifest.</summary>
    /// <param name="json">Contents of the file.</param>
    /// <param name="problems">Everything that is wrong, a sentence each.</param>
    /// <returns>The manifest; null when there are problems.</returns>
    public static AppManifest? Parse(ReadOnlyMemory<byte> json, out IReadOnlyList<string> problems)
    {
        if (json.Length > MaxBytes)
        {
            problems = [$"it has {json.Length} bytes, at most {MaxBytes} are allowed"];
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(json), new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new Reader(document.RootElement).Read(out problems);
            problems = ["it must be a JSON object"];
        }
        catch (JsonException e)
        {
            problems = [$"it is not JSON: {e.Message}"];
        }

        return null;
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();

    private sealed class Reader
    {
        private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
        private readonly List<string> _problems = [];

        public Reader(JsonElement root)
        {
            foreach (var field in root.EnumerateObject())
            {
                if (!_fields.TryAdd(field.Name, field.Value)) _problems.Add($"field \"{Faults.Shorten(field.Name)}\" is given twice");
            }
        }

        public AppManifest? Read(out IReadOnlyList<string> problems)
        {
            var id = Text("id", text => IdPattern().IsMatch(text), "1 to 32 of a-z, 0-9 and '-'");
            var title = Text("title", text => text.Length is >= 1 and <= 200 && !text.Any(char.IsControl), "1 to 200 printable characters");
            var module = Text("module", IsInside, "a relative path of a file in the app's folder, without \"..\"");
            var document = _fields.ContainsKey("document") ? Text("document", IsInside, "a relative path of an HTML file in the app's folder, without \"..\"") : "";
            var width = Number("width", 1, ViewSizes.MaxSide, required: true);
            var height = Number("height", 1, ViewSizes.MaxSide, required: true);
            // How it was built is the build command's business; a typing error is everybody's.
            if (_fields.ContainsKey("toolchain")) Text("toolchain", text => text is "wasi" or "freestanding", "\"wasi\" or \"freestanding\"");
            var memory = Number("memoryLimitMiB", 1, 4096, required: false);
            var grants = ManifestGrants.Read(_fields, _problems);
            foreach (var unknown in _fields.Keys) _problems.Add($"field \"{Faults.Shorten(unknown)}\" is unknown: a manifest has {Fields}");
            problems = _problems;
            return _problems.Count == 0 ? new AppManifest(id, title, module, width, height, memory) { Grants = grants, Document = document } : null;
        }

        private static bool IsInside(string path) =>
            path.Length is >= 1 and <= 512
            && !Path.IsPathRooted(path)
            && !path.Contains('\0', StringComparison.Ordinal)
            && !path.Split('/', '\\').Contains("..", StringComparer.Ordinal);

        private string Text(string name, Func<string, bool> isValid, string rule)
        {
            if (!_fields.Remove(name, out var value)) _problems.Add($"field \"{name}\" is missing: it must be {rule}");
            else if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && isValid(text)) return text;
            else _problems.Add($"field \"{name}\" is {Faults.Shorten(value.GetRawText())}: it must be {rule}");
            return "";
        }

        private int Number(string name, int min, int max, bool required)
        {
            if (!_fields.Remove(name, out var value))
            {
                if (required) _problems.Add($"field \"{name}\" is missing: it must be a whole number, {min} to {max}");
                return 0;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
            _problems.Add($"field \"{name}\" is {Faults.Shorten(value.GetRawText())}: it must be a whole number, {min} to {max}");
            return 0;
        }
    }
}
