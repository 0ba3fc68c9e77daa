using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Broker.Sqlite;

/// <summary>An app's grants as one column: JSON, empty when there are none.</summary>
internal static class GrantsColumn
{
    public static string ToText(AppGrants grants) => grants == AppGrants.None ? "" : JsonSerializer.Serialize(grants, GrantsJson.Default.AppGrants);

    /// <exception cref="InvalidDataException">It is no JSON of grants.</exception>
    public static AppGrants FromText(string text)
    {
        if (text.Length == 0) return AppGrants.None;
        try
        {
            return JsonSerializer.Deserialize(text, GrantsJson.Default.AppGrants) ?? throw new InvalidDataException("an app has no grants");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"an app's grants can't be read: {e.Message}", e);
        }
    }
}

[JsonSerializable(typeof(AppGrants))]
internal sealed partial class GrantsJson : JsonSerializerContext;
