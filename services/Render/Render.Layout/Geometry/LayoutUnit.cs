using System.Globalization;

namespace WasmEngine.Render.Layout;

/// <summary>
/// A length in 1/64 CSS px, saturating at about ±33 million px. Fixed point, so that parts of a whole never add up to more than it.
/// </summary>
public readonly record struct LayoutUnit : IComparable<LayoutUnit>
{
    private const int Denominator = 64;

    private LayoutUnit(int raw) => Raw = raw;

    /// <summary>Its 64ths.</summary>
    public int Raw { get; }

    /// <summary>0 px.</summary>
    public static LayoutUnit Zero => default;

    /// <summary>The greatest length.</summary>
    public static LayoutUnit Max => new(int.MaxValue - 1);

    /// <summary>The least length.</summary>
    public static LayoutUnit Min => new(-int.MaxValue + 1);

    /// <summary>No length: a size that is not known. No arithmetic may be done with it.</summary>
    public static LayoutUnit Indefinite => new(int.MinValue);

    /// <summary>The least positive length, 1/64 px.</summary>
    public static LayoutUnit Epsilon => new(1);

    /// <summary>Whether it is <see cref="Indefinite"/>.</summary>
    public bool IsIndefinite => Raw == int.MinValue;

    /// <summary>Whether it is a length.</summary>
    public bool IsDefinite => Raw != int.MinValue;

    /// <summary>From 64ths.</summary>
    public static LayoutUnit FromRaw(int raw) => new(raw);

    /// <summary>Cut off to 1/64 px toward zero, as lengths are.</summary>
    public static LayoutUnit From(float px) => new(Saturate((double)px * Denominator));

    /// <summary>Cut off to 1/64 px toward zero.</summary>
    public static LayoutUnit From(double px) => new(Saturate(px * Denominator));

    /// <summary>Rounded up to 1/64 px, as widths of text are.</summary>
    public static LayoutUnit Ceil(double px) => new(Saturate(Math.Ceiling(px * Denominator)));

    /// <summary>Rounded to the nearest 1/64 px.</summary>
    public static LayoutUnit Round(double px) => new(Saturate(Math.Floor((px * Denominator) + 0.5)));

    public static implicit operator LayoutUnit(int px) => new(Saturate((double)px * Denominator));

    private static int Saturate(double raw) => double.IsNaN(raw) ? 0 : (int)Math.Clamp(raw, -(double)int.MaxValue + 1, int.MaxValue - 1);

    private static int Saturate(long raw) => (int)Math.Clamp(raw, -(long)int.MaxValue + 1, int.MaxValue - 1);

    public static LayoutUnit operator +(LayoutUnit a, LayoutUnit b) => new(Saturate((long)a.Raw + b.Raw));

    public static LayoutUnit operator -(LayoutUnit a, LayoutUnit b) => new(Saturate((long)a.Raw - b.Raw));

    public static LayoutUnit operator -(LayoutUnit a) => new(-a.Raw);

    public static LayoutUnit operator *(LayoutUnit a, int factor) => new(Saturate((long)a.Raw * factor));

    public static LayoutUnit operator *(LayoutUnit a, double factor) => new(Saturate(a.Raw * factor));

    public static LayoutUnit operator /(LayoutUnit a, int divisor) => new(Saturate(a.Raw / (long)divisor));

    public static bool operator <(LayoutUnit a, LayoutUnit b) => a.Raw < b.Raw;

    public static bool operator >(LayoutUnit a, LayoutUnit b) => a.Raw > b.Raw;

    public static bool operator <=(LayoutUnit a, LayoutUnit b) => a.Raw <= b.Raw;

    public static bool operator >=(LayoutUnit a, LayoutUnit b) => a.Raw >= b.Raw;

    /// <summary>Px.</summary>
    public float ToFloat() => Raw / (float)Denominator;

    /// <summary>Px.</summary>
    public double ToDouble() => Raw / (double)Denominator;

    /// <summary>The nearest whole px.</summary>
    public int RoundToInt() => (int)(((long)Raw + (Denominator / 2)) >> 6);

    /// <summary>Whole px, rounded down.</summary>
    public int FloorToInt() => Raw >> 6;

    /// <summary>Whole px, rounded up.</summary>
    public int CeilToInt() => (int)(((long)Raw + Denominator - 1) >> 6);

    /// <summary>It, or 0 if it is negative.</summary>
    public LayoutUnit AtLeastZero() => Raw < 0 && IsDefinite ? Zero : this;

    /// <summary>The greater one.</summary>
    public static LayoutUnit Larger(LayoutUnit a, LayoutUnit b) => a.Raw >= b.Raw ? a : b;

    /// <summary>The lesser one.</summary>
    public static LayoutUnit Smaller(LayoutUnit a, LayoutUnit b) => a.Raw <= b.Raw ? a : b;

    /// <summary>Within limits; the lower one wins.</summary>
    public LayoutUnit Within(LayoutUnit least, LayoutUnit most) => Larger(least, Smaller(this, most));

    public int CompareTo(LayoutUnit other) => Raw.CompareTo(other.Raw);

    public override string ToString() => IsIndefinite ? "indefinite" : ToDouble().ToString(CultureInfo.InvariantCulture);
}
