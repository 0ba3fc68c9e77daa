using System.Numerics;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A bounding box in CSS px relative to the viewport.</summary>
public readonly record struct BoundingBox(double X, double Y, double Width, double Height)
{
    /// <summary>The least rectangle around both. One without an area does not count beside one with (browsers differ there from CSSOM View, 6).</summary>
    public BoundingBox Union(in BoundingBox other)
    {
        if (Width <= 0 || Height <= 0) return other;
        if (other.Width <= 0 || other.Height <= 0) return this;
        var (x, y) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new BoundingBox(x, y, Math.Max(X + Width, other.X + other.Width) - x, Math.Max(Y + Height, other.Y + other.Height) - y);
    }
}

/// <summary>
/// Bounding boxes of all elements, as getBoundingClientRect gives them (CSSOM View, 6): the union of an element's border boxes with transforms, scrolling
/// and sticky positions applied. Made from one state of layout by one walk over its fragments.
/// </summary>
public sealed class BoundingBoxes
{
    private readonly Dictionary<Element, BoundingBox> _boxes = [];
    private readonly ScrollState _scrolling;
    private readonly StickyOffsets _sticky;

    private BoundingBoxes(LayoutEngine engine) => (_scrolling, _sticky) = (engine.Scrolling, StickyOffsets.Of(engine));

    /// <summary>Finds all elements' boxes. Layout has to be up to date.</summary>
    public static BoundingBoxes Of(LayoutEngine engine)
    {
        var boxes = new BoundingBoxes(engine);
        if (engine.Root is { } root) boxes.Children(root, new Space(null, false), default);
        return boxes;
    }

    /// <summary>An element's bounding box; zeros for one without a box.</summary>
    public BoundingBox this[Element element] => _boxes.GetValueOrDefault(element);

    /// <summary>Where fragments are reached: the matrix to the viewport, null while there is no transform.</summary>
    /// <param name="Matrix">Row vectors.</param>
    /// <param name="Preserves3d">The box that the fragments are in keeps their third dimension.</param>
    private readonly record struct Space(Matrix4x4? Matrix, bool Preserves3d);

    private void Visit(Fragment fragment, Space space, LayoutPoint offset)
    {
        var box = fragment.Box;
        if (fragment.Kind == FragmentKind.Line)
        {
            Children(fragment, space, offset);
            return;
        }

        if (fragment.Kind is FragmentKind.Box && IsTransformed(box)) (space, offset) = Transformed(fragment, space, offset);
        else if (fragment.Kind is FragmentKind.Box) space = space with { Preserves3d = false };
        if (box.Element is { } element) Add(element, Map(fragment, space, offset));
        else if (box.SplitOwner is { } owner) AddSplit(owner, Map(fragment, space, offset));
        if (fragment.Kind != FragmentKind.Text) Children(fragment, space, offset);
    }

    private void Children(Fragment fragment, Space space, LayoutPoint offset)
    {
        var children = fragment.Children;
        if (children.Count == 0) return;
        var isViewport = fragment.Box.Parent is null;
        var scrolled = fragment.Kind == FragmentKind.Box && _scrolling.IsAny ? _scrolling.OffsetOf(fragment.Box) : default;
        if (fragment.Kind == FragmentKind.Box && fragment.Box.Style.Effects.Perspective > 0)
        {
            var about = BoxTransform.PerspectiveOf(fragment.Box.Style, fragment.Width.ToFloat(), fragment.Height.ToFloat());
            var (x, y) = (offset.X.ToFloat(), offset.Y.ToFloat());
            var matrix = Matrix4x4.CreateTranslation(-x, -y, 0) * about * Matrix4x4.CreateTranslation(x, y, 0);
            space = space with { Matrix = matrix * (space.Matrix ?? Matrix4x4.Identity) };
        }

        for (var i = 0; i < children.Count; i++)
        {
            var (child, at) = children[i];
            var stays = isViewport && child.Box.Style.Position == Position.Fixed;
            if (child.HasSticky) at += _sticky.OffsetOf(child);
            Visit(child, space, offset + at - (stays ? default : scrolled));
        }
    }

    private static bool IsTransformed(LayoutBox box) =>
        (box.Style.Effects.Transform.Count > 0 || box.Style.Effects.TransformStyle == TransformStyle.Preserve3d) && box.Kind is not (BoxKind.TableColumn or BoxKind.TableColumnGroup);

    private static (Space Space, LayoutPoint Offset) Transformed(Fragment fragment, Space space, LayoutPoint offset)
    {
        var style = fragment.Box.Style;
        var matrix = BoxTransform.Of(style, fragment.Width.ToFloat(), fragment.Height.ToFloat()) * Matrix4x4.CreateTranslation(offset.X.ToFloat(), offset.Y.ToFloat(), 0);
        var outer = space.Matrix ?? Matrix4x4.Identity;
        if (!space.Preserves3d) (matrix.M13, matrix.M23, matrix.M33, matrix.M43) = Flat(matrix, outer);
        return (new Space(matrix * outer, style.Effects.TransformStyle == TransformStyle.Preserve3d), default);
    }

    // A flat parent takes its children into its plane, but perspective, which is in the outer matrix, still sees their depth.
    private static (float, float, float, float) Flat(in Matrix4x4 matrix, in Matrix4x4 outer) =>
        outer.M34 != 0 ? (matrix.M13, matrix.M23, matrix.M33, matrix.M43) : (0, 0, 0, 0);

    private static BoundingBox Map(Fragment fragment, in Space space, LayoutPoint offset)
    {
        var rect = new BoundingBox(offset.X.ToDouble(), offset.Y.ToDouble(), fragment.Width.ToDouble(), fragment.Height.ToDouble());
        if (space.Matrix is not { } matrix) return rect;
        var (left, top) = Map(matrix, rect.X, rect.Y);
        var (right, bottom) = (left, top);
        Take(Map(matrix, rect.X + rect.Width, rect.Y));
        Take(Map(matrix, rect.X, rect.Y + rect.Height));
        Take(Map(matrix, rect.X + rect.Width, rect.Y + rect.Height));
        return new BoundingBox(left, top, right - left, bottom - top);

        void Take((double X, double Y) p) => (left, top, right, bottom) = (Math.Min(left, p.X), Math.Min(top, p.Y), Math.Max(right, p.X), Math.Max(bottom, p.Y));
    }

    private static (double X, double Y) Map(in Matrix4x4 m, double x, double y)
    {
        const double least = 1e-4;
        var w = (x * m.M14) + (y * m.M24) + m.M44;
        if (w < least) w = least;
        return (((x * m.M11) + (y * m.M21) + m.M41) / w, ((x * m.M12) + (y * m.M22) + m.M42) / w);
    }

    private void Add(Element element, in BoundingBox rect) => _boxes[element] = _boxes.TryGetValue(element, out var known) ? known.Union(rect) : rect;

    private void AddSplit(Element owner, in BoundingBox rect)
    {
        for (var element = owner; element is { LayoutData: LayoutBox { Kind: BoxKind.Inline } }; element = element.Parent) Add(element, rect);
    }
}
