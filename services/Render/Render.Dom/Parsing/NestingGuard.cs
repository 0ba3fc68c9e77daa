using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>
/// Stands between the library's tokenizer and its tree builder. The builder looks through all open elements at many tags, so input that
/// opens elements without end takes time by the square of its length: elements beyond a depth are closed as soon as they are opened.
/// </summary>
internal sealed class NestingGuard(RawFactory factory, DocumentLimits limits, IssueLog issues)
{
    // Twice the tree's own limit, so that documents which are just too deep are still flattened as Blink flattens them.
    private static readonly AngleSharp.Common.StringOrMemory Table = new("table");
    private static readonly AngleSharp.Common.StringOrMemory Template = new("template");
    private const int Slack = 2;
    private const int MostAttributes = 1000;
    private const int MostFostered = 20_000;
    private static readonly HashSet<string> NeverNested = new(StringComparer.Ordinal)
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "iframe", "img", "image", "input", "keygen", "link", "meta", "noembed", "noframes",
        "param", "plaintext", "script", "source", "style", "textarea", "title", "track", "wbr", "xmp", "html", "body", "head", "frameset",
    };

    private int _templates;
    private readonly Lazy<StructHtmlToken> _endTag = new(RawParser.AnyEndTag);

    /// <summary>Attributes of one element are compared with each other: their number is limited.</summary>
    public bool MayHaveAttribute(ref StructHtmlToken token, ReadOnlyMemory<char> name)
    {
        if (token.Attributes.Count < MostAttributes) return true;
        issues.Add(IssueSeverity.Limit, $"an element has more than {MostAttributes} attributes: the others are left out");
        return false;
    }

    /// <summary>Hands a token on.</summary>
    public TokenConsumptionResult Pass(ref StructHtmlToken token, TokenConsumer next)
    {
        if (IsWithinTemplate(ref token)) return TokenConsumptionResult.Continue;
        var before = factory.Created;
        var isStart = token.Type == HtmlTokenType.StartTag;
        factory.Offset = Math.Max(0, token.Position.Index);
        var isTable = isStart ? token.IsStartTag("table") : token.Type == HtmlTokenType.EndTag && token.Name.Equals(Table);
        next(ref token);
        if (isTable) factory.Follow(isStart, factory.Created == before ? null : factory.Newest);
        if (factory.Created > limits.Nodes)
        {
            issues.Add(IssueSeverity.Limit, $"the document has more than {limits.Nodes} nodes: the others are left out");
            return TokenConsumptionResult.Stop;
        }

        if (factory.Fostered > MostFostered)
        {
            issues.Add(IssueSeverity.Limit, $"more than {MostFostered} pieces stand between the parts of tables: the rest of the document is left out");
            return TokenConsumptionResult.Stop;
        }

        if (!isStart || factory.Created == before || factory.Newest is not { } newest) return TokenConsumptionResult.Continue;
        if (newest.Depth <= limits.Depth * Slack || NeverNested.Contains(newest.Name)) return TokenConsumptionResult.Continue;
        issues.Add(IssueSeverity.Limit, $"elements are nested more than {limits.Depth} levels deep: the inner ones become siblings");
        var end = _endTag.Value;
        end.Name = newest.LocalName;
        next(ref end);
        return TokenConsumptionResult.Continue;
    }

    // The builder handles only templates of the library's own kind. Their contents are not kept anyway, so all within is skipped, and an
    // element that is allowed where templates are stands for the template.
    private bool IsWithinTemplate(ref StructHtmlToken token)
    {
        if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag) || !token.Name.Equals(Template)) return _templates > 0;
        if (token.Type == HtmlTokenType.EndTag)
        {
            if (_templates > 0) _templates--;
            return true;
        }

        if (_templates++ > 0) return true;
        factory.IsTemplate = true;
        token.Name = new AngleSharp.Common.StringOrMemory("meta");
        return false;
    }
}
