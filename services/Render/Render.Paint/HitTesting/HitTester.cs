using System.Numerics;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Finds the element at a point: what was painted there last, through transforms, clips and scroll offsets. Goes through fragments in the order of
/// painting (CSS 2, appendix E). Valid while nothing changed since the last paint. Document's thread.
/// </summary>
public sealed class HitTester
{
    private Vector2 _point;
    private TransformNode? _space;
    private Vector2? _local;
    private Element? _hit;

    /// <summary>The topmost element at a point; null when there is none.</summary>
    /// <param name="root">The fragment of the initial containing block.</param>
    /// <param name="x">CSS px from the view's left edge.</param>
    /// <param name="y">CSS px from its top edge.</param>
    public Element? Find(Fragment root, float x, float y)
    {
        (_point, _space, _local, _hit) = (new Vector2(x, y), null, null, null);
        if (root.Box.PaintData is BoxPaint { Layer: { } layer }) TestLayer(layer);
        var hit = _hit;
        _hit = null;
        return hit;
    }

    private void TestLayer(PaintLayer layer)
    {
        var place = new FragmentPlace(layer.Paint.Outer, layer.Paint.Offset);
        Test(layer.Fragment, place);
        foreach (var child in layer.Negative) TestLayer(child);
        TestInsides(layer.Fragment, place);
        foreach (var child in layer.Zero) TestLayer(child);
        foreach (var child in layer.Positive) TestLayer(child);
    }

    private void TestInsides(Fragment fragment, in FragmentPlace place)
    {
        var inner = FragmentPlace.Within(fragment, place);
        TestBlocks(fragment, inner);
        TestFloats(fragment, inner);
        TestForeground(fragment, inner);
    }

    private void TestAtomic(Fragment fragment, in FragmentPlace place)
    {
        Test(fragment, place);
        TestInsides(fragment, place);
    }

    private void TestBlocks(Fragment fragment, in FragmentPlace inner)
    {
        if (fragment.Kind == FragmentKind.Line) return;
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (child.Kind != FragmentKind.Box || FragmentPlace.IsLayer(child) || child.Box.IsFloating || FragmentPlace.IsAtomicItem(fragment, child)) continue;
            var place = FragmentPlace.Of(link, inner);
            Test(child, place);
            TestBlocks(child, FragmentPlace.Within(child, place));
        }
    }

    private void TestFloats(Fragment fragment, in FragmentPlace inner)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (child.Kind is FragmentKind.Text || FragmentPlace.IsLayer(child) || FragmentPlace.IsAtomicItem(fragment, child)) continue;
            if (child.Kind != FragmentKind.Box)
            {
                TestFloats(child, inner with { Offset = inner.Offset + link.Offset });
                continue;
            }

            var place = FragmentPlace.Of(link, inner);
            if (child.Box.IsFloating) TestAtomic(child, place);
            else if (fragment.Kind == FragmentKind.Box) TestFloats(child, FragmentPlace.Within(child, place));
        }
    }

    // The order property changes what overlaps what only where items overlap; tree order does here.
    private void TestForeground(Fragment fragment, in FragmentPlace inner)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            if (FragmentPlace.IsLayer(child) || link.IsHidden) continue;
            switch (child.Kind)
            {
                case FragmentKind.Line:
                    TestForeground(child, inner with { Offset = inner.Offset + link.Offset });
                    break;
                case FragmentKind.Inline:
                    var at = inner with { Offset = inner.Offset + link.Offset };
                    Test(child, at);
                    TestForeground(child, at);
                    break;
                case FragmentKind.Text:
                    Test(child, inner with { Offset = inner.Offset + link.Offset });
                    break;
                default:
                    if (child.Box.IsFloating) break;
                    var place = FragmentPlace.Of(link, inner);
                    if (fragment.Kind is FragmentKind.Line or FragmentKind.Inline || FragmentPlace.IsAtomicItem(fragment, child)) TestAtomic(child, place);
                    else TestForeground(child, FragmentPlace.Within(child, place));
                    break;
            }
        }
    }

    private void Test(Fragment fragment, in FragmentPlace place)
    {
        var style = fragment.Box.Style;
        if (style.Inherited.Visibility != Visibility.Visible || style.Inherited.PointerEvents == PointerEvents.None) return;
        if (Local(place.State.Transform) is not { } point) return;
        float x = place.Offset.X.ToFloat(), y = place.Offset.Y.ToFloat();
        if (!(point.X >= x && point.Y >= y && point.X < x + fragment.Width.ToFloat() && point.Y < y + fragment.Height.ToFloat())) return;
        if (IsClipped(place.State.Clip) || ElementOf(fragment.Box) is not { } element) return;
        _hit = element;
    }

    // Pseudo-elements, anonymous boxes and texts belong to the element around them.
    private static Element? ElementOf(LayoutBox box)
    {
        for (var at = box; at is not null; at = at.Parent)
        {
            if (at.Element is { } element) return element;
        }

        return null;
    }

    private bool IsClipped(ClipNode? clip)
    {
        for (; clip is not null; clip = clip.Parent)
        {
            if (Unproject(clip.Space) is not { } point || !clip.Shape.Rect.Contains(point.X, point.Y)) return true;
        }

        return false;
    }

    private Vector2? Local(TransformNode space)
    {
        if (space == _space) return _local;
        (_space, _local) = (space, Unproject(space));
        return _local;
    }

    // Where the line of sight through the point meets the space's plane; null when it is seen edge-on.
    private Vector2? Unproject(TransformNode space)
    {
        var m = space.To(null);
        // x' = (x M11 + y M21 + M41) / w and so on with w = x M14 + y M24 + M44: two linear equations for x and y.
        float a = m.M11 - (_point.X * m.M14), b = m.M21 - (_point.X * m.M24), c = (_point.X * m.M44) - m.M41;
        float d = m.M12 - (_point.Y * m.M14), e = m.M22 - (_point.Y * m.M24), f = (_point.Y * m.M44) - m.M42;
        var determinant = (a * e) - (b * d);
        if (MathF.Abs(determinant) < 1e-9f) return null;
        return new Vector2(((c * e) - (b * f)) / determinant, ((a * f) - (c * d)) / determinant);
    }
}
