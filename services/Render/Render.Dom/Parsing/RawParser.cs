using AngleSharp;
using AngleSharp.Html.Construction;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>Runs the library's parser over our own small tree.</summary>
internal static class RawParser
{
    /// <summary>Parses a document, within the limits.</summary>
    public static RawDocument Parse(string source, DocumentLimits limits, IssueLog issues)
    {
        var factory = new RawFactory();
        var guard = new NestingGuard(factory, limits, issues);
        return Run(source, factory, new HtmlParserOptions { IsScripting = true, SkipComments = true, ShouldEmitAttribute = guard.MayHaveAttribute }, guard.Pass, issues);
    }

    /// <summary>An end tag: the library has no public way to make a token, so one is taken from a parse.</summary>
    public static StructHtmlToken AnyEndTag()
    {
        var found = default(StructHtmlToken);
        var (outer, factory) = (RawFactory.Current, new RawFactory());
        Run("</x>", factory, default, (ref StructHtmlToken token, TokenConsumer next) =>
        {
            if (token.Type == HtmlTokenType.EndTag) found = token;
            next(ref token);
            return TokenConsumptionResult.Continue;
        });
        RawFactory.Current = outer;
        return found;
    }

    private static RawDocument Run(string source, RawFactory factory, HtmlParserOptions options, TokenizerMiddleware middleware, IssueLog? issues = null)
    {
        var configuration = new Configuration().With<IDomConstructionElementFactory<RawDocument, RawElement>>(_ => factory);
        using var context = new BrowsingContext(configuration);
        var parser = new AngleSharp.Html.Parser.HtmlParser(options, context);
        RawFactory.Current = factory;
        try
        {
            return parser.ParseDocument<RawDocument, RawElement>(new TextSource(new StringTextSource(source)), middleware);
        }
        catch (Exception e) when (issues is not null && factory.Document is not null && e is not OutOfMemoryException)
        {
            // The library gave up on something that HTML allows: what was built so far is shown.
            issues.Add(IssueSeverity.Limit, $"the HTML parser failed ({e.GetType().Name}): the rest of the document is left out", line: 0);
            return factory.Document;
        }
        finally
        {
            RawFactory.Current = null;
        }
    }
}
