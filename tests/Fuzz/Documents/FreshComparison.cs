using WasmEngine.Render.Dom;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Whether a page that was changed shows what a new page of the same tree shows.</summary>
public static class FreshComparison
{
    /// <summary>The first difference of boxes or display list, with where the box trees part; empty when there is none.</summary>
    /// <param name="engine">The page's engine.</param>
    /// <param name="page">The page, updated.</param>
    public static string Difference(FuzzedEngine engine, FuzzedPage page)
    {
        var copy = TreeCopy.Of(page.Page.Document);
        using var fresh = new FuzzedPage(engine, copy, page.Page.Options);
        fresh.Update(0);
        var difference = OfBoxes(page, fresh, copy);
        if (difference.Length == 0 && ListComparison.Difference(page.View.List, fresh.View.List) is { Length: > 0 } list) difference = "list: " + list;
        return difference.Length == 0 ? "" : $"{difference}\n{BoxTreeText.Difference(page.Page.Layout.Viewport, fresh.Page.Layout.Viewport)}";
    }

    private static string OfBoxes(FuzzedPage page, FuzzedPage fresh, Document copy)
    {
        var (ours, theirs) = (page.Page.BoundingBoxes(), fresh.Page.BoundingBoxes());
        using var other = Document.Walk(copy.Root!).GetEnumerator();
        foreach (var node in Document.Walk(page.Page.Document.Root!))
        {
            other.MoveNext();
            if (node is not Element element) continue;
            var (a, b) = (ours[element], theirs[(Element)other.Current]);
            if (a == b || (double.IsNaN(a.X + a.Y + a.Width + a.Height) && double.IsNaN(b.X + b.Y + b.Width + b.Height))) continue;
            if (ListComparison.IsAtTheEnd(a.X, a.Y, a.Width, a.Height) && ListComparison.IsAtTheEnd(b.X, b.Y, b.Width, b.Height)) continue;
            return $"box of <{element.Tag}> {element.Attribute("style")}: {a}, new {b}";
        }

        return "";
    }
}
