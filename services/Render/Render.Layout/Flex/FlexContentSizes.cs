using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What an item's content says about its main size; each part is found out when it is asked for.</summary>
internal sealed class FlexContentSizes
{
    private readonly FlexPass _pass;
    private readonly FlexItem _item;
    private readonly float _ratio;
    private readonly bool _isRatioOfContentBox;
    private LayoutUnit _baseSize = LayoutUnit.Indefinite;
    private LayoutResult? _measured;
    private MinMaxSizes? _widths;

    internal FlexContentSizes(FlexPass pass, FlexItem item)
    {
        (_pass, _item) = (pass, item);
        Space = pass.SpaceOf(item);
        _ratio = SizeResolver.RatioOf(item.Box, out _isRatioOfContentBox);
        FromRatio = _ratio <= 0 ? LayoutUnit.Indefinite : IsColumn ? HeightFromWidth() : SizeResolver.WidthFromRatio(item.Box, Space, item.BorderPadding);
    }

    /// <summary>Where lengths and percentages of the item are resolved.</summary>
    internal ConstraintSpace Space { get; }

    /// <summary>The main size that the aspect ratio gives for a definite cross size; Indefinite without one or the other.</summary>
    internal LayoutUnit FromRatio { get; }

    internal bool HasRatio => _ratio > 0;

    private bool IsColumn => _pass.Axes.IsColumn;

    /// <summary>Flex base size under flex-basis: content.</summary>
    internal LayoutUnit BaseSize
    {
        get
        {
            if (_baseSize.IsIndefinite) _baseSize = WithinTransferred(FromRatio.IsDefinite ? FromRatio : IsColumn ? MeasuredHeight() : FillsAsReplaced ? FilledWidth : Widths.Max);
            return _baseSize;
        }
    }

    /// <summary>The content size suggestion (css-flexbox-1, 4.5).</summary>
    internal LayoutUnit MinimumSuggestion
    {
        get
        {
            if (_item.Box.Kind == BoxKind.Replaced) return IsColumn || FromRatio.IsDefinite ? BaseSize : WithinTransferred(Widths.Min);
            var least = !IsColumn ? Widths.Min : WritingFlow.IsOrthogonal(_item.Box) ? OrthogonalFlow.Heights(_item.Box, _pass.Context).Min : Measured.IntrinsicHeight;
            if (_ratio <= 0) return least;
            if (FromRatio.IsDefinite) least = LayoutUnit.Larger(least, FromRatio);
            else if (IsColumn) least = LayoutUnit.Larger(least, MeasuredHeight());
            return WithinTransferred(least, IsColumn);
        }
    }

    private MinMaxSizes Widths => _widths ??= BoxLayout.Stretched(_item.Box, StretchedHeight, () => SizeResolver.IntrinsicWithPadding(
        _item.Box, _pass.PercentageWidth, ItemSpaces.IntrinsicBasis(_item.Box, _pass.Geometry.ContentHeight), _pass.Context));

    private LayoutUnit StretchedHeight => !IsColumn && _pass.IsLineCrossDefinite && _item.IsStretched ? _pass.StretchedCross(_item, _pass.Geometry.ContentHeight) : LayoutUnit.Indefinite;

    /// <summary>A replaced box with a ratio but no size takes the container's width (CSS 2, 10.3.2).</summary>
    private bool FillsAsReplaced => _item.Box is ReplacedBox { Natural: { Width: null, Height: null } } && _ratio > 0;

    private LayoutUnit FilledWidth => LayoutUnit.Larger(_pass.Geometry.ContentWidth - _item.Margin.Horizontal, _item.BorderPadding.Horizontal);

    private LayoutResult Measured => _measured ??= _pass.MeasureColumnItem(_item);

    /// <summary>The auto height in a column.</summary>
    private LayoutUnit MeasuredHeight()
    {
        var fragment = Measured.Fragment;
        if (_ratio > 0) return SizeResolver.HeightFor(_ratio, _isRatioOfContentBox, fragment.Width, _item.BorderPadding);
        return _item.Box.Kind == BoxKind.Replaced && _item.Box.Style.Size.Height.IsAuto ? fragment.Height : Measured.IntrinsicHeight;
    }

    private LayoutUnit HeightFromWidth()
    {
        var size = _item.Box.Style.Size;
        LayoutUnit width;
        if (size.Width.IsIntrinsic) return LayoutUnit.Indefinite;
        if (!size.Width.IsAuto) width = SizeResolver.WidthOf(_item.Box, size.Width, Space, _item.BorderPadding, _pass.Context);
        else if (_pass.IsLineCrossDefinite && _item.IsStretched) return SizeResolver.HeightFor(_ratio, _isRatioOfContentBox, _pass.StretchedCross(_item, _pass.Geometry.ContentWidth), _item.BorderPadding);
        else return LayoutUnit.Indefinite;
        if (width.IsIndefinite) return width;
        width = SizeResolver.WithinWidths(_item.Box, width, Space, _item.BorderPadding, false, _pass.Context);
        return SizeResolver.HeightFor(_ratio, _isRatioOfContentBox, width, _item.BorderPadding);
    }

    /// <summary>Held within what min and max cross size come to by way of the ratio; a definite cross size is held within them already.</summary>
    /// <param name="main">The main size.</param>
    /// <param name="isOfContent">It comes of the content, and is held within the limits though the cross size is definite (as Blink does it along columns).</param>
    internal LayoutUnit WithinTransferred(LayoutUnit main, bool isOfContent = false)
    {
        if (_ratio <= 0 || (FromRatio.IsDefinite && !isOfContent)) return main;
        var size = _item.Box.Style.Size;
        var space = Space with { IgnoresHeight = IsColumn };
        LayoutUnit least, most;
        if (IsColumn)
        {
            most = size.MaxWidth.Kind == SizeKind.None ? LayoutUnit.Indefinite : SizeResolver.WidthOf(_item.Box, size.MaxWidth, space, _item.BorderPadding, _pass.Context);
            least = SizeResolver.WidthOf(_item.Box, size.MinWidth, space, _item.BorderPadding, _pass.Context);
            if (most.IsDefinite) most = SizeResolver.HeightFor(_ratio, _isRatioOfContentBox, most, _item.BorderPadding);
            least = SizeResolver.HeightFor(_ratio, _isRatioOfContentBox, LayoutUnit.Larger(SizeResolver.OrZero(least), _item.BorderPadding.Horizontal), _item.BorderPadding);
        }
        else
        {
            most = size.MaxHeight.Kind == SizeKind.None ? LayoutUnit.Indefinite : SizeResolver.HeightOf(_item.Box, size.MaxHeight, Space, _item.BorderPadding, LayoutUnit.Indefinite);
            least = SizeResolver.HeightOf(_item.Box, size.MinHeight, Space, _item.BorderPadding, LayoutUnit.Indefinite);
            if (most.IsDefinite) most = SizeResolver.WidthFor(_ratio, _isRatioOfContentBox, most, _item.BorderPadding);
            least = SizeResolver.WidthFor(_ratio, _isRatioOfContentBox, LayoutUnit.Larger(SizeResolver.OrZero(least), _item.BorderPadding.Vertical), _item.BorderPadding);
        }

        if (most.IsDefinite) main = LayoutUnit.Smaller(main, most);
        return LayoutUnit.Larger(main, least);
    }
}
