using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Children that make formatting contexts of their own: floats do not reach into them, so they stand beside or below (CSS 2, 9.5).</content>
internal sealed partial class BlockPass
{
    private void PlaceContext(LayoutBox child)
    {
        var margin = SizeResolver.Margin(child.Style, _contentWidth);
        var strut = _strut.With(margin.Top);
        var separated = ClearsAdjoining(child.Style.Box.Clear);
        var (top, adjoined) = (NextEdge, TopEstimate + _position + strut.Sum);
        if (!separated) top = adjoined;
        var (determined, resolvedBefore) = (false, false);
        var hadFloats = _adjoining != AdjoiningFloats.None;
        if (!IsResolved)
        {
            if (_flow!.Forced.IsDefinite && !separated)
            {
                // Not the first time here: whether the child's margin collapses with those before is known.
                (resolvedBefore, top) = (true, _flow.Forced);
                separated = top != adjoined;
            }

            determined = !separated;
            var saved = (_position, _strut, _adjoining, _floatsAt);
            if (!Resolve(top))
            {
                _tentative = determined && !resolvedBefore;
                return;
            }

            top = _top;
            if (determined && margin.Top != LayoutUnit.Zero && !Fits(child, margin, top))
            {
                // Pushed down by floats: clearance of a kind, so that its margin has nothing to do with those before.
                var wrong = _top;
                _top = LayoutUnit.Indefinite;
                (_position, _strut, _adjoining, _floatsAt) = saved;
                _floatsAt = LayoutUnit.Indefinite;
                Resolve(NextEdge, LayoutUnit.Indefinite);
                if ((resolvedBefore || hadFloats) && wrong != _top && !_flow.IsFinal)
                {
                    _aborted = true;
                    return;
                }

                top = _top;
            }
        }

        var (fragment, at, used) = PlaceBesideFloats(child, margin, top);
        AddContext(fragment, at, used);
    }

    private void AddContext(Fragment fragment, LayoutPoint at, in Insets margin)
    {
        var offset = at - new LayoutPoint(_left, _top);
        AddChild(fragment, offset);
        _position = offset.Y + fragment.Height;
        _strut = default(MarginStrut).With(margin.Bottom);
        _emptyChildWasCleared = false;
    }

    /// <summary>Whether a child goes at a height, or further down because of floats (not because of its own `clear`).</summary>
    private bool Fits(LayoutBox child, in Insets margin, LayoutUnit top) =>
        _exclusions.IsEmpty || PlaceBesideFloats(child, margin, top).At.Y <= LayoutUnit.Larger(top, _exclusions.Below(child.Style.Box.Clear));

    /// <summary>Lays the child out in one room between floats after the other until it fits.</summary>
    private (Fragment Fragment, LayoutPoint At, Insets Margin) PlaceBesideFloats(LayoutBox child, in Insets margin, LayoutUnit from)
    {
        var (left, right) = (ContentLeft, ContentLeft + _contentWidth);
        var top = LayoutUnit.Larger(from, _exclusions.Below(child.Style.Box.Clear));
        while (true)
        {
            var bottom = top;
            LineOpportunity room;
            do
            {
                // Rooms that begin here: first the lowest, which is the widest; then narrower ones that reach further down.
                room = _exclusions.RoomAt(top, bottom - top, left, right, out _);
                var narrower = NextNarrower(room, top, bottom, left, right);
                if (TryRoom(child, margin, room, narrower == LayoutUnit.Max ? narrower : narrower - top) is { } placed) return placed;
                bottom = narrower == LayoutUnit.Max ? narrower : narrower + LayoutUnit.Epsilon;
            }
            while (bottom != LayoutUnit.Max && room.Width > LayoutUnit.Zero);

            var next = _exclusions.NextChange(top);
            // At the end of the plane nothing more can make room: it overlaps then.
            if (next == LayoutUnit.Max) return TryRoom(child, margin, new LineOpportunity(left, top, (right - left).AtLeastZero()), LayoutUnit.Max, always: true)!.Value;
            top = next;
        }
    }

    /// <summary>Height at which a room ends because floats that begin further down reach into it.</summary>
    private LayoutUnit NextNarrower(in LineOpportunity room, LayoutUnit top, LayoutUnit bottom, LayoutUnit left, LayoutUnit right)
    {
        for (var y = _exclusions.NextChange(LayoutUnit.Larger(top, bottom - LayoutUnit.Epsilon)); y != LayoutUnit.Max; y = _exclusions.NextChange(y))
        {
            var there = _exclusions.RoomAt(top, y - top + LayoutUnit.Epsilon, left, right, out _);
            if (there.Left > room.Left || there.Left + there.Width < room.Left + room.Width) return y;
        }

        return LayoutUnit.Max;
    }

    private (Fragment Fragment, LayoutPoint At, Insets Margin)? TryRoom(LayoutBox child, in Insets margin, in LineOpportunity room, LayoutUnit height, bool always = false)
    {
        var (left, right) = (ContentLeft, ContentLeft + _contentWidth);
        if (room.IsClosed && !always) return null;
        var (from, to) = (room.Left, room.Left + room.Width);
        var free = from == left && to >= right;
        // Margins reach over floats; negative ones widen a room only when there is none beside it.
        from = free ? left + margin.Left : LayoutUnit.Larger(from, left + margin.Left);
        to = free ? right - margin.Right : LayoutUnit.Smaller(to, right - margin.Right);
        var size = (to - from).AtLeastZero();
        var available = free ? _contentWidth : (size + margin.Horizontal).AtLeastZero();
        var fragment = BoxLayout.Layout(child, SpaceFor(child, available), _context).Fragment;
        // The margin at the line's end does not count.
        var fits = free || (_box.Style.IsRtl ? to - fragment.Width >= room.Left : from + fragment.Width <= room.Left + room.Width);
        if (!always && (!fits || fragment.Height > height)) return null;
        // Against the room that is left between the margins, `auto` margins and alignment decide.
        var used = ResolveAuto(child, margin, fragment.Width, size + margin.Horizontal);
        if (free) used = ResolveAuto(child, margin, fragment.Width, _contentWidth);
        var x = free ? left + used.Left : from + used.Left - margin.Left;
        return (fragment, new LayoutPoint(x, room.Top), used);
    }
}
