using System.Text;
using System.Text.Json;

namespace WasmEngine.Cli;

/// <summary>Message templates: text with {Holes} that properties of the event fill; {{ and }} stand for braces.</summary>
internal static class LogTemplate
{
    /// <summary>Renders a template; a hole without a property stays as it is written.</summary>
    /// <param name="template">The template.</param>
    /// <param name="root">The event, whose "@r" holds what holes with a format were rendered to, in order.</param>
    public static string Render(string template, JsonElement root)
    {
        var text = new StringBuilder(template.Length + 32);
        var formatted = 0;
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            var doubled = i + 1 < template.Length && template[i + 1] == c;
            if (c is '{' or '}' && doubled)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{' && template.IndexOf('}', i) is var end and > 0)
            {
                text.Append(Fill(template[i..(end + 1)], root, ref formatted));
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static string Fill(string hole, JsonElement root, ref int formatted)
    {
        var inside = hole.AsSpan(1, hole.Length - 2);
        if (inside.Contains(':') && Rendering(root, formatted++) is { } rendering) return rendering;
        var name = inside.TrimStart("@$");
        var nameEnd = name.IndexOfAny(',', ':');
        if (nameEnd >= 0) name = name[..nameEnd];
        return name.Length > 0 && root.TryGetProperty(name, out var value) ? ValueText(value) : hole;
    }

    private static string? Rendering(JsonElement root, int index) =>
        root.TryGetProperty("@r", out var renderings) && renderings.ValueKind == JsonValueKind.Array && index < renderings.GetArrayLength()
            ? ValueText(renderings[index])
            : null;

    private static string ValueText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText(); // half a surrogate pair
        }
    }
}
