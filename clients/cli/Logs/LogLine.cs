using System.Globalization;
using System.Text.Json;

namespace WasmEngine.Cli;

/// <summary>Reads lines of compact JSON: @t time, @mt template or @m message, @l level (absent: Information), @x exception.</summary>
internal static class LogLine
{
    /// <summary>Never fails: what can't be read becomes a broken event that holds the line as it is.</summary>
    /// <param name="line">The line.</param>
    /// <param name="layer">Whose log it is from.</param>
    /// <param name="previous">Time of the line before, for a broken one.</param>
    public static LogEvent Parse(string line, string layer, DateTimeOffset previous)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (TryRead(document.RootElement, layer) is { } read) return read;
        }
        catch (JsonException)
        {
            // not JSON: shown as it is
        }

        return new LogEvent(previous, layer, "", line, IsBroken: true);
    }

    private static LogEvent? TryRead(JsonElement root, string layer)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "@t") is not { } time) return null;
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return null;
        var message = Text(root, "@m") ?? (Text(root, "@mt") is { } template ? LogTemplate.Render(template, root) : null);
        return message is null ? null : new LogEvent(parsed, layer, Text(root, "@l") ?? "Information", message, Text(root, "@x"));
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
