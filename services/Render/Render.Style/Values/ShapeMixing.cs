namespace WasmEngine.Render.Style;

/// <summary>Interpolation of basic shapes of the same kind (css-shapes-1, section 5.2).</summary>
internal static class ShapeMixing
{
    internal static bool Between(ClipPath? from, ClipPath? to, double progress, out ClipPath? value)
    {
        value = from;
        if (from is null || to is null) return from is null && to is null;
        if (from.ReferenceBox != to.ReferenceBox) return false;
        BasicShape? shape = (from.Shape, to.Shape) switch
        {
            (InsetShape a, InsetShape b) => new InsetShape(Mix(a.Insets, b.Insets, progress), Mix(a.Radii, b.Radii, progress)),
            (EllipseShape a, EllipseShape b) => Mix(a, b, progress),
            (PolygonShape a, PolygonShape b) => Mix(a, b, progress),
            _ => null,
        };
        value = new ClipPath(shape, from.ReferenceBox);
        return shape is not null;
    }

    private static EllipseShape? Mix(EllipseShape a, EllipseShape b, double progress)
    {
        if (a.Circle != b.Circle || a.ExtentX != b.ExtentX || a.ExtentY != b.ExtentY || a.ExtentX != RadialExtent.Explicit || a.ExtentY != RadialExtent.Explicit) return null;
        Style.Between.Position(a.Center, b.Center, progress, out var center);
        return a with { RadiusX = L(a.RadiusX, b.RadiusX, progress), RadiusY = L(a.RadiusY, b.RadiusY, progress), Center = center };
    }

    private static PolygonShape? Mix(PolygonShape a, PolygonShape b, double progress)
    {
        if (a.EvenOdd != b.EvenOdd || a.Points.Count != b.Points.Count) return null;
        var points = new PositionValue[a.Points.Count];
        for (var i = 0; i < points.Length; i++) Style.Between.Position(a.Points[i], b.Points[i], progress, out points[i]);
        return new PolygonShape(a.EvenOdd, new ValueList<PositionValue>(points));
    }

    private static Sides<LengthPercentage> Mix(Sides<LengthPercentage> a, Sides<LengthPercentage> b, double p) =>
        new(L(a.Top, b.Top, p), L(a.Right, b.Right, p), L(a.Bottom, b.Bottom, p), L(a.Left, b.Left, p));

    private static Corners Mix(Corners a, Corners b, double p) =>
        new(R(a.TopLeft, b.TopLeft, p), R(a.TopRight, b.TopRight, p), R(a.BottomRight, b.BottomRight, p), R(a.BottomLeft, b.BottomLeft, p));

    private static LengthPercentage L(LengthPercentage a, LengthPercentage b, double p) => Style.Between.Mix(a, b, p);

    private static Radius R(Radius a, Radius b, double p) => new(L(a.X, b.X, p), L(a.Y, b.Y, p));
}
