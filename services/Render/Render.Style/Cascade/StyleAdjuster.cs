using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>What of an element itself its computed style hangs on, apart from the rules that match.</summary>
[Flags]
internal enum ElementTraits : byte
{
    None = 0,

    /// <summary>The document's root.</summary>
    Root = 1,

    /// <summary>Has no contents that could take the place of its box: `display: contents` hides it.</summary>
    Replaced = 2,

    /// <summary>A th: centred unless something around it says otherwise.</summary>
    HeaderCell = 4,

    /// <summary>Within a flex or grid container.</summary>
    Item = 8,

    /// <summary>A pseudo-element.</summary>
    Pseudo = 16,

    /// <summary>A checkbox or radio button: in its native look it has neither border nor padding.</summary>
    Check = 32,

    /// <summary>A select that drops down: in its native look its lines have the font's own height.</summary>
    Menu = 64,
}

/// <summary>Changes to computed values that the specifications ask for (css-display-3, css-overflow-3, css-position-3).</summary>
internal static class StyleAdjuster
{
    /// <summary>Traits of an element.</summary>
    public static ElementTraits TraitsOf(Element element)
    {
        var traits = element.Parent is null ? ElementTraits.Root : ElementTraits.None;
        if (element.Namespace != ElementNamespace.Html) return element.Tag is "svg" ? traits | ElementTraits.Replaced : traits;
        if (element.Tag is "input" && element.Attribute("type") is { } type && (type.Equals("checkbox", StringComparison.OrdinalIgnoreCase) || type.Equals("radio", StringComparison.OrdinalIgnoreCase))) traits |= ElementTraits.Check;
        if (element.Tag is "select" && !element.Has("multiple") && (element.Attribute("size") is null or "" or "0" or "1")) traits |= ElementTraits.Menu;
        return element.Tag switch
        {
            "img" or "video" or "audio" or "canvas" or "iframe" or "embed" or "object" or "input" or "textarea" or "select" or "br" or "wbr" or "meter" or "progress" => traits | ElementTraits.Replaced,
            "th" => traits | ElementTraits.HeaderCell,
            _ => traits,
        };
    }

    /// <summary>Adjusts a style that is complete apart from that.</summary>
    /// <param name="builder">Its builder.</param>
    /// <param name="traits">What it is the style of.</param>
    /// <param name="alignIsDeclared">Whether text-align was declared.</param>
    public static void Adjust(StyleBuilder builder, ElementTraits traits, bool alignIsDeclared)
    {
        AdjustDisplay(builder, traits);
        AdjustOverflow(builder);
        if ((traits & (ElementTraits.Check | ElementTraits.Menu)) != 0 && builder.Values.Box.Appearance != Appearance.None) AdjustControl(builder, traits);
        AdjustAlignment(builder, traits, alignIsDeclared);
    }

    /// <summary>The block-level counterpart.</summary>
    public static Display Blockify(Display display) => display switch
    {
        Display.Inline or Display.InlineBlock => Display.Block,
        Display.InlineFlex => Display.Flex,
        Display.InlineGrid => Display.Grid,
        Display.InlineTable => Display.Table,
        Display.InlineListItem => Display.ListItem,
        Display.TableRowGroup or Display.TableHeaderGroup or Display.TableFooterGroup or Display.TableRow or Display.TableCell or Display.TableColumnGroup or Display.TableColumn or Display.TableCaption => Display.Block,
        _ => display,
    };

    private static void AdjustDisplay(StyleBuilder builder, ElementTraits traits)
    {
        var box = builder.Values.Box;
        var display = box.Display;
        if (display == Display.Contents && (traits & (ElementTraits.Root | ElementTraits.Replaced)) != 0) display = (traits & ElementTraits.Root) != 0 ? Display.Block : Display.None;
        if (box.OriginalDisplay != display) builder.Box.OriginalDisplay = display;
        if (display is Display.None or Display.Contents)
        {
            builder.SetDisplay(display);
            return;
        }

        var outOfFlow = box.Position is Position.Absolute or Position.Fixed;
        var isItem = (traits & ElementTraits.Item) != 0;
        if ((outOfFlow || isItem) && box.Float != Float.None) builder.Box.Float = Float.None;
        if (outOfFlow || isItem || box.Float != Float.None || (traits & ElementTraits.Root) != 0) display = Blockify(display);
        // css-writing-modes-4, 3.2: lines of another direction are in a block of their own.
        else if (display == Display.Inline && (traits & ElementTraits.Replaced) == 0 && builder.Values.Text.WritingMode != builder.Parent.Text.WritingMode) display = Display.InlineBlock;
        builder.SetDisplay(display);
    }

    // As Chromium does, whatever the document says.
    private static void AdjustControl(StyleBuilder builder, ElementTraits traits)
    {
        if ((traits & ElementTraits.Menu) != 0)
        {
            builder.Text.LineHeight = default;
            return;
        }

        builder.Size.Padding = default;
        builder.Border.Width = default;
    }

    private static void AdjustOverflow(StyleBuilder builder)
    {
        var (x, y) = (builder.Values.Box.OverflowX, builder.Values.Box.OverflowY);
        var (scrollsX, scrollsY) = (x is not (Overflow.Visible or Overflow.Clip), y is not (Overflow.Visible or Overflow.Clip));
        if (scrollsX == scrollsY) return;
        if (scrollsX) builder.Box.OverflowY = y == Overflow.Visible ? Overflow.Auto : Overflow.Hidden;
        else builder.Box.OverflowX = x == Overflow.Visible ? Overflow.Auto : Overflow.Hidden;
    }

    private static void AdjustAlignment(StyleBuilder builder, ElementTraits traits, bool alignIsDeclared)
    {
        var parent = builder.Parent.Text;
        if ((traits & ElementTraits.HeaderCell) != 0 && !alignIsDeclared && parent.Align == TextAlign.Start) builder.Text.Align = TextAlign.Center;
        if (builder.Values.Text.Align != TextAlign.MatchParent) return;
        builder.Text.Align = parent.Align switch
        {
            TextAlign.Start => parent.Direction == Direction.Rtl ? TextAlign.Right : TextAlign.Left,
            TextAlign.End => parent.Direction == Direction.Rtl ? TextAlign.Left : TextAlign.Right,
            _ => parent.Align,
        };
    }
}
