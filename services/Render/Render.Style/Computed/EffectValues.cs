namespace WasmEngine.Render.Style;

/// <summary>A box or text shadow.</summary>
public readonly record struct Shadow(float X, float Y, float Blur, float Spread, Color Color, bool Inset);

/// <summary>Kinds of transform functions; the single-axis forms are folded into these.</summary>
public enum TransformKind : byte { Translate, Scale, Rotate, Skew, Matrix, Perspective }

/// <summary>One function of a transform list.</summary>
/// <param name="Kind">Which.</param>
/// <param name="X">Translate x.</param>
/// <param name="Y">Translate y.</param>
/// <param name="A">Scale x; rotation axis x; skew x in degrees; perspective depth px (0: none).</param>
/// <param name="B">Scale y; axis y; skew y in degrees.</param>
/// <param name="C">Scale z; axis z; translate z px.</param>
/// <param name="Angle">Rotation in degrees.</param>
/// <param name="Matrix">16 numbers, column by column, for Matrix.</param>
/// <param name="Is3d">Written in a 3D form (matters for interpolation only).</param>
public sealed record TransformFunction(
    TransformKind Kind, LengthPercentage X = default, LengthPercentage Y = default, float A = 0, float B = 0, float C = 0, float Angle = 0, float[]? Matrix = null, bool Is3d = false)
{
    public bool Equals(TransformFunction? other) => other is not null
        && Kind == other.Kind && X == other.X && Y == other.Y && A == other.A && B == other.B && C == other.C && Angle == other.Angle && Is3d == other.Is3d
        && Matrix.AsSpan().SequenceEqual(other.Matrix);

    public override int GetHashCode() => HashCode.Combine(Kind, X, Y, A, B, C, Angle);
}

public enum FilterKind : byte { Blur, Brightness, Contrast, Grayscale, HueRotate, Invert, Opacity, Saturate, Sepia, DropShadow }

/// <summary>One function of a filter list.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Amount">px for blur, degrees for hue-rotate, a factor else.</param>
/// <param name="Shadow">For drop-shadow.</param>
public readonly record struct FilterFunction(FilterKind Kind, float Amount, Shadow Shadow = default);

/// <summary>A basic shape for clip-path; the reference box is the border box unless said otherwise.</summary>
public abstract record BasicShape;

public sealed record InsetShape(Sides<LengthPercentage> Insets, Corners Radii) : BasicShape;

public sealed record EllipseShape(bool Circle, RadialExtent ExtentX, RadialExtent ExtentY, LengthPercentage RadiusX, LengthPercentage RadiusY, PositionValue Center) : BasicShape;

public sealed record PolygonShape(bool EvenOdd, IReadOnlyList<PositionValue> Points) : BasicShape;

/// <summary>path(…), in px from the reference box's corner, as SVG path data.</summary>
public sealed record PathShape(bool EvenOdd, string Data) : BasicShape;

/// <summary>clip-path.</summary>
public sealed record ClipPath(BasicShape? Shape, BackgroundBox ReferenceBox);
