using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>How a flex container's main and cross axis lie on the page (css-flexbox-1, 2). Start and end are those of the flex axes.</summary>
internal readonly struct FlexAxes
{
    internal FlexAxes(ComputedStyle style)
    {
        var flex = style.Flex;
        IsColumn = flex.Direction is FlexDirection.Column or FlexDirection.ColumnReverse;
        IsReverse = flex.Direction is FlexDirection.RowReverse or FlexDirection.ColumnReverse;
        IsMultiLine = flex.Wrap != FlexWrap.NoWrap;
        IsWrapReverse = flex.Wrap == FlexWrap.WrapReverse;
        IsRtl = style.IsRtl;
        IsLegacyBox = style.Box.IsLegacyBox;
    }

    internal bool IsColumn { get; }

    internal bool IsReverse { get; }

    internal bool IsMultiLine { get; }

    internal bool IsWrapReverse { get; }

    internal bool IsRtl { get; }

    /// <summary>-webkit-box: items shrink only as they grow, by -webkit-box-flex.</summary>
    internal bool IsLegacyBox { get; }

    /// <summary>The main axis runs from right to left or upwards.</summary>
    internal bool IsMainFlipped => IsColumn ? IsReverse : IsReverse ^ IsRtl;

    /// <summary>The cross axis runs from right to left or upwards.</summary>
    internal bool IsCrossFlipped => IsColumn ? IsWrapReverse ^ IsRtl : IsWrapReverse;

    internal LayoutUnit Main(LayoutSize size) => IsColumn ? size.Height : size.Width;

    internal LayoutUnit Cross(LayoutSize size) => IsColumn ? size.Width : size.Height;

    internal LayoutUnit Main(in Insets insets) => IsColumn ? insets.Vertical : insets.Horizontal;

    internal LayoutUnit Cross(in Insets insets) => IsColumn ? insets.Horizontal : insets.Vertical;

    internal LayoutUnit MainStart(in Insets insets) => IsColumn ? (IsMainFlipped ? insets.Bottom : insets.Top) : IsMainFlipped ? insets.Right : insets.Left;

    internal LayoutUnit CrossStart(in Insets insets) => IsColumn ? (IsCrossFlipped ? insets.Right : insets.Left) : IsCrossFlipped ? insets.Bottom : insets.Top;

    internal bool IsMainStartAuto(in Sides<SizeValue> margin) =>
        (IsColumn ? (IsMainFlipped ? margin.Bottom : margin.Top) : IsMainFlipped ? margin.Right : margin.Left).IsAuto;

    internal bool IsMainEndAuto(in Sides<SizeValue> margin) =>
        (IsColumn ? (IsMainFlipped ? margin.Top : margin.Bottom) : IsMainFlipped ? margin.Left : margin.Right).IsAuto;

    internal bool IsCrossStartAuto(in Sides<SizeValue> margin) =>
        (IsColumn ? (IsCrossFlipped ? margin.Right : margin.Left) : IsCrossFlipped ? margin.Bottom : margin.Top).IsAuto;

    internal bool IsCrossEndAuto(in Sides<SizeValue> margin) =>
        (IsColumn ? (IsCrossFlipped ? margin.Left : margin.Right) : IsCrossFlipped ? margin.Top : margin.Bottom).IsAuto;

    /// <summary>justify-content relative to the main axis. In columns left and right mean start.</summary>
    internal Alignment Justify(Alignment value) => AlignmentRules.ToAxis(value, IsReverse, !IsColumn, IsRtl, IsRtl);

    /// <summary>align-content, or align-self of an item, relative to the cross axis.</summary>
    internal Alignment Align(Alignment value, bool isItemRtl) => AlignmentRules.ToAxis(value, IsWrapReverse, IsColumn, IsRtl, isItemRtl);
}
