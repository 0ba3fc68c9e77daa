namespace WasmEngine.Render.Style;

/// <summary>The math functions but calc().</summary>
internal static class MathFunctions
{
    /// <summary>Reads the arguments up to the closing parenthesis and works them out.</summary>
    internal static bool TryArguments(ValueReader reader, string name, bool percentIsLength, out CalcTerm result)
    {
        result = default;
        var rounding = CalcOperation.RoundNearest;
        if (name == "round") TryStrategy(reader, out rounding);
        if (name == "clamp") return TryClamp(reader, percentIsLength, out result);
        if (!MathParser.TryList(reader, percentIsLength, out var list)) return false;
        return name switch
        {
            "min" => TrySameType(CalcOperation.Min, list, 1, int.MaxValue, out result),
            "max" => TrySameType(CalcOperation.Max, list, 1, int.MaxValue, out result),
            "hypot" => TrySameType(CalcOperation.Hypot, list, 1, int.MaxValue, out result),
            "mod" => TrySameType(CalcOperation.Mod, list, 2, 2, out result),
            "rem" => TrySameType(CalcOperation.Rem, list, 2, 2, out result),
            "abs" => TrySameType(CalcOperation.Abs, list, 1, 1, out result),
            "sign" => TrySign(list, out result),
            "round" => TryRound(rounding, list, out result),
            "atan2" => TryAtan2(list, out result),
            _ => TryScientific(name, list, out result),
        };
    }

    private static void TryStrategy(ValueReader reader, out CalcOperation rounding)
    {
        rounding = CalcOperation.RoundNearest;
        if (!reader.TryKeyword(Strategies, out var chosen)) return;
        if (reader.TryComma()) rounding = chosen;
    }

    private static readonly KeywordMap<CalcOperation> Strategies = KeywordMap.Of(
        KeywordMap.Is("nearest", CalcOperation.RoundNearest), KeywordMap.Is("up", CalcOperation.RoundUp), KeywordMap.Is("down", CalcOperation.RoundDown), KeywordMap.Is("to-zero", CalcOperation.RoundToZero));

    private static bool TryClamp(ValueReader reader, bool percentIsLength, out CalcTerm result)
    {
        result = default;
        var open = (Low: reader.TryIdent("none"), High: false);
        CalcTerm low = default, high = default;
        if (!open.Low && !MathParser.TrySum(reader, percentIsLength, out low)) return false;
        if (!reader.TryComma() || !MathParser.TrySum(reader, percentIsLength, out var value) || !reader.TryComma()) return false;
        open.High = reader.TryIdent("none");
        if (!open.High && !MathParser.TrySum(reader, percentIsLength, out high)) return false;
        if (open.Low) low = new CalcTerm(value.Type, double.NegativeInfinity);
        if (open.High) high = new CalcTerm(value.Type, double.PositiveInfinity);
        if (low.Type != value.Type || high.Type != value.Type) return false;
        result = low.IsConstant && value.IsConstant && high.IsConstant
            ? value with { Value = CalcMath.Clamp(low.Value, value.Value, high.Value) }
            : new CalcTerm(value.Type, 0, 0, new CalcFunction(CalcOperation.Clamp, [low, value, high]));
        return true;
    }

    private static bool TrySameType(CalcOperation operation, List<CalcTerm> list, int least, int most, out CalcTerm result)
    {
        result = list[0];
        if (list.Count < least || list.Count > most) return false;
        foreach (var term in list)
        {
            if (term.Type != result.Type) return false;
        }

        if (!list.TrueForAll(t => t.IsConstant))
        {
            result = list.Count == 1 && operation is CalcOperation.Min or CalcOperation.Max && list.Count == 1
                ? list[0] : new CalcTerm(result.Type, 0, 0, new CalcFunction(operation, [.. list]));
            return true;
        }

        var value = list.Count == 1 && operation is CalcOperation.Abs or CalcOperation.Hypot ? Math.Abs(list[0].Value) : list[0].Value;
        for (var i = 1; i < list.Count; i++) value = CalcMath.Apply(operation, value, list[i].Value);
        result = result with { Value = value };
        return true;
    }

    private static bool TrySign(List<CalcTerm> list, out CalcTerm result)
    {
        result = default;
        if (list.Count != 1) return false;
        result = list[0].IsConstant
            ? new CalcTerm(CalcType.Number, CalcMath.Apply(CalcOperation.Sign, list[0].Value, 0))
            : new CalcTerm(CalcType.Number, 0, 0, new CalcFunction(CalcOperation.Sign, [list[0]]));
        return true;
    }

    private static bool TryRound(CalcOperation how, List<CalcTerm> list, out CalcTerm result)
    {
        result = default;
        if (list.Count == 1)
        {
            if (!list[0].Type.IsNumber) return false;
            list.Add(new CalcTerm(CalcType.Number, 1));
        }

        return TrySameType(how, list, 2, 2, out result);
    }

    private static bool TryAtan2(List<CalcTerm> list, out CalcTerm result)
    {
        result = default;
        if (list.Count != 2 || list[0].Type != list[1].Type || !list[0].IsConstant || !list[1].IsConstant) return false;
        result = new CalcTerm(CalcType.OfAngle, Math.Atan2(list[0].Value, list[1].Value) * 180 / Math.PI);
        return true;
    }

    /// <summary>Functions of numbers (of angles: sin, cos, tan take either).</summary>
    private static bool TryScientific(string name, List<CalcTerm> list, out CalcTerm result)
    {
        result = default;
        if (!list.TrueForAll(t => t.IsConstant && (t.Type.IsNumber || t.Type == CalcType.OfAngle))) return false;
        var isTrigonometric = name is "sin" or "cos" or "tan";
        if (!isTrigonometric && !list.TrueForAll(t => t.Type.IsNumber)) return false;
        var x = list[0].Value;
        if (list.Count == 2)
        {
            if (name is not ("pow" or "log")) return false;
            result = new CalcTerm(CalcType.Number, name == "pow" ? Math.Pow(x, list[1].Value) : Math.Log(x) / Math.Log(list[1].Value));
            return true;
        }

        if (list.Count != 1 || name == "pow") return false;
        result = isTrigonometric ? Trigonometric(name, list[0]) : name switch
        {
            "asin" => new CalcTerm(CalcType.OfAngle, Math.Asin(x) * 180 / Math.PI),
            "acos" => new CalcTerm(CalcType.OfAngle, Math.Acos(x) * 180 / Math.PI),
            "atan" => new CalcTerm(CalcType.OfAngle, Math.Atan(x) * 180 / Math.PI),
            "sqrt" => new CalcTerm(CalcType.Number, Math.Sqrt(x)),
            "log" => new CalcTerm(CalcType.Number, Math.Log(x)),
            _ => new CalcTerm(CalcType.Number, Math.Exp(x)),
        };
        return true;
    }

    /// <summary>Multiples of a quarter turn are exact, as the specification asks.</summary>
    private static CalcTerm Trigonometric(string name, CalcTerm term)
    {
        var degrees = term.Type.IsNumber ? term.Value * 180 / Math.PI : term.Value;
        var quarters = degrees / 90;
        var exact = quarters == Math.Round(quarters) && term.Type == CalcType.OfAngle;
        var phase = exact ? (int)(((quarters % 4) + 4) % 4) : 0;
        double[] sines = [0, 1, 0, -1];
        var radians = term.Type.IsNumber ? term.Value : degrees * Math.PI / 180;
        return new CalcTerm(CalcType.Number, name switch
        {
            "sin" => exact ? sines[phase] : Math.Sin(radians),
            "cos" => exact ? sines[(phase + 1) % 4] : Math.Cos(radians),
            _ => !exact ? Math.Tan(radians) : phase is 0 or 2 ? 0 : phase == 1 ? double.PositiveInfinity : double.NegativeInfinity,
        });
    }
}
