namespace WasmEngine.Render.Style;

/// <summary>
/// Styles of boxes that no rule speaks of: pieces of split inline boxes, the insides of form controls, the viewport. Each gives a new style that
/// shares all groups but the changed one.
/// </summary>
public static class DerivedStyle
{
    /// <summary>With another display.</summary>
    public static ComputedStyle WithDisplay(this ComputedStyle style, Display display)
    {
        var derived = style.Clone();
        derived.Box = style.Box.Clone();
        derived.Box.Display = display;
        return derived;
    }

    /// <summary>Without the margins, borders and paddings of a side or both, as pieces of a split inline box have them.</summary>
    public static ComputedStyle WithoutEdges(this ComputedStyle style, bool left, bool right)
    {
        if (!left && !right) return style;
        var derived = style.Clone();
        derived.Size = style.Size.Clone();
        derived.Border = style.Border.Clone();
        var none = SizeValue.Px(0);
        if (left)
        {
            derived.Size.Margin = derived.Size.Margin with { Left = none };
            derived.Size.Padding = derived.Size.Padding with { Left = default };
            derived.Border.Width = derived.Border.Width with { Left = 0 };
            derived.Border.Style = derived.Border.Style with { Left = BorderStyle.None };
        }

        if (right)
        {
            derived.Size.Margin = derived.Size.Margin with { Right = none };
            derived.Size.Padding = derived.Size.Padding with { Right = default };
            derived.Border.Width = derived.Border.Width with { Right = 0 };
            derived.Border.Style = derived.Border.Style with { Right = BorderStyle.None };
        }

        return derived;
    }

    /// <summary>With another overflow.</summary>
    public static ComputedStyle WithOverflow(this ComputedStyle style, Overflow x, Overflow y)
    {
        if (style.Box.OverflowX == x && style.Box.OverflowY == y) return style;
        var derived = style.Clone();
        derived.Box = style.Box.Clone();
        (derived.Box.OverflowX, derived.Box.OverflowY) = (x, y);
        return derived;
    }

    /// <summary>With another writing mode.</summary>
    public static ComputedStyle WithWritingMode(this ComputedStyle style, WritingMode mode)
    {
        if (style.Text.WritingMode == mode) return style;
        var derived = style.Clone();
        derived.Text = style.Text.Clone();
        derived.Text.WritingMode = mode;
        return derived;
    }

    /// <summary>With a width and a height.</summary>
    public static ComputedStyle WithSize(this ComputedStyle style, SizeValue width, SizeValue height)
    {
        var derived = style.Clone();
        derived.Size = style.Size.Clone();
        (derived.Size.Width, derived.Size.Height) = (width, height);
        return derived;
    }

    /// <summary>With other margins.</summary>
    public static ComputedStyle WithMargin(this ComputedStyle style, Sides<SizeValue> margin)
    {
        var derived = style.Clone();
        derived.Size = style.Size.Clone();
        derived.Size.Margin = margin;
        return derived;
    }

    /// <summary>With other paddings.</summary>
    public static ComputedStyle WithPadding(this ComputedStyle style, Sides<LengthPercentage> padding)
    {
        var derived = style.Clone();
        derived.Size = style.Size.Clone();
        derived.Size.Padding = padding;
        return derived;
    }

    /// <summary>As the container of a line or a column of flex items.</summary>
    public static ComputedStyle WithFlexContainer(this ComputedStyle style, FlexDirection direction, Alignment alignItems, Alignment justifyContent)
    {
        var derived = style.Clone();
        derived.Flex = style.Flex.Clone();
        derived.Flex.Direction = direction;
        derived.Flex.Wrap = FlexWrap.NoWrap;
        derived.Flex.AlignItems = new AlignmentValue(alignItems);
        derived.Flex.JustifyContent = new AlignmentValue(justifyContent);
        derived.Flex.AlignContent = new AlignmentValue(Alignment.Normal);
        return derived;
    }

    /// <summary>As a flex item.</summary>
    public static ComputedStyle WithFlexItem(this ComputedStyle style, float grow, float shrink, SizeValue minWidth)
    {
        var derived = style.Clone();
        derived.Flex = style.Flex.Clone();
        derived.Size = style.Size.Clone();
        (derived.Flex.Grow, derived.Flex.Shrink, derived.Size.MinWidth) = (grow, shrink, minWidth);
        return derived;
    }

    /// <summary>With another handling of white space.</summary>
    public static ComputedStyle WithWhiteSpace(this ComputedStyle style, WhiteSpaceCollapse collapse, TextWrap wrap)
    {
        var derived = style.Clone();
        derived.Text = style.Text.Clone();
        (derived.Text.WhiteSpace, derived.Text.Wrap) = (collapse, wrap);
        return derived;
    }

    /// <summary>With another visibility.</summary>
    public static ComputedStyle WithVisibility(this ComputedStyle style, Visibility visibility)
    {
        var derived = style.Clone();
        derived.Inherited = style.Inherited.Clone();
        derived.Inherited.Visibility = visibility;
        return derived;
    }

    /// <summary>With another style's properties of a flex or grid container.</summary>
    public static ComputedStyle WithContainerOf(this ComputedStyle style, ComputedStyle other)
    {
        var derived = style.Clone();
        (derived.Flex, derived.Grid) = (other.Flex.Clone(), other.Grid.Clone());
        derived.Flex.Order = 0;
        derived.Flex.AlignSelf = derived.Flex.JustifySelf = default;
        return derived;
    }

    /// <summary>Positioned as another style says.</summary>
    public static ComputedStyle WithPositionOf(this ComputedStyle style, ComputedStyle other)
    {
        var derived = style.Clone();
        derived.Box = style.Box.Clone();
        derived.Size = style.Size.Clone();
        derived.Box.Position = other.Box.Position;
        derived.Size.Inset = other.Size.Inset;
        return derived;
    }

    /// <summary>With another vertical-align.</summary>
    public static ComputedStyle WithVerticalAlign(this ComputedStyle style, VerticalAlign align)
    {
        var derived = style.Clone();
        derived.Box = style.Box.Clone();
        derived.Box.VerticalAlign = align;
        return derived;
    }

    /// <summary>Isolated from the direction of the text around it.</summary>
    public static ComputedStyle WithIsolation(this ComputedStyle style)
    {
        if (style.Box.UnicodeBidi == UnicodeBidi.Isolate) return style;
        var derived = style.Clone();
        derived.Box = style.Box.Clone();
        derived.Box.UnicodeBidi = UnicodeBidi.Isolate;
        return derived;
    }

    /// <summary>With another font.</summary>
    public static ComputedStyle WithFont(this ComputedStyle style, FontStyle font)
    {
        var derived = style.Clone();
        derived.Font = font;
        return derived;
    }

    /// <summary>The style of the initial containing block: initial values, with the root element's direction and what scrolls the viewport.</summary>
    public static ComputedStyle Viewport(ComputedStyle? root, Overflow x, Overflow y)
    {
        var derived = ComputedStyle.Initial.Clone();
        derived.Box = derived.Box.Clone();
        derived.Box.Display = derived.Box.OriginalDisplay = Display.Block;
        (derived.Box.OverflowX, derived.Box.OverflowY) = (x, y);
        if (root is null) return derived;
        derived.Text = derived.Text.Clone();
        (derived.Text.Direction, derived.Text.WritingMode) = (root.Text.Direction, root.Text.WritingMode);
        return derived;
    }
}
