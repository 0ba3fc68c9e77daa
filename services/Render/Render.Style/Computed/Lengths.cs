namespace WasmEngine.Render.Style;

/// <summary>
/// A computed length, percentage, or mix: `Px + Percent% of a basis`, or an expression where that is not enough (min(), max(),
/// clamp() and the like over percentages). Font- and viewport-relative units are resolved by now.
/// </summary>
/// <param name="Px">CSS px.</param>
/// <param name="Percent">Percent; 100 is the whole basis.</param>
/// <param name="Expression">Takes the place of both when it is there.</param>
public readonly record struct LengthPercentage(float Px, float Percent = 0, CalcExpression? Expression = null)
{
    /// <summary>
    /// The percent of `0%`: so little that it resolves to 0, and yet it needs a basis (a height of 0 % of an indefinite one is `auto`).
    /// </summary>
    public const float ZeroPercent = float.Epsilon;

    /// <summary>0.</summary>
    public static LengthPercentage Zero => default;

    /// <summary>Whether a basis is needed.</summary>
    public bool HasPercent => Percent != 0 || Expression is not null;

    /// <summary>Whether it is the length 0 whatever the basis.</summary>
    public bool IsZero => Px == 0 && Percent is <= ZeroPercent and >= -ZeroPercent && Expression is null;

    /// <summary>The length in px.</summary>
    /// <param name="basis">What 100 % is, px.</param>
    public float Resolve(float basis) => Expression is null ? Px + (Percent * basis / 100f) : Expression.Resolve(basis);
}

/// <summary>A computed math function that depends on a percentage's basis. Immutable.</summary>
public abstract class CalcExpression
{
    /// <summary>Its length in px; never NaN (NaN becomes 0), infinite ones are clamped.</summary>
    public abstract float Resolve(float basis);
}

/// <summary>Kinds of <see cref="SizeValue"/>.</summary>
public enum SizeKind : byte
{
    /// <summary>`auto` (of width, height, min-*, flex-basis, margins, insets) .</summary>
    Auto,

    /// <summary>`none` of max-*.</summary>
    None,

    /// <summary>A length or percentage.</summary>
    Length,

    MinContent,
    MaxContent,

    /// <summary>`fit-content`, or `fit-content(…)` when it has a limit.</summary>
    FitContent,

    /// <summary>`stretch`, -webkit-fill-available.</summary>
    Stretch,

    /// <summary>`content` of flex-basis.</summary>
    Content,
}

/// <summary>A value of width, height, min-*, max-*, flex-basis, margin, inset.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The length of Length, the limit of fit-content(…).</param>
/// <param name="HasLimit">fit-content has an argument.</param>
public readonly record struct SizeValue(SizeKind Kind, LengthPercentage Length = default, bool HasLimit = false)
{
    public static SizeValue Auto => default;

    public static SizeValue None => new(SizeKind.None);

    /// <summary>A length in px.</summary>
    public static SizeValue Px(float px) => new(SizeKind.Length, new LengthPercentage(px));

    /// <summary>A percentage.</summary>
    public static SizeValue Percent(float percent) => new(SizeKind.Length, new LengthPercentage(0, percent));

    public bool IsAuto => Kind == SizeKind.Auto;

    public bool IsLength => Kind == SizeKind.Length;

    /// <summary>min-content, max-content or fit-content.</summary>
    public bool IsIntrinsic => Kind is SizeKind.MinContent or SizeKind.MaxContent or SizeKind.FitContent;

    /// <summary>A length with a percentage in it.</summary>
    public bool HasPercent => Kind == SizeKind.Length && Length.HasPercent;
}

/// <summary>Four of a kind.</summary>
public readonly record struct Sides<T>(T Top, T Right, T Bottom, T Left);

/// <summary>Makes <see cref="Sides{T}"/>.</summary>
public static class Sides
{
    /// <summary>The same on each side.</summary>
    public static Sides<T> All<T>(T value) => new(value, value, value, value);
}

/// <summary>A corner's radii.</summary>
public readonly record struct Radius(LengthPercentage X, LengthPercentage Y)
{
    public bool IsZero => X.IsZero && Y.IsZero;
}

/// <summary>The four corners' radii.</summary>
public readonly record struct Corners(Radius TopLeft, Radius TopRight, Radius BottomRight, Radius BottomLeft)
{
    public bool AreZero => TopLeft.IsZero && TopRight.IsZero && BottomRight.IsZero && BottomLeft.IsZero;
}

/// <summary>A point, each part of it with a percentage of its own basis.</summary>
public readonly record struct PositionValue(LengthPercentage X, LengthPercentage Y);

/// <summary>`aspect-ratio`.</summary>
/// <param name="IsAuto">`auto` was given (also when nothing was): replaced elements prefer their natural ratio.</param>
/// <param name="Ratio">Width over height; 0 when none was given.</param>
public readonly record struct AspectRatio(bool IsAuto, float Ratio);

/// <summary>A colour in sRGB, not premultiplied. `currentcolor` is resolved by now; colours outside of sRGB are mapped into it.</summary>
/// <param name="Argb">0xAARRGGBB.</param>
public readonly record struct Color(uint Argb)
{
    public static Color Transparent => default;

    public static Color Black => new(0xFF000000);

    public byte Alpha => (byte)(Argb >> 24);

    public byte Red => (byte)(Argb >> 16);

    public byte Green => (byte)(Argb >> 8);

    public byte Blue => (byte)Argb;

    public bool IsTransparent => Alpha == 0;

    public bool IsOpaque => Alpha == 255;
}
