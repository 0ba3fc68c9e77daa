using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Random changes of a page's tree.</summary>
internal static class TreeMutation
{
    private static readonly string[] Texts = ["", " ", "x", "some longer text that wraps", "\n", "\u05d0\u05d1", "a\u00adb\u200bc", "WWWWWWWWWWWWWWWWWWWWWWWWWWWW"];
    private static readonly (string Name, string[] Values)[] Attributes =
    [
        ("width", ["10", "50%", "1e9", "0"]), ("height", ["10", "1000000000"]), ("colspan", ["2", "1000000000", "0"]), ("rowspan", ["0", "3", "1000000000"]), ("dir", ["rtl", "ltr", "auto"]), ("hidden", [""]), ("open", [""]),
        ("src", ["data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "nowhere", ""]), ("value", ["5", "-3", "text"]), ("start", ["-2147483648", "7"]), ("type", ["checkbox", "hidden", "text"]), ("size", ["2", "100"]), ("lang", ["he"]), ("span", ["3"]), ("align", ["right"]), ("checked", [""]), ("viewBox", ["0 0 1 1", "0 0 0 0"]), ("d", ["M0 0L9 9"]),
    ];

    /// <summary>Changes something; returns what, for the reader of a find.</summary>
    internal static string Change(Random random, Page page)
    {
        var document = page.Document;
        if (document.Root is not { } root) return "nothing";
        var nodes = Document.Walk(root).ToArray();
        var node = nodes[random.Next(nodes.Length)];
        var element = node as Element ?? node.Parent!;
        var name = $"<{element.Tag}> {Array.IndexOf(nodes, element)}";
        switch (random.Next(11))
        {
            case 0:
                document.SetAttribute(element, "class", random.Next(3) == 0 ? null : "a c");
                return $"class of {name}";
            case 1 or 2:
                var declarations = random.Next(5) == 0 ? null : DocumentMutation.Declarations(random, DocumentCorpus.Still);
                document.SetAttribute(element, "style", declarations);
                return $"style of {name}: {declarations}";
            case 3:
                var state = (ElementState)(1 << random.Next(9));
                document.SetState(element, state, random.Next(2) == 0);
                return $"{state} of {name}";
            case 4 when node != root:
                document.Remove(node);
                return $"removed {(node is TextNode ? "a text of " : "")}{name}";
            case 5 when node != root:
                var other = nodes[random.Next(nodes.Length)] as Element ?? root;
                if (node is Element moved && other.IsWithin(moved)) return "nothing";
                var isFirst = random.Next(2) == 0;
                document.Insert(other, node, isFirst && other.FirstChild != node ? other.FirstChild : null);
                return $"moved {(node is TextNode ? "a text of " : "")}{name} to <{other.Tag}> {Array.IndexOf(nodes, other)}, {(isFirst ? "first" : "last")}";
            case 6:
                var html = DocumentCorpus.Markup[random.Next(DocumentCorpus.Markup.Length)] + "x";
                HtmlParser.SetInnerHtml(element, html);
                return $"content of {name}: {html}";
            case 7:
                var (attribute, values) = Attributes[random.Next(Attributes.Length)];
                var value = random.Next(3) == 0 ? null : values[random.Next(values.Length)];
                document.SetAttribute(element, attribute, value);
                return $"{attribute} of {name}: {value}";
            case 8 when random.Next(3) == 0:
                page.Options = page.Options with { Width = random.Next(4) == 0 ? 0 : random.Next(300), Height = random.Next(200), PrefersDark = random.Next(2) == 0 };
                return $"viewport {page.Options.Width}x{page.Options.Height}";
            default:
                if (node is not TextNode text) return "nothing";
                var data = Texts[random.Next(Texts.Length)];
                document.SetText(text, data);
                return $"text of {name}: {data}";
        }
    }
}
