using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// One layout of one block container. Follows Blink's block layout: pending margins are carried along in a strut until something solid comes; a box's place in
/// the block formatting context is unknown until then, and floats before that are placed where the box is expected to be. When that turns out wrong, layout
/// stops and an ancestor whose place is known does it over with the right one forced.
/// </summary>
internal sealed partial class BlockPass
{
    private readonly LayoutBox _box;
    private readonly ConstraintSpace _space;
    private readonly LayoutContext _context;
    private readonly FragmentBuilder _builder;

    /// <summary>Null for a box that makes a new formatting context.</summary>
    private readonly BlockFlowInput? _flow;

    /// <summary>Borders, paddings and scrollbars.</summary>
    private readonly Insets _frame;

    /// <summary>The border box's left edge in the block formatting context.</summary>
    private readonly LayoutUnit _left;

    private readonly LayoutUnit _width;
    private readonly LayoutUnit _contentWidth;

    /// <summary>What percentages of children's heights refer to.</summary>
    private readonly LayoutUnit _percentageHeight;

    private ExclusionSpace _exclusions;

    /// <summary>The border box's top in the block formatting context; Indefinite while margins before it are pending.</summary>
    private LayoutUnit _top = LayoutUnit.Indefinite;

    /// <summary>From the border box's top: where the next child is to be, but for pending margins.</summary>
    private LayoutUnit _position;

    private MarginStrut _strut;

    /// <summary>Content bottom so far, from the border box's top.</summary>
    private LayoutUnit _intrinsic;

    /// <summary>The last child, or one before it with nothing but empty ones between, collapses through and was moved by `clear`.</summary>
    private bool _emptyChildWasCleared;

    private AdjoiningFloats _adjoining;
    private LayoutUnit _floatsAt = LayoutUnit.Indefinite;
    private bool _pushed;
    private LayoutBox? _marker;
    private bool _aborted;
    private bool _tentative;

    internal BlockPass(LayoutBox box, in ConstraintSpace space, LayoutSize scrollbars, LayoutContext context)
    {
        (_box, _space, _context, _flow) = (box, space, context, space.Flow);
        var border = SizeResolver.Border(box);
        var padding = SizeResolver.Padding(box.Style, space.PercentageWidth);
        _frame = border + padding + ScrollbarRoom.AsInsets(scrollbars, box.Style);
        _width = SizeResolver.Width(box, space, _frame, context);
        _contentWidth = (_width - _frame.Horizontal).AtLeastZero();
        var height = SizeResolver.DefiniteHeight(box, space, _frame, _width);
        _percentageHeight = BlockLayout.IsTransparent(box) ? space.PercentageHeight : height.IsIndefinite ? QuirkyBasis(box, space, _frame) : (height - _frame.Vertical).AtLeastZero();
        _exclusions = _flow?.Exclusions ?? ExclusionSpace.Empty;
        _left = _flow?.X ?? LayoutUnit.Zero;
        _builder = new FragmentBuilder(box, context)
        {
            Border = border,
            Padding = padding,
            Margin = SizeResolver.Margin(box.Style, space.PercentageWidth),
            Scrollbars = scrollbars,
            Width = _width,
            PercentageHeight = BlockLayout.IsTransparent(box) || height.IsDefinite ? _percentageHeight : LayoutUnit.Indefinite,
        };
    }

    private bool IsResolved => _top.IsDefinite;

    /// <summary>The border box's top as far as it is known, but for pending margins.</summary>
    private LayoutUnit TopEstimate => IsResolved ? _top : _flow!.Y;

    /// <summary>Where a border edge would be that comes next.</summary>
    private LayoutUnit NextEdge => TopEstimate + _position + _strut.Sum;

    private LayoutUnit ContentLeft => _left + _frame.Left;

    internal LayoutResult Run()
    {
        if (_flow is null)
        {
            _top = LayoutUnit.Zero;
            _position = _intrinsic = _frame.Top;
        }
        else
        {
            (_strut, _adjoining, _floatsAt) = (_flow.Strut, _flow.Adjoining, _flow.FloatsAt);
            if (_frame.Top > LayoutUnit.Zero)
            {
                if (!Resolve(NextEdge)) return Abort();
                _position = _intrinsic = _frame.Top;
            }
        }

        if (_box.HasInlineChildren) PlaceLines();
        else PlaceChildren();
        return _aborted ? Abort() : Finish();
    }

    private void PlaceChildren()
    {
        var legend = LegendOf(_box);
        if (legend is not null) PlaceLegend(legend);
        var children = _box.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (child == legend) continue;
            if (child.IsOutsideMarker) _marker = child;
            else if (child.IsOutOfFlow) PlaceOutOfFlow(child);
            else if (child.IsFloating) PlaceFloat(child);
            else if (child.IsFormattingContext) PlaceContext(child);
            else PlaceInFlow(child);
            if (_aborted) return;
        }
    }

    /// <summary>
    /// Fixes the border box's place: margins before it are separated from what follows. False when floats before took it to be elsewhere: layout has to stop.
    /// </summary>
    private bool Resolve(LayoutUnit top) => Resolve(top, _flow?.Forced ?? LayoutUnit.Indefinite);

    private bool Resolve(LayoutUnit top, LayoutUnit forced)
    {
        if (IsResolved) return true;
        if (forced.IsDefinite) top = forced;
        if (top < _flow!.Clearance) (top, _pushed) = (_flow.Clearance, true);
        _top = top;
        if (_floatsAt.IsDefinite && _floatsAt != top && !_flow.IsFinal)
        {
            _aborted = true;
            return false;
        }

        // At the border edge now; who resolved because of a border or padding moves on by itself.
        (_position, _strut, _adjoining, _floatsAt) = (LayoutUnit.Zero, default, AdjoiningFloats.None, LayoutUnit.Indefinite);
        return true;
    }

    private LayoutResult Abort() => new(new Fragment(_box, FragmentKind.Box))
    {
        Flow = new BlockFlowOutput { Top = _top, IsPushed = _pushed, IsAborted = true, IsTentative = _tentative, Exclusions = _exclusions },
    };

    private LayoutResult Finish()
    {
        if (_marker is not null && !PlaceMarker(_marker)) return Abort();
        // A formatting context takes its floats in.
        if (_flow is null && !_exclusions.IsEmpty) _intrinsic = LayoutUnit.Larger(_intrinsic, _exclusions.Below(Clear.Both));
        if (_frame.Bottom > LayoutUnit.Zero || _emptyChildWasCleared || _flow is null)
        {
            if (!IsResolved)
            {
                if (!Resolve(NextEdge)) return Abort();
            }
            else
            {
                _position += _strut.Sum;
            }

            _strut = default;
            _intrinsic = LayoutUnit.Larger(_intrinsic, _position) + _frame.Bottom;
        }
        else
        {
            // The last child's margin goes on to the parent.
            _intrinsic = LayoutUnit.Larger(_intrinsic, _position);
        }

        if (_box.Style.Box.ContainsSize) _intrinsic = _frame.Vertical;
        var own = SizeResolver.Height(_box, _space, _frame, _width, _intrinsic);
        var height = Filled(own);
        if (!IsResolved && height > LayoutUnit.Zero && !Resolve(NextEdge)) return Abort();
        if (IsResolved && (HasHeight || own != _intrinsic)) _strut = default;
        var isSelfCollapsing = !IsResolved;
        if (isSelfCollapsing && _flow!.Forced.IsDefinite) _top = _flow.Forced;
        if (_box.Kind == BoxKind.TableCell) AlignCell(height);
        else AlignContent(height);
        _builder.Height = height;
        return new LayoutResult(_builder.Build())
        {
            IntrinsicHeight = _intrinsic,
            Flow = _flow is null ? null : new BlockFlowOutput
            {
                Top = _top,
                IsSelfCollapsing = isSelfCollapsing,
                EndStrut = _strut,
                Exclusions = _exclusions,
                IsPushed = _pushed,
                Adjoining = isSelfCollapsing ? _adjoining : AdjoiningFloats.None,
                FloatsAt = isSelfCollapsing ? _floatsAt : LayoutUnit.Indefinite,
            },
        };
    }

    /// <summary>Its height comes from elsewhere than its content, even if it happens to be the same.</summary>
    private bool HasHeight => SizeResolver.HasAutoHeight(_box, _space)
        ? SizeResolver.RatioOf(_box, out _) > 0
        : SizeResolver.HeightOf(_box, SizeResolver.HeightIn(_box, _space), _space, _frame, LayoutUnit.Indefinite).IsDefinite;

    /// <summary>align-content of a block container (css-align-3, 5.3) moves all of the content.</summary>
    private void AlignContent(LayoutUnit height)
    {
        var align = _box.Style.Flex.AlignContent;
        var free = height - _intrinsic;
        if (_flow is not null || align.Value == Alignment.Normal || (free <= LayoutUnit.Zero && !align.IsUnsafe)) return;
        var by = align.Value switch
        {
            Alignment.Center or Alignment.SpaceAround or Alignment.SpaceEvenly => free / 2,
            Alignment.End or Alignment.FlexEnd or Alignment.LastBaseline => free,
            _ => LayoutUnit.Zero,
        };
        _builder.Shift(new LayoutPoint(default, by));
    }

    /// <summary>vertical-align of a table's cell (CSS 2, 17.5.3).</summary>
    private void AlignCell(LayoutUnit height)
    {
        var free = height - _intrinsic;
        var by = _box.Style.Box.VerticalAlign switch
        {
            VerticalAlign.Middle => free / 2,
            VerticalAlign.Bottom => free,
            VerticalAlign.Top => LayoutUnit.Zero,
            _ => _space.CellBaseline.IsDefinite ? _space.CellBaseline - (_builder.FirstBaseline ?? (_intrinsic - _frame.Bottom)) : LayoutUnit.Zero,
        };
        _builder.Shift(new LayoutPoint(default, by.AtLeastZero()));
    }
}
