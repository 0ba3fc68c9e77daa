using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Children that take part in the same block formatting context.</content>
internal sealed partial class BlockPass
{
    private const int Passes = 3;

    /// <summary>A child and where it is expected.</summary>
    /// <param name="Box">The child.</param>
    /// <param name="Margin">Its margins, `auto` resolved.</param>
    /// <param name="X">Its border box's left edge in the block formatting context.</param>
    /// <param name="Y">Its top but for pending margins.</param>
    /// <param name="Strut">Pending margins with its own.</param>
    /// <param name="Clearance">Where `clear` lets it begin.</param>
    private readonly record struct Child(LayoutBox Box, Insets Margin, LayoutUnit X, LayoutUnit Y, MarginStrut Strut, LayoutUnit Clearance);

    private void PlaceInFlow(LayoutBox box)
    {
        var clear = box.Style.Box.Clear;
        var forced = LayoutUnit.Indefinite;
        var pushed = ClearsAdjoining(clear);
        if (pushed)
        {
            // Margins before can't collapse with the child's: floats and clearance stand between.
            if (!Resolve(NextEdge)) return;
            forced = _exclusions.Below(clear);
        }

        var margin = InFlowMargins(box);
        // Blink lets clearance of a box hold for what is in it too.
        var clearance = LayoutUnit.Larger(_exclusions.Below(clear), _flow?.Clearance ?? LayoutUnit.Min);
        var child = new Child(box, margin, ContentLeft + margin.Left, TopEstimate + _position, _strut.With(margin.Top), clearance);
        var result = LayOut(child, forced);
        FinishInFlow(child, result, pushed);
    }

    /// <summary>The rest of placing a child in flow: it tells where it and perhaps this box are.</summary>
    private void FinishInFlow(in Child given, LayoutResult result, bool pushedBefore)
    {
        var child = given;
        var flow = result.Flow!;
        if (flow.IsAborted && !IsResolved)
        {
            // The child has found its place, so this box has too; some float before was placed wrongly.
            var top = flow.Top;
            if (flow.IsPushed && _flow!.Clearance != child.Clearance) top = NextEdge;
            if (flow.IsTentative && !_flow!.IsFinal)
            {
                (_top, _aborted, _tentative) = (top, true, true);
                return;
            }

            if (!Resolve(top, LayoutUnit.Indefinite)) return;
        }

        var empty = flow.IsSelfCollapsing;
        var emptyWasCleared = empty && pushedBefore;
        // Blink asks whether the margins alone, from this box's top, would bring it past the floats.
        if (empty && child.Box.Style.Box.Clear != Clear.None && TopEstimate + flow.EndStrut.Sum < child.Clearance) emptyWasCleared = true;
        if (emptyWasCleared || flow.IsPushed)
        {
            // Clearance separates margins before from the child's.
            if (!Resolve(NextEdge)) return;
        }

        var place = flow.Top;
        if (empty)
        {
            if (IsResolved && place.IsIndefinite) place = LayoutUnit.Larger(child.Y + flow.EndStrut.Sum, child.Clearance);
        }
        else if (!Resolve(place))
        {
            return;
        }

        var basis = child;
        if (emptyWasCleared)
        {
            // Its margins begin anew after the clearance.
            basis = child with { Strut = default(MarginStrut).With(child.Margin.Top) };
            if (basis.Strut != child.Strut || flow.Adjoining != AdjoiningFloats.None) result = LayOut(basis, place);
            flow = result.Flow!;
        }

        for (var pass = 1; place.IsDefinite && (flow.IsAborted || (flow.Adjoining != AdjoiningFloats.None && flow.FloatsAt != place)) && pass <= Passes; pass++)
        {
            result = LayOut(basis, place, pass == Passes);
            flow = result.Flow!;
            if (flow.IsAborted) place = flow.Top;
        }

        Take(child, result, place, emptyWasCleared);
    }

    /// <summary>Adds a child's fragment and moves on past it.</summary>
    private void Take(in Child child, LayoutResult result, LayoutUnit place, bool emptyWasCleared)
    {
        var flow = result.Flow!;
        _exclusions = flow.Exclusions;
        if (!IsResolved)
        {
            _adjoining = flow.Adjoining;
            _floatsAt = flow.FloatsAt;
        }

        var y = place.IsDefinite && IsResolved ? place - _top : LayoutUnit.Zero;
        AddChild(result.Fragment, new LayoutPoint(_frame.Left + child.Margin.Left, y));
        if (!flow.IsSelfCollapsing) _position = y + result.Fragment.Height;
        else if (emptyWasCleared) _position = y - flow.EndStrut.Sum; // Blink's: with the strut added again, the next child is where this one is.
        _emptyChildWasCleared = flow.IsSelfCollapsing && (emptyWasCleared || _emptyChildWasCleared);
        _strut = flow.EndStrut.With(child.Margin.Bottom);
    }

    private void AddChild(Fragment fragment, LayoutPoint offset)
    {
        _builder.Add(fragment, offset);
        var scrolls = fragment.Box.Style.IsScrollContainer;
        if (fragment.FirstBaseline is { } first) _builder.FirstBaseline ??= offset.Y + (scrolls ? first.Within(LayoutUnit.Zero, fragment.Height) : first);
        // A table has no last baseline for what is around it, as in Blink.
        if (fragment.LastBaseline is { } last && fragment.Box.Kind != BoxKind.Table) _builder.LastBaseline = offset.Y + (scrolls ? last.Within(LayoutUnit.Zero, fragment.Height) : last);
    }

    private BlockFlowInput InputFor(in Child child, LayoutUnit forced, bool isFinal = false) => new()
    {
        X = child.X,
        Y = child.Y,
        Strut = child.Strut,
        Forced = forced.IsIndefinite && !IsResolved ? _flow!.Forced : forced,
        Clearance = child.Clearance,
        Exclusions = _exclusions,
        Adjoining = IsResolved ? AdjoiningFloats.None : _adjoining,
        FloatsAt = IsResolved ? LayoutUnit.Indefinite : _floatsAt,
        IsFinal = isFinal || (!IsResolved && _flow!.IsFinal),
    };

    private LayoutResult LayOut(in Child child, LayoutUnit forced, bool isFinal = false)
    {
        var input = InputFor(child, forced, isFinal);
        var shift = default(LayoutPoint);
        if (_exclusions.IsEmpty)
        {
            // Without floats nothing depends on the place itself: results serve again when the box moves.
            shift = new LayoutPoint(child.X, child.Y);
            input = input with
            {
                X = LayoutUnit.Zero,
                Y = LayoutUnit.Zero,
                Forced = input.Forced.IsDefinite ? input.Forced - shift.Y : input.Forced,
                Clearance = LayoutUnit.Min,
            };
        }

        var result = BoxLayout.Layout(child.Box, SpaceFor(child.Box, _contentWidth) with { Flow = input }, _context);
        if (shift == default) return result;
        var flow = result.Flow!;
        return new LayoutResult(result.Fragment)
        {
            IntrinsicHeight = result.IntrinsicHeight,
            Flow = flow with
            {
                Top = flow.Top.IsDefinite ? flow.Top + shift.Y : flow.Top,
                FloatsAt = flow.FloatsAt.IsDefinite && flow.FloatsAt != LayoutUnit.Min ? flow.FloatsAt + shift.Y : flow.FloatsAt,
                Exclusions = flow.Exclusions.Shifted(shift),
            },
        };
    }

    private ConstraintSpace SpaceFor(LayoutBox child, LayoutUnit available) => new()
    {
        AvailableWidth = available,
        AvailableHeight = PercentageHeightFor(child),
        PercentageWidth = _contentWidth,
        PercentageHeight = PercentageHeightFor(child),
        AutoWidth = (child.IsAnonymous ? Alignment.Normal : JustifyOf(child)) switch
        {
            Alignment.Normal when WritingFlow.IsOrthogonal(child) => AutoWidth.FitContent,
            Alignment.Normal => AutoWidth.Stretch,
            Alignment.Stretch => AutoWidth.StretchAlways,
            _ => AutoWidth.FitContent,
        },
        IsMeasure = _space.IsMeasure,
    };

    // Left out where it does not matter, so that the result is found again under another height.
    private LayoutUnit PercentageHeightFor(LayoutBox child) =>
        _percentageHeight.IsIndefinite || HeightDependence.OfPercentages(child) ? _percentageHeight : LayoutUnit.Indefinite;

    /// <summary>Whether `clear` separates a child from floats that are only waiting for margins.</summary>
    private bool ClearsAdjoining(Clear clear) => !IsResolved && (clear switch
    {
        Clear.Left => _adjoining & AdjoiningFloats.Left,
        Clear.Right => _adjoining & AdjoiningFloats.Right,
        Clear.Both => _adjoining,
        _ => AdjoiningFloats.None,
    }) != AdjoiningFloats.None;
}
