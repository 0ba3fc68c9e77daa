using System.Text;
using WasmEngine.Render.Layout;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Box trees as text, to see by what two of them differ.</summary>
internal static class BoxTreeText
{
    private const int Most = 12;

    /// <summary>The first lines that differ; empty when the trees are alike.</summary>
    internal static string Difference(LayoutBox ours, LayoutBox fresh)
    {
        var (a, b) = (Of(ours), Of(fresh));
        var at = 0;
        while (at < a.Count && at < b.Count && string.Equals(a[at], b[at], StringComparison.Ordinal)) at++;
        if (at == a.Count && at == b.Count) return "the box trees are alike";
        return "ours from the first difference on:\n" + string.Join('\n', a.Skip(Math.Max(0, at - 3)).Take(Most)) + "\nnew:\n" + string.Join('\n', b.Skip(Math.Max(0, at - 3)).Take(Most));
    }

    private static List<string> Of(LayoutBox root)
    {
        var lines = new List<string>();
        Add(root, 0, lines);
        return lines;
    }

    private static void Add(LayoutBox box, int depth, List<string> lines)
    {
        var line = new StringBuilder().Append(' ', depth).Append(box.Kind).Append(' ').Append(box.Style.Display);
        if (box.Element is { } element) line.Append(" <").Append(element.Tag).Append('>');
        if (box.Pseudo != Render.Style.PseudoElement.None) line.Append(" ::").Append(box.Pseudo);
        if (box.IsAnonymous) line.Append(" anonymous");
        if (box.HasInlineChildren) line.Append(" inline");
        if (box.Continuation is not null) line.Append(" continued");
        if (box.SplitOwner is not null) line.Append(" split");
        if (box is TextBox text) line.Append(" '").Append(text.Text).Append('\'');
        lines.Add(line.Append(' ').Append(box.Style.Font.Size).Append(' ').Append(Render.Style.PropertyTable.Serialize(Render.Style.PropertyId.Width, box.Style)).ToString());
        foreach (var child in box.Children) Add(child, depth + 1, lines);
    }
}
