namespace WasmEngine.Render.Style;

/// <summary>Reads values for the four sides or corners of a box.</summary>
internal static class BoxParser
{
    /// <summary>One to four values: top, right, bottom, left; what is missing is as its opposite.</summary>
    internal static bool Four<T>(ValueReader reader, ValueParser<T> item, out Sides<T> value)
    {
        value = default;
        var list = new T[4];
        var count = 0;
        while (count < 4)
        {
            var mark = reader.Position;
            if (!item(reader, out list[count]))
            {
                reader.Position = mark;
                break;
            }

            count++;
        }

        if (count == 0) return false;
        var (top, right) = (list[0], count > 1 ? list[1] : list[0]);
        value = new Sides<T>(top, right, count > 2 ? list[2] : top, count > 3 ? list[3] : right);
        return true;
    }

    /// <summary>One or two values.</summary>
    internal static bool Two<T>(ValueReader reader, ValueParser<T> item, out T first, out T second)
    {
        second = default!;
        if (!item(reader, out first)) return false;
        var mark = reader.Position;
        if (item(reader, out second)) return true;
        reader.Position = mark;
        second = first;
        return true;
    }

    /// <summary>border-radius: one to four horizontal radii, then vertical ones after a slash.</summary>
    internal static bool Corners(ValueReader reader, out Corners value)
    {
        value = default;
        if (!Four<LengthPercentage>(reader, Numeric.NonNegative, out var x)) return false;
        var y = x;
        if (reader.TrySlash() && !Four<LengthPercentage>(reader, Numeric.NonNegative, out y)) return false;
        value = new Corners(new Radius(x.Top, y.Top), new Radius(x.Right, y.Right), new Radius(x.Bottom, y.Bottom), new Radius(x.Left, y.Left));
        return true;
    }

    /// <summary>One corner: one or two radii.</summary>
    internal static bool Radius(ValueReader reader, out Radius value)
    {
        var valid = Two<LengthPercentage>(reader, Numeric.NonNegative, out var x, out var y);
        value = new Radius(x, y);
        return valid;
    }
}
