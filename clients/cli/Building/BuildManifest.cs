using System.Text.Json;

namespace WasmEngine.Cli;

/// <summary>How a guest in C or C++ is compiled.</summary>
internal enum GuestLibrary
{
    /// <summary>With the C and C++ libraries, on WASI preview 1.</summary>
    Wasi,

    /// <summary>Without any library or start-up code.</summary>
    Freestanding,
}

/// <summary>What building needs of `wasmengine.json`; the broker judges the rest when the app is launched.</summary>
/// <param name="Id">Name of the app.</param>
/// <param name="Module">Absolute path of the module to make.</param>
/// <param name="Library">Field "toolchain".</param>
internal sealed record BuildManifest(string Id, string Module, GuestLibrary Library)
{
    public const string FileName = "wasmengine.json";
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads an app's manifest.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">MANIFEST_MISSING or MANIFEST_INVALID.</exception>
    public static BuildManifest Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw BuildFailure.MissingManifest(folder);
        try
        {
            var bytes = File.ReadAllBytes(file);
            if (bytes.Length > MaxBytes) throw BuildFailure.Manifest(file, $"it has {bytes.Length} bytes, at most {MaxBytes} are allowed");
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(folder, file, document.RootElement)
                : throw BuildFailure.Manifest(file, "it must be a JSON object");
        }
        catch (JsonException e)
        {
            throw BuildFailure.Manifest(file, $"it is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BuildFailure.Manifest(file, $"it can't be read: {e.Message}");
        }
    }

    private static BuildManifest Read(string folder, string file, JsonElement fields)
    {
        var module = Text(fields, "module");
        if (module is null || Path.IsPathRooted(module) || !module.EndsWith(".wasm", StringComparison.Ordinal) || module.Split('/', '\\').Contains("..", StringComparer.Ordinal))
            throw BuildFailure.Manifest(file, "field \"module\" must be a relative path of a .wasm file in the app's folder, without \"..\"");
        var id = Text(fields, "id");
        if (string.IsNullOrEmpty(id) || id.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw BuildFailure.Manifest(file, "field \"id\" must be of a-z, 0-9 and '-'");
        var library = fields.TryGetProperty("toolchain", out _) ? Text(fields, "toolchain") : "wasi";
        return new BuildManifest(id, Path.GetFullPath(Path.Combine(folder, module)), library switch
        {
            "wasi" => GuestLibrary.Wasi,
            "freestanding" => GuestLibrary.Freestanding,
            _ => throw BuildFailure.Manifest(file, "field \"toolchain\" must be \"wasi\" or \"freestanding\""),
        });
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
