using System.Globalization;
using System.Text;
using System.Text.Json;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Tools;

/// <summary>Lists what of documents is not supported, not valid, beyond limits or missing.</summary>
internal static class CheckTool
{
    private sealed record Finding(string File, Issue Issue);

    internal static int Run(ToolArguments arguments, Stream output)
    {
        using var host = new ToolPages();
        var findings = new List<Finding>();
        long dropped = 0;
        foreach (var file in arguments.Files)
        {
            host.Show(file, arguments, page =>
            {
                findings.AddRange(page.Document.Issues.Issues.Select(i => new Finding(file, i)));
                dropped += page.Document.Issues.Dropped;
            });
        }

        findings = [.. findings.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Issue.Source, StringComparer.Ordinal).ThenBy(f => f.Issue.Line)];
        if (arguments.Json) WriteJson(findings, dropped, output);
        else WriteText(findings, dropped, arguments.Files.Count, output);
        return findings.Count > 0 ? RenderTools.Found : RenderTools.Ok;
    }

    private static void WriteJson(List<Finding> findings, long dropped, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteStartArray("issues");
        foreach (var (file, issue) in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("source", issue.Source);
            writer.WriteNumber("line", issue.Line);
            writer.WriteString("severity", NameOf(issue.Severity));
            writer.WriteString("message", issue.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("notListed", dropped);
        writer.WriteEndObject();
        writer.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteText(List<Finding> findings, long dropped, int files, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        foreach (var (file, issue) in findings)
        {
            var place = issue.Source.Length > 0 ? issue.Source : file;
            var line = issue.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{issue.Line}") : "";
            writer.WriteLine($"{place}{line}: {NameOf(issue.Severity)}: {issue.Text}");
        }

        if (dropped > 0) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {dropped} more"));
        if (findings.Count == 0) writer.WriteLine(files == 1 ? "nothing is ignored" : string.Create(CultureInfo.InvariantCulture, $"nothing is ignored in {files} documents"));
    }

    private static string NameOf(IssueSeverity severity) => severity switch
    {
        IssueSeverity.Unsupported => "unsupported",
        IssueSeverity.Invalid => "invalid",
        IssueSeverity.Limit => "limit",
        _ => "missing",
    };
}
