namespace WasmEngine.Render.Style;

internal enum ColorSpace : byte { Srgb, SrgbLinear, DisplayP3, A98Rgb, ProPhotoRgb, Rec2020, XyzD65, XyzD50, Lab, Lch, Oklab, Oklch, Hsl, Hwb }

/// <summary>Three components.</summary>
internal readonly record struct Triple(double A, double B, double C)
{
    internal Triple Map(Func<double, double> each) => new(each(A), each(B), each(C));
}

/// <summary>A 3 by 3 matrix, row by row.</summary>
internal sealed class Matrix3(params double[] m)
{
    internal Triple Times(Triple v) => new(
        (m[0] * v.A) + (m[1] * v.B) + (m[2] * v.C), (m[3] * v.A) + (m[4] * v.B) + (m[5] * v.C), (m[6] * v.A) + (m[7] * v.B) + (m[8] * v.C));

    internal Matrix3 Inverse()
    {
        double Minor(int a, int b, int c, int d) => (m[a] * m[d]) - (m[b] * m[c]);
        var determinant = (m[0] * Minor(4, 5, 7, 8)) - (m[1] * Minor(3, 5, 6, 8)) + (m[2] * Minor(3, 4, 6, 7));
        double[] adjugate =
        [
            Minor(4, 5, 7, 8), -Minor(1, 2, 7, 8), Minor(1, 2, 4, 5), -Minor(3, 5, 6, 8), Minor(0, 2, 6, 8), -Minor(0, 2, 3, 5), Minor(3, 4, 6, 7), -Minor(0, 1, 6, 7), Minor(0, 1, 3, 4),
        ];
        return new Matrix3([.. adjugate.Select(x => x / determinant)]);
    }
}

/// <summary>Conversions between colour spaces (css-color-4, sections 10 to 12 and 18). Matrices as the specification gives them; the inverses are worked out.</summary>
internal static class ColorSpaces
{
    private static readonly Matrix3 SrgbToXyz = new(
        506752d / 1228815, 87881d / 245763, 12673d / 70218, 87098d / 409605, 175762d / 245763, 12673d / 175545, 7918d / 409605, 87881d / 737289, 1001167d / 1053270);

    private static readonly Matrix3 P3ToXyz = new(
        608311d / 1250200, 189793d / 714400, 198249d / 1000160, 35783d / 156275, 247089d / 357200, 198249d / 2500400, 0, 32229d / 714400, 5220557d / 5000800);

    private static readonly Matrix3 A98ToXyz = new(
        573536d / 994567, 263643d / 1420810, 187206d / 994567, 591459d / 1989134, 6239551d / 9945670, 374412d / 4972835, 53769d / 1989134, 351524d / 4972835, 4929758d / 4972835);

    private static readonly Matrix3 Rec2020ToXyz = new(
        63426534d / 99577255, 20160776d / 139408157, 47086771d / 278816314, 26158966d / 99577255, 472592308d / 697040785, 8267143d / 139408157, 0, 19567812d / 697040785, 295819943d / 278816314);

    private static readonly Matrix3 ProPhotoToXyzD50 = new(
        0.79776664490064230, 0.13518129740053308, 0.03134773412839220, 0.28807482881940130, 0.71183523424187300, 0.00008993693872564, 0, 0, 0.82510460251046020);

    private static readonly Matrix3 D65ToD50 = new(
        1.0479297925449969, 0.022946870601609652, -0.05019226628920524, 0.02962780877005599, 0.9904344267538799, -0.017073799063418826, -0.009243040646204504, 0.015055191490298152, 0.7518742814281371);

    private static readonly Matrix3 XyzToLms = new(
        0.8190224379967030, 0.3619062600528904, -0.1288737815209879, 0.0329836539323885, 0.9292868615863434, 0.0361446663506424, 0.0481771893596242, 0.2642395317527308, 0.6335478284694309);

    private static readonly Matrix3 LmsToOklab = new(
        0.2104542683093140, 0.7936177747023054, -0.0040720430116193, 1.9779985324311684, -2.4285922420485799, 0.4505937096174110, 0.0259040424655478, 0.7827717124575296, -0.8086757549230774);

    private static readonly Matrix3 XyzToSrgb = SrgbToXyz.Inverse();
    private static readonly Matrix3 XyzToP3 = P3ToXyz.Inverse();
    private static readonly Matrix3 XyzToA98 = A98ToXyz.Inverse();
    private static readonly Matrix3 XyzToRec2020 = Rec2020ToXyz.Inverse();
    private static readonly Matrix3 XyzD50ToProPhoto = ProPhotoToXyzD50.Inverse();
    private static readonly Matrix3 D50ToD65 = D65ToD50.Inverse();
    private static readonly Matrix3 LmsToXyz = XyzToLms.Inverse();
    private static readonly Matrix3 OklabToLms = LmsToOklab.Inverse();
    private static readonly Triple WhiteD50 = new(0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585);

    /// <summary>Components in another space.</summary>
    internal static Triple Convert(Triple value, ColorSpace from, ColorSpace to)
    {
        if (from == to) return value;
        if (from is ColorSpace.Hsl or ColorSpace.Hwb or ColorSpace.Srgb && to is ColorSpace.Hsl or ColorSpace.Hwb or ColorSpace.Srgb)
            return CylindricalColors.FromSrgb(CylindricalColors.ToSrgb(value, from), to);
        return FromXyz(ToXyz(value, from), to);
    }

    private static Triple ToXyz(Triple v, ColorSpace from) => from switch
    {
        ColorSpace.Srgb or ColorSpace.Hsl or ColorSpace.Hwb => SrgbToXyz.Times(CylindricalColors.ToSrgb(v, from).Map(SrgbToLinear)),
        ColorSpace.SrgbLinear => SrgbToXyz.Times(v),
        ColorSpace.DisplayP3 => P3ToXyz.Times(v.Map(SrgbToLinear)),
        ColorSpace.A98Rgb => A98ToXyz.Times(v.Map(x => Power(x, 563 / 256d))),
        ColorSpace.ProPhotoRgb => D50ToD65.Times(ProPhotoToXyzD50.Times(v.Map(x => Math.Abs(x) <= 16 / 512d ? x / 16 : Power(x, 1.8)))),
        ColorSpace.Rec2020 => Rec2020ToXyz.Times(v.Map(Rec2020ToLinear)),
        ColorSpace.XyzD65 => v,
        ColorSpace.XyzD50 => D50ToD65.Times(v),
        ColorSpace.Lab => D50ToD65.Times(LabToXyz(v)),
        ColorSpace.Lch => D50ToD65.Times(LabToXyz(CylindricalColors.FromPolar(v))),
        ColorSpace.Oklab => OklabToXyz(v),
        _ => OklabToXyz(CylindricalColors.FromPolar(v)),
    };

    private static Triple FromXyz(Triple v, ColorSpace to) => to switch
    {
        ColorSpace.Srgb or ColorSpace.Hsl or ColorSpace.Hwb => CylindricalColors.FromSrgb(XyzToSrgb.Times(v).Map(LinearToSrgb), to),
        ColorSpace.SrgbLinear => XyzToSrgb.Times(v),
        ColorSpace.DisplayP3 => XyzToP3.Times(v).Map(LinearToSrgb),
        ColorSpace.A98Rgb => XyzToA98.Times(v).Map(x => Power(x, 256 / 563d)),
        ColorSpace.ProPhotoRgb => XyzD50ToProPhoto.Times(D65ToD50.Times(v)).Map(x => Math.Abs(x) < 1 / 512d ? 16 * x : Power(x, 1 / 1.8)),
        ColorSpace.Rec2020 => XyzToRec2020.Times(v).Map(LinearToRec2020),
        ColorSpace.XyzD65 => v,
        ColorSpace.XyzD50 => D65ToD50.Times(v),
        ColorSpace.Lab => XyzToLab(D65ToD50.Times(v)),
        ColorSpace.Lch => CylindricalColors.ToPolar(XyzToLab(D65ToD50.Times(v)), 0.0015),
        ColorSpace.Oklab => XyzToOklab(v),
        _ => CylindricalColors.ToPolar(XyzToOklab(v), 0.000004),
    };

    private static double Power(double x, double exponent) => Math.CopySign(Math.Pow(Math.Abs(x), exponent), x);

    private static double SrgbToLinear(double x) => Math.Abs(x) <= 0.04045 ? x / 12.92 : Math.CopySign(Math.Pow((Math.Abs(x) + 0.055) / 1.055, 2.4), x);

    private static double LinearToSrgb(double x) => Math.Abs(x) <= 0.0031308 ? 12.92 * x : Math.CopySign((1.055 * Math.Pow(Math.Abs(x), 1 / 2.4)) - 0.055, x);

    private const double Alpha2020 = 1.09929682680944;
    private const double Beta2020 = 0.018053968510807;

    private static double Rec2020ToLinear(double x) =>
        Math.Abs(x) < Beta2020 * 4.5 ? x / 4.5 : Math.CopySign(Math.Pow((Math.Abs(x) + Alpha2020 - 1) / Alpha2020, 1 / 0.45), x);

    private static double LinearToRec2020(double x) =>
        Math.Abs(x) <= Beta2020 ? 4.5 * x : Math.CopySign((Alpha2020 * Math.Pow(Math.Abs(x), 0.45)) - (Alpha2020 - 1), x);

    private const double Kappa = 24389d / 27;
    private const double Epsilon = 216d / 24389;

    private static Triple LabToXyz(Triple lab)
    {
        var fy = (lab.A + 16) / 116;
        var fx = (lab.B / 500) + fy;
        var fz = fy - (lab.C / 200);
        return new Triple(
            Cube(fx) * WhiteD50.A, (lab.A > Kappa * Epsilon ? Math.Pow(fy, 3) : lab.A / Kappa) * WhiteD50.B, Cube(fz) * WhiteD50.C);

        static double Cube(double f) => Math.Pow(f, 3) > Epsilon ? Math.Pow(f, 3) : ((116 * f) - 16) / Kappa;
    }

    private static Triple XyzToLab(Triple xyz)
    {
        var (fx, fy, fz) = (F(xyz.A / WhiteD50.A), F(xyz.B / WhiteD50.B), F(xyz.C / WhiteD50.C));
        return new Triple((116 * fy) - 16, 500 * (fx - fy), 200 * (fy - fz));

        static double F(double t) => t > Epsilon ? Math.Cbrt(t) : ((Kappa * t) + 16) / 116;
    }

    private static Triple OklabToXyz(Triple lab) => LmsToXyz.Times(OklabToLms.Times(lab).Map(x => x * x * x));

    private static Triple XyzToOklab(Triple xyz) => LmsToOklab.Times(XyzToLms.Times(xyz).Map(Math.Cbrt));
}

/// <summary>Spaces with a hue. An angle that means nothing (of a grey) is NaN.</summary>
internal static class CylindricalColors
{
    internal static Triple FromPolar(Triple lch)
    {
        var hue = double.IsNaN(lch.C) ? 0 : lch.C * Math.PI / 180;
        return new Triple(lch.A, lch.B * Math.Cos(hue), lch.B * Math.Sin(hue));
    }

    internal static Triple ToPolar(Triple lab, double grey)
    {
        var chroma = double.Hypot(lab.B, lab.C);
        var hue = Math.Atan2(lab.C, lab.B) * 180 / Math.PI;
        return new Triple(lab.A, chroma, chroma <= grey ? double.NaN : hue < 0 ? hue + 360 : hue);
    }

    internal static Triple ToSrgb(Triple v, ColorSpace from) => from switch
    {
        ColorSpace.Hsl => HslToSrgb(v),
        ColorSpace.Hwb => HwbToSrgb(v),
        _ => v,
    };

    internal static Triple FromSrgb(Triple rgb, ColorSpace to) => to switch
    {
        ColorSpace.Hsl => SrgbToHsl(rgb),
        ColorSpace.Hwb => new Triple(SrgbToHsl(rgb).A, Math.Min(rgb.A, Math.Min(rgb.B, rgb.C)) * 100, (1 - Math.Max(rgb.A, Math.Max(rgb.B, rgb.C))) * 100),
        _ => rgb,
    };

    private static Triple HslToSrgb(Triple hsl)
    {
        var hue = double.IsNaN(hsl.A) ? 0 : hsl.A % 360;
        if (hue < 0) hue += 360;
        var (saturation, light) = (hsl.B / 100, hsl.C / 100);
        var a = saturation * Math.Min(light, 1 - light);
        return new Triple(F(0), F(8), F(4));

        double F(double n)
        {
            var k = (n + (hue / 30)) % 12;
            return light - (a * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)));
        }
    }

    private static Triple HwbToSrgb(Triple hwb)
    {
        var (white, black) = (hwb.B / 100, hwb.C / 100);
        if (white + black >= 1)
        {
            var grey = white / (white + black);
            return new Triple(grey, grey, grey);
        }

        return HslToSrgb(new Triple(hwb.A, 100, 50)).Map(x => (x * (1 - white - black)) + white);
    }

    private static Triple SrgbToHsl(Triple rgb)
    {
        var max = Math.Max(rgb.A, Math.Max(rgb.B, rgb.C));
        var min = Math.Min(rgb.A, Math.Min(rgb.B, rgb.C));
        var (hue, saturation, light, d) = (double.NaN, 0d, (min + max) / 2, max - min);
        if (Math.Abs(d) > 1e-9)
        {
            saturation = light is 0 or 1 ? 0 : (max - light) / Math.Min(light, 1 - light);
            if (max == rgb.A) hue = ((rgb.B - rgb.C) / d) + (rgb.B < rgb.C ? 6 : 0);
            else if (max == rgb.B) hue = ((rgb.C - rgb.A) / d) + 2;
            else hue = ((rgb.A - rgb.B) / d) + 4;
            hue *= 60;
        }

        if (saturation < 0)
        {
            hue += 180;
            saturation = -saturation;
        }

        return new Triple(hue >= 360 ? hue - 360 : hue, saturation * 100, light * 100);
    }
}
