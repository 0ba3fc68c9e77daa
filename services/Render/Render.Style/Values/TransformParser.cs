namespace WasmEngine.Render.Style;

/// <summary>Reads transform functions and the properties translate, rotate, scale (css-transforms-1 and -2).</summary>
internal static class TransformParser
{
    internal static bool Function(ValueReader reader, out TransformFunction value)
    {
        value = null!;
        var token = reader.Next();
        if (token.Kind != CssTokenKind.Function) return false;
        var made = token.Text!.ToLowerInvariant() switch
        {
            "translate" => Translate(reader, two: true),
            "translatex" => Length(reader, out var x) ? new TransformFunction(TransformKind.Translate, x) : null,
            "translatey" => Length(reader, out var y) ? new TransformFunction(TransformKind.Translate, default, y) : null,
            "translatez" => Numeric.Length(reader, out var z) ? new TransformFunction(TransformKind.Translate, C: z, Is3d: true) : null,
            "translate3d" => Translate(reader, two: false),
            "scale" => Scale(reader),
            "scalex" => Numeric.NumberOrPercentage(reader, out var sx) ? ScaleOf(sx, 1, 1, false) : null,
            "scaley" => Numeric.NumberOrPercentage(reader, out var sy) ? ScaleOf(1, sy, 1, false) : null,
            "scalez" => Numeric.NumberOrPercentage(reader, out var sz) ? ScaleOf(1, 1, sz, true) : null,
            "scale3d" => Numbers(reader, 3) is { } s ? ScaleOf(s[0], s[1], s[2], true) : null,
            "rotate" => Rotation(reader, 0, 0, 1, false),
            "rotatex" => Rotation(reader, 1, 0, 0, true),
            "rotatey" => Rotation(reader, 0, 1, 0, true),
            "rotatez" => Rotation(reader, 0, 0, 1, true),
            "rotate3d" => Numbers(reader, 3) is { } axis && reader.TryComma() ? Rotation(reader, axis[0], axis[1], axis[2], true) : null,
            "skew" => Skew(reader),
            "skewx" => Numeric.Angle(reader, true, out var ax) ? new TransformFunction(TransformKind.Skew, A: ax) : null,
            "skewy" => Numeric.Angle(reader, true, out var ay) ? new TransformFunction(TransformKind.Skew, B: ay) : null,
            "matrix" => Numbers(reader, 6) is { } m ? Matrix([m[0], m[1], 0, 0, m[2], m[3], 0, 0, 0, 0, 1, 0, m[4], m[5], 0, 1], false) : null,
            "matrix3d" => Numbers(reader, 16) is { } m ? Matrix(m, true) : null,
            "perspective" => Perspective(reader),
            _ => null,
        };
        if (made is null) return false;
        value = made;
        return reader.TryClose();
    }

    /// <summary>The property translate; null is none.</summary>
    internal static bool TranslateProperty(ValueReader reader, out TransformFunction? value)
    {
        value = null;
        if (reader.TryIdent("none")) return true;
        if (!Length(reader, out var x)) return false;
        var (y, z, is3d) = (default(LengthPercentage), 0f, false);
        var mark = reader.Position;
        if (Length(reader, out var second))
        {
            y = second;
            mark = reader.Position;
            if (Numeric.Length(reader, out var third)) (z, is3d) = (third, true);
            else reader.Position = mark;
        }
        else reader.Position = mark;

        value = new TransformFunction(TransformKind.Translate, x, y, C: z, Is3d: is3d);
        return true;
    }

    /// <summary>The property scale; null is none.</summary>
    internal static bool ScaleProperty(ValueReader reader, out TransformFunction? value)
    {
        value = null;
        if (reader.TryIdent("none")) return true;
        Span<float> factors = stackalloc float[3];
        var count = 0;
        while (count < 3)
        {
            var mark = reader.Position;
            if (!Numeric.NumberOrPercentage(reader, out factors[count]))
            {
                reader.Position = mark;
                break;
            }

            count++;
        }

        if (count == 0) return false;
        value = ScaleOf(factors[0], count > 1 ? factors[1] : factors[0], count > 2 ? factors[2] : 1, count > 2);
        return true;
    }

    /// <summary>The property rotate; null is none.</summary>
    internal static bool RotateProperty(ValueReader reader, out TransformFunction? value)
    {
        value = null;
        if (reader.TryIdent("none")) return true;
        float? angle = null;
        float[]? axis = null;
        while (angle is null || axis is null)
        {
            if (axis is null && reader.TryIdent("x")) axis = [1, 0, 0];
            else if (axis is null && reader.TryIdent("y")) axis = [0, 1, 0];
            else if (axis is null && reader.TryIdent("z")) axis = [0, 0, 1];
            else if (axis is null && reader.Peek().Kind == CssTokenKind.Number)
            {
                axis = new float[3];
                foreach (ref var part in axis.AsSpan())
                {
                    if (!Numeric.Number(reader, out part)) return false;
                }
            }
            else
            {
                var mark = reader.Position;
                if (angle is not null || !Numeric.Angle(reader, false, out var degrees))
                {
                    reader.Position = mark;
                    break;
                }

                angle = degrees;
            }
        }

        if (angle is null) return false;
        value = new TransformFunction(TransformKind.Rotate, A: axis?[0] ?? 0, B: axis?[1] ?? 0, C: axis?[2] ?? 1, Angle: angle.Value, Is3d: axis is not null and not [0, 0, 1]);
        return true;
    }

    private static bool Length(ValueReader reader, out LengthPercentage value) => Numeric.LengthPercentage(reader, out value);

    private static TransformFunction? Translate(ValueReader reader, bool two)
    {
        if (!Length(reader, out var x)) return null;
        if (two && reader.Peek().Kind != CssTokenKind.Comma) return new TransformFunction(TransformKind.Translate, x);
        if (!reader.TryComma() || !Length(reader, out var y)) return null;
        if (two) return new TransformFunction(TransformKind.Translate, x, y);
        return reader.TryComma() && Numeric.Length(reader, out var z) ? new TransformFunction(TransformKind.Translate, x, y, C: z, Is3d: true) : null;
    }

    private static TransformFunction? Scale(ValueReader reader)
    {
        if (!Numeric.NumberOrPercentage(reader, out var x)) return null;
        var y = x;
        return reader.TryComma() && !Numeric.NumberOrPercentage(reader, out y) ? null : ScaleOf(x, y, 1, false);
    }

    private static TransformFunction ScaleOf(float x, float y, float z, bool is3d) => new(TransformKind.Scale, A: x, B: y, C: z, Is3d: is3d);

    private static TransformFunction? Rotation(ValueReader reader, float x, float y, float z, bool is3d) =>
        Numeric.Angle(reader, true, out var angle) ? new TransformFunction(TransformKind.Rotate, A: x, B: y, C: z, Angle: angle, Is3d: is3d) : null;

    private static TransformFunction? Skew(ValueReader reader)
    {
        if (!Numeric.Angle(reader, true, out var x)) return null;
        var y = 0f;
        return reader.TryComma() && !Numeric.Angle(reader, true, out y) ? null : new TransformFunction(TransformKind.Skew, A: x, B: y);
    }

    private static TransformFunction? Perspective(ValueReader reader)
    {
        if (reader.TryIdent("none")) return new TransformFunction(TransformKind.Perspective, Is3d: true);
        return Numeric.NonNegativeLength(reader, out var depth) ? new TransformFunction(TransformKind.Perspective, A: Math.Max(depth, 1), Is3d: true) : null;
    }

    private static TransformFunction Matrix(float[] matrix, bool is3d) => new(TransformKind.Matrix, Matrix: matrix, Is3d: is3d);

    private static float[]? Numbers(ValueReader reader, int count)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            if ((i > 0 && !reader.TryComma()) || !Numeric.Number(reader, out numbers[i])) return null;
        }

        return numbers;
    }
}
