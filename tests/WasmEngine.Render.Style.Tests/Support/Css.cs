using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

/// <summary>Applies declarations as a cascade of one rule would.</summary>
internal static class Css
{
    internal static ComputedStyle Compute(string declarations, ComputedStyle? parent = null, ComputeContext? context = null, CssOptions? options = null)
    {
        var builder = new StyleBuilder(context);
        builder.Begin(parent);
        var all = StyleSheetParser.ParseDeclarations(declarations, options);
        foreach (var declaration in all.Where(d => d.Id <= PropertyTable.LastOfFont).OrderBy(d => d.Id)) Apply(declaration, builder);
        builder.FinishFont();
        foreach (var declaration in all.Where(d => d.Id == PropertyId.LineHeight)) Apply(declaration, builder);
        foreach (var declaration in all.Where(d => d.Id > PropertyId.LineHeight)) Apply(declaration, builder);
        return builder.Finish();
    }

    private static void Apply(Declaration declaration, StyleBuilder builder)
    {
        if (declaration.Id == PropertyId.Custom) return;
        if (declaration.Value is not CssWideValue wide) PropertyTable.Apply(declaration.Id, declaration.Value, builder);
        else if (wide.Keyword == CssWideKeyword.Inherit || (wide.Keyword == CssWideKeyword.Unset && PropertyTable.IsInherited(declaration.Id))) PropertyTable.Inherit(declaration.Id, builder);
        else PropertyTable.Reset(declaration.Id, builder);
    }

    /// <summary>A property's computed value as text.</summary>
    internal static string Value(string property, string value, ComputedStyle? parent = null, ComputeContext? context = null)
    {
        var longhands = PropertyTable.Longhands(property);
        Assert.NotEmpty(longhands);
        if (!DeclarationParser.Supports(property, value)) return "invalid";
        var style = Compute($"{property}: {value}", parent, context);
        return string.Join(" | ", longhands.Select(id => PropertyTable.Serialize(id, style)));
    }

    /// <summary>Issues of a sheet.</summary>
    internal static IReadOnlyList<Issue> Issues(string sheet)
    {
        var log = new IssueLog();
        StyleSheetParser.Parse(sheet, new CssOptions { Issues = log });
        return log.Issues;
    }
}
