using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Broker;

/// <summary>A module in the store.</summary>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Bytes.</param>
/// <param name="Name">Name of the file that it came from.</param>
/// <param name="InstalledAt">When it came.</param>
/// <param name="Installed">Whether somebody installed it; else jobs brought it along, and it goes when room is needed.</param>
public sealed record StoredModule(string Sha256, long SizeBytes, string Name, DateTimeOffset InstalledAt, bool Installed);

/// <summary>What is written beside a module.</summary>
internal sealed record ModuleNote(string Name, long InstalledUnixMs, bool Installed)
{
    public static ModuleNote? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ModuleJson.Default.ModuleNote);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // the module itself is known by its digest
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, ModuleJson.Default.ModuleNote);
}

[JsonSerializable(typeof(ModuleNote))]
internal sealed partial class ModuleJson : JsonSerializerContext;
