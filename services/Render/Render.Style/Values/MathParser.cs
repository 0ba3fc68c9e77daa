using System.Collections.Frozen;

namespace WasmEngine.Render.Style;

/// <summary>
/// Reads math functions (css-values-4, section 10) and works them out as far as they go: what is left depends on a percentage.
/// </summary>
internal static class MathParser
{
    private const int MaxArguments = 4096;
    private static readonly FrozenDictionary<string, string> Functions = new[]
    {
        "calc", "min", "max", "clamp", "round", "mod", "rem", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "pow", "sqrt", "hypot", "log", "exp", "abs", "sign",
    }.Append("-webkit-calc").ToFrozenDictionary(n => n, n => n.Replace("-webkit-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a token begins a math function.</summary>
    internal static bool Starts(in CssToken token) => token.Kind == CssTokenKind.Function && Functions.ContainsKey(token.Text!);

    /// <summary>Reads a math function.</summary>
    /// <param name="reader">Stands before it.</param>
    /// <param name="percentIsLength">Percentages stand for lengths.</param>
    /// <param name="term">What it is.</param>
    internal static bool TryFunction(ValueReader reader, bool percentIsLength, out CalcTerm term)
    {
        term = default;
        var token = reader.Peek();
        if (token.Kind != CssTokenKind.Function || !Functions.TryGetValue(token.Text!, out var name)) return false;
        if (reader.Depth >= ValueReader.MaxNesting) return false;
        reader.Next();
        reader.Depth++;
        var valid = name == "calc" ? TrySum(reader, percentIsLength, out term) : MathFunctions.TryArguments(reader, name, percentIsLength, out term);
        reader.Depth--;
        return valid && reader.TryClose();
    }

    /// <summary>Arguments separated by commas, all of them sums.</summary>
    internal static bool TryList(ValueReader reader, bool percentIsLength, out List<CalcTerm> list)
    {
        list = [];
        do
        {
            if (list.Count >= MaxArguments || !TrySum(reader, percentIsLength, out var term)) return false;
            list.Add(term);
        }
        while (reader.TryComma());
        return true;
    }

    internal static bool TrySum(ValueReader reader, bool percentIsLength, out CalcTerm sum)
    {
        if (!TryProduct(reader, percentIsLength, out sum)) return false;
        List<CalcTerm>? parts = null;
        while (true)
        {
            var token = reader.Peek();
            if (!token.IsDelim('+') && !token.IsDelim('-')) break;
            if (!reader.IsAfterSpace) return false;
            reader.Next();
            if (reader.PeekRaw().Kind != CssTokenKind.Whitespace || !TryProduct(reader, percentIsLength, out var next)) return false;
            if (next.Type != sum.Type) return false;
            if (token.Delim == '-') next = next.Scaled(-1);
            if (sum.Expression is null && next.Expression is null) sum = sum with { Value = sum.Value + next.Value, Percent = sum.Percent + next.Percent };
            else (parts ??= []).Add(next);
        }

        if (parts is not null) sum = new CalcTerm(sum.Type, 0, 0, new CalcFunction(CalcOperation.Sum, [sum, .. parts]));
        return true;
    }

    private static bool TryProduct(ValueReader reader, bool percentIsLength, out CalcTerm product)
    {
        if (!TryLeaf(reader, percentIsLength, out product)) return false;
        List<CalcTerm>? factors = null;
        while (true)
        {
            var token = reader.Peek();
            if (!token.IsDelim('*') && !token.IsDelim('/')) break;
            reader.Next();
            if (!TryLeaf(reader, percentIsLength, out var next)) return false;
            var divides = token.Delim == '/';
            if (divides && !next.IsConstant) return false;
            var type = product.Type.Times(next.Type, divides ? -1 : 1);
            if (next.IsConstant && (next.Type.IsNumber || product.IsConstant)) product = Scale(product, divides ? 1 / next.Value : next.Value, ref factors);
            else if (product.IsConstant && factors is null) product = next.Scaled(product.Value);
            else (factors ??= []).Add(next);
            product = product with { Type = type };
        }

        if (factors is not null) product = new CalcTerm(product.Type, 0, 0, new CalcFunction(CalcOperation.Product, [product, .. factors]));
        return true;
    }

    /// <summary>Scales a product; constants of an expression are gathered in one factor, so that no chain of them makes a deep tree.</summary>
    private static CalcTerm Scale(CalcTerm product, double factor, ref List<CalcTerm>? factors)
    {
        if (product.Expression is null) return product.Scaled(factor);
        factors ??= [];
        if (factors is [.., { IsConstant: true } last]) factors[^1] = last with { Value = last.Value * factor };
        else factors.Add(new CalcTerm(CalcType.Number, factor));
        return product;
    }

    private static bool TryLeaf(ValueReader reader, bool percentIsLength, out CalcTerm term)
    {
        var token = reader.Peek();
        switch (token.Kind)
        {
            case CssTokenKind.Number:
                reader.Next();
                term = new CalcTerm(CalcType.Number, token.Number);
                return true;
            case CssTokenKind.Percentage:
                reader.Next();
                term = percentIsLength ? new CalcTerm(CalcType.OfLength, 0, LengthUnits.Percent(token.Number)) : new CalcTerm(CalcType.OfPercent, token.Number);
                return true;
            case CssTokenKind.Dimension:
                reader.Next();
                return TryDimension(reader, token, out term);
            case CssTokenKind.OpenParen:
                if (reader.Depth >= ValueReader.MaxNesting) break;
                reader.Next();
                reader.Depth++;
                var valid = TrySum(reader, percentIsLength, out term);
                reader.Depth--;
                return valid && reader.TryClose();
            case CssTokenKind.Function:
                return TryFunction(reader, percentIsLength, out term);
            case CssTokenKind.Ident:
                reader.Next();
                return TryConstant(reader, token.Text!, out term);
        }

        term = default;
        return false;
    }

    private static bool TryConstant(ValueReader reader, string name, out CalcTerm term)
    {
        double? value = name.ToLowerInvariant() switch
        {
            "e" => Math.E,
            "pi" => Math.PI,
            "infinity" => double.PositiveInfinity,
            "-infinity" => double.NegativeInfinity,
            "nan" => double.NaN,
            var other => reader.Channels?.Find(other),
        };
        term = new CalcTerm(CalcType.Number, value ?? 0);
        return value is not null;
    }

    internal static bool TryDimension(ValueReader reader, in CssToken token, out CalcTerm term)
    {
        if (LengthUnits.TryFind(token.Text!, out var unit)) term = new CalcTerm(CalcType.OfLength, LengthUnits.ToPx(reader, token.Number, unit));
        else if (OtherUnits.TryAngle(token, out var degrees)) term = new CalcTerm(CalcType.OfAngle, degrees);
        else if (OtherUnits.TryTime(token, out var seconds)) term = new CalcTerm(CalcType.OfTime, seconds);
        else if (OtherUnits.TryResolution(token, out var dppx)) term = new CalcTerm(CalcType.OfResolution, dppx);
        else
        {
            term = default;
            return false;
        }

        return true;
    }
}
