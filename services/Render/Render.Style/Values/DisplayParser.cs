namespace WasmEngine.Render.Style;

/// <summary>Reads `display` (css-display-3): single keywords and the forms with several.</summary>
internal static class DisplayParser
{
    private static readonly KeywordMap<DisplayValue> Single = KeywordMap.Of<DisplayValue>(
        KeywordMap.Is<DisplayValue>("none", new(Display.None)), KeywordMap.Is<DisplayValue>("contents", new(Display.Contents)), KeywordMap.Is<DisplayValue>("block", new(Display.Block)), KeywordMap.Is<DisplayValue>("inline", new(Display.Inline)), KeywordMap.Is<DisplayValue>("inline-block", new(Display.InlineBlock)),
        KeywordMap.Is<DisplayValue>("flow-root", new(Display.FlowRoot)), KeywordMap.Is<DisplayValue>("list-item", new(Display.ListItem)), KeywordMap.Is<DisplayValue>("flex", new(Display.Flex)), KeywordMap.Is<DisplayValue>("inline-flex", new(Display.InlineFlex)),
        KeywordMap.Is<DisplayValue>("grid", new(Display.Grid)), KeywordMap.Is<DisplayValue>("inline-grid", new(Display.InlineGrid)), KeywordMap.Is<DisplayValue>("table", new(Display.Table)), KeywordMap.Is<DisplayValue>("inline-table", new(Display.InlineTable)),
        KeywordMap.Is<DisplayValue>("table-row-group", new(Display.TableRowGroup)), KeywordMap.Is<DisplayValue>("table-header-group", new(Display.TableHeaderGroup)), KeywordMap.Is<DisplayValue>("table-footer-group", new(Display.TableFooterGroup)),
        KeywordMap.Is<DisplayValue>("table-row", new(Display.TableRow)), KeywordMap.Is<DisplayValue>("table-cell", new(Display.TableCell)), KeywordMap.Is<DisplayValue>("table-column-group", new(Display.TableColumnGroup)),
        KeywordMap.Is<DisplayValue>("table-column", new(Display.TableColumn)), KeywordMap.Is<DisplayValue>("table-caption", new(Display.TableCaption)),
        KeywordMap.Is<DisplayValue>("-webkit-flex", new(Display.Flex)), KeywordMap.Is<DisplayValue>("-webkit-inline-flex", new(Display.InlineFlex)), KeywordMap.Is<DisplayValue>("-webkit-box", new(Display.Flex, true)), KeywordMap.Is<DisplayValue>("-webkit-inline-box", new(Display.InlineFlex, true)));

    internal static bool Parse(ValueReader reader, out DisplayValue value)
    {
        var mark = reader.Position;
        if (reader.TryKeyword(Single, out value) && reader.Peek().Kind != CssTokenKind.Ident) return true;
        reader.Position = mark;
        return TrySeveral(reader, out value);
    }

    internal static string Write(DisplayValue value) =>
        value == new DisplayValue(Display.InlineListItem) ? "inline list-item" : Single.NameOf(value) ?? PropertyNames.Kebab(value.Value.ToString());

    /// <summary>Outer type, inner type and list-item in any order.</summary>
    private static bool TrySeveral(ValueReader reader, out DisplayValue value)
    {
        value = default;
        bool? inline = null;
        string? inner = null;
        var item = false;
        var count = 0;
        while (reader.TryAnyIdent(out var name))
        {
            count++;
            switch (name.ToLowerInvariant())
            {
                case "block" or "inline" when inline is null:
                    inline = name.Equals("inline", StringComparison.OrdinalIgnoreCase);
                    break;
                case "list-item" when !item:
                    item = true;
                    break;
                case "flow" or "flow-root" or "flex" or "grid" or "table" when inner is null:
                    inner = name.ToLowerInvariant();
                    break;
                default:
                    return false;
            }
        }

        if (count == 0 || (item && inner is not (null or "flow" or "flow-root"))) return false;
        value = new DisplayValue(Combine(inline == true, inner ?? "flow", item));
        return true;
    }

    private static Display Combine(bool inline, string inner, bool item) => (inner, inline) switch
    {
        _ when item => inline ? Display.InlineListItem : Display.ListItem,
        ("flow", false) => Display.Block,
        ("flow", true) => Display.Inline,
        ("flow-root", false) => Display.FlowRoot,
        ("flow-root", true) => Display.InlineBlock,
        ("flex", false) => Display.Flex,
        ("flex", true) => Display.InlineFlex,
        ("grid", false) => Display.Grid,
        ("grid", true) => Display.InlineGrid,
        ("table", false) => Display.Table,
        _ => Display.InlineTable,
    };
}
