using System.Numerics;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Interpolation of colours, premultiplied, in a space of choice (css-color-4, 12). Vectors are RGBA, 0 to 1, not premultiplied.</summary>
internal static class ColorMix
{
    internal static Vector4 Mix(Vector4 a, Vector4 b, float t, GradientSpace space, HueArc arc = HueArc.Shorter)
    {
        var (ca, cb) = (To(a, space), To(b, space));
        var alpha = a.W + ((b.W - a.W) * t);
        if (alpha <= 0) return default;
        Vector3 mixed;
        if (space is GradientSpace.Oklch or GradientSpace.Lch or GradientSpace.Hsl or GradientSpace.Hwb)
        {
            // Hues are angles and not premultiplied; in Hsl the hue comes first, else last.
            var hueFirst = space is GradientSpace.Hsl or GradientSpace.Hwb;
            var hue = (float)arc.Mix(hueFirst ? ca.X : ca.Z, hueFirst ? cb.X : cb.Z, t);
            mixed = ((ca * a.W * (1 - t)) + (cb * b.W * t)) / alpha;
            mixed = hueFirst ? mixed with { X = hue } : mixed with { Z = hue };
        }
        else
        {
            mixed = ((ca * a.W * (1 - t)) + (cb * b.W * t)) / alpha;
        }

        var rgb = From(mixed, space);
        return new Vector4(Math.Clamp(rgb.X, 0, 1), Math.Clamp(rgb.Y, 0, 1), Math.Clamp(rgb.Z, 0, 1), alpha);
    }

    private static Vector3 To(Vector4 c, GradientSpace space)
    {
        var rgb = new Vector3(c.X, c.Y, c.Z);
        return space switch
        {
            GradientSpace.SrgbLinear => Linear(rgb),
            GradientSpace.Oklab => Oklab(Linear(rgb)),
            GradientSpace.Oklch => Polar(Oklab(Linear(rgb))),
            GradientSpace.Lab => Lab(Linear(rgb)),
            GradientSpace.Lch => Polar(Lab(Linear(rgb))),
            GradientSpace.Hsl or GradientSpace.Hwb => Hsl(rgb),
            _ => rgb,
        };
    }

    private static Vector3 From(Vector3 c, GradientSpace space) => space switch
    {
        GradientSpace.SrgbLinear => Gamma(c),
        GradientSpace.Oklab => Gamma(FromOklab(c)),
        GradientSpace.Oklch => Gamma(FromOklab(Cartesian(c))),
        GradientSpace.Lab => Gamma(FromLab(c)),
        GradientSpace.Lch => Gamma(FromLab(Cartesian(c))),
        GradientSpace.Hsl or GradientSpace.Hwb => FromHsl(c),
        _ => c,
    };

    private static Vector3 Linear(Vector3 c) => new(Linear(c.X), Linear(c.Y), Linear(c.Z));

    private static float Linear(float v) => v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);

    private static Vector3 Gamma(Vector3 c) => new(Gamma(c.X), Gamma(c.Y), Gamma(c.Z));

    private static float Gamma(float v) => v <= 0.0031308f ? v * 12.92f : (1.055f * MathF.Pow(v, 1 / 2.4f)) - 0.055f;

    // Oklab: B. Ottosson's matrices, as in css-color-4.
    private static Vector3 Oklab(Vector3 c)
    {
        var l = MathF.Cbrt((0.4122214708f * c.X) + (0.5363325363f * c.Y) + (0.0514459929f * c.Z));
        var m = MathF.Cbrt((0.2119034982f * c.X) + (0.6806995451f * c.Y) + (0.1073969566f * c.Z));
        var s = MathF.Cbrt((0.0883024619f * c.X) + (0.2817188376f * c.Y) + (0.6299787005f * c.Z));
        return new Vector3(
            (0.2104542553f * l) + (0.7936177850f * m) - (0.0040720468f * s),
            (1.9779984951f * l) - (2.4285922050f * m) + (0.4505937099f * s),
            (0.0259040371f * l) + (0.7827717662f * m) - (0.8086757660f * s));
    }

    private static Vector3 FromOklab(Vector3 c)
    {
        var l = Cube(c.X + (0.3963377774f * c.Y) + (0.2158037573f * c.Z));
        var m = Cube(c.X - (0.1055613458f * c.Y) - (0.0638541728f * c.Z));
        var s = Cube(c.X - (0.0894841775f * c.Y) - (1.2914855480f * c.Z));
        return new Vector3(
            (4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s),
            (-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s),
            (-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s));
    }

    private static float Cube(float v) => v * v * v;

    // CIE Lab with the D50 white, by way of sRGB's matrix adapted to D50 (css-color-4, 17).
    private static Vector3 Lab(Vector3 c)
    {
        var x = F(((0.4360747f * c.X) + (0.3850649f * c.Y) + (0.1430804f * c.Z)) / 0.9642956f);
        var y = F((0.2225045f * c.X) + (0.7168786f * c.Y) + (0.0606169f * c.Z));
        var z = F(((0.0139322f * c.X) + (0.0971045f * c.Y) + (0.7141733f * c.Z)) / 0.8251046f);
        return new Vector3((116 * y) - 16, 500 * (x - y), 200 * (y - z));

        static float F(float v) => v > 216f / 24389 ? MathF.Cbrt(v) : ((24389f / 27 * v) + 16) / 116;
    }

    private static Vector3 FromLab(Vector3 c)
    {
        var y = (c.X + 16) / 116;
        var (x, z) = (G((c.Y / 500) + y) * 0.9642956f, G(y - (c.Z / 200)) * 0.8251046f);
        var yy = G(y);
        return new Vector3(
            (3.1338561f * x) - (1.6168667f * yy) - (0.4906146f * z),
            (-0.9787684f * x) + (1.9161415f * yy) + (0.0334540f * z),
            (0.0719453f * x) - (0.2289914f * yy) + (1.4052427f * z));

        static float G(float v) => v * v * v > 216f / 24389 ? v * v * v : ((116 * v) - 16) * 27 / 24389;
    }

    private static Vector3 Polar(Vector3 lab)
    {
        var hue = MathF.Atan2(lab.Z, lab.Y) * 180 / MathF.PI;
        return new Vector3(lab.X, MathF.Sqrt((lab.Y * lab.Y) + (lab.Z * lab.Z)), hue < 0 ? hue + 360 : hue);
    }

    private static Vector3 Cartesian(Vector3 lch)
    {
        var (sin, cos) = MathF.SinCos(lch.Z * MathF.PI / 180);
        return new Vector3(lch.X, lch.Y * cos, lch.Y * sin);
    }

    private static Vector3 Hsl(Vector3 c)
    {
        var (max, min) = (MathF.Max(c.X, MathF.Max(c.Y, c.Z)), MathF.Min(c.X, MathF.Min(c.Y, c.Z)));
        var (l, d) = ((max + min) / 2, max - min);
        if (d == 0) return new Vector3(0, 0, l);
        var h = max == c.X ? ((c.Y - c.Z) / d) + (c.Y < c.Z ? 6 : 0) : max == c.Y ? ((c.Z - c.X) / d) + 2 : ((c.X - c.Y) / d) + 4;
        return new Vector3(h * 60, d / (1 - MathF.Abs((2 * l) - 1)), l);
    }

    private static Vector3 FromHsl(Vector3 c)
    {
        var a = c.Y * MathF.Min(c.Z, 1 - c.Z);
        return new Vector3(Part(0), Part(8), Part(4));

        float Part(int n)
        {
            var k = (n + (c.X / 30)) % 12;
            if (k < 0) k += 12;
            return c.Z - (a * MathF.Max(-1, MathF.Min(MathF.Min(k - 3, 9 - k), 1)));
        }
    }
}
