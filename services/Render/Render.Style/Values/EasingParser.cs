namespace WasmEngine.Render.Style;

/// <summary>Reads easing functions (css-easing-2).</summary>
internal static class EasingParser
{
    private const int MaxPoints = 4096;

    private static readonly KeywordMap<Easing> Named = KeywordMap.Of<Easing>(
        KeywordMap.Is<Easing>("linear", LinearEasing.Instance), KeywordMap.Is<Easing>("ease", CubicBezierEasing.Ease), KeywordMap.Is<Easing>("ease-in", CubicBezierEasing.EaseIn), KeywordMap.Is<Easing>("ease-out", CubicBezierEasing.EaseOut),
        KeywordMap.Is<Easing>("ease-in-out", CubicBezierEasing.EaseInOut), KeywordMap.Is<Easing>("step-start", new StepsEasing(1, StepPosition.Start)), KeywordMap.Is<Easing>("step-end", new StepsEasing(1, StepPosition.End)));

    private static readonly KeywordMap<StepPosition> Jumps = KeywordMap.Of(
        KeywordMap.Is("jump-start", StepPosition.Start), KeywordMap.Is("start", StepPosition.Start), KeywordMap.Is("jump-end", StepPosition.End), KeywordMap.Is("end", StepPosition.End),
        KeywordMap.Is("jump-none", StepPosition.None), KeywordMap.Is("jump-both", StepPosition.Both));

    internal static bool Parse(ValueReader reader, out Easing value)
    {
        if (reader.TryKeyword(Named, out value)) return true;
        value = LinearEasing.Instance;
        if (reader.TryFunction("cubic-bezier")) return TryBezier(reader, out value) && reader.TryClose();
        if (reader.TryFunction("steps")) return TrySteps(reader, out value) && reader.TryClose();
        return reader.TryFunction("linear") && TryLinear(reader, out value) && reader.TryClose();
    }

    private static bool TryBezier(ValueReader reader, out Easing value)
    {
        value = LinearEasing.Instance;
        Span<double> p = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            if ((i > 0 && !reader.TryComma()) || !Numeric.Double(reader, out p[i])) return false;
        }

        if (p[0] is < 0 or > 1 || p[2] is < 0 or > 1) return false;
        value = new CubicBezierEasing(p[0], p[1], p[2], p[3]);
        return true;
    }

    private static bool TrySteps(ValueReader reader, out Easing value)
    {
        value = LinearEasing.Instance;
        var position = StepPosition.End;
        if (!Numeric.Integer(reader, 1, out var count)) return false;
        if (reader.TryComma() && !reader.TryKeyword(Jumps, out position)) return false;
        if (position == StepPosition.None && count < 2) return false;
        value = new StepsEasing(count, position);
        return true;
    }

    private static bool TryLinear(ValueReader reader, out Easing value)
    {
        value = LinearEasing.Instance;
        var outputs = new List<double>();
        var inputs = new List<double?>();
        do
        {
            if (outputs.Count >= MaxPoints) return false;
            double? first = null, second = null;
            double? output = null;
            while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.CloseParen or CssTokenKind.End))
            {
                var mark = reader.Position;
                if (output is null && Numeric.Double(reader, out var number)) output = number;
                else
                {
                    reader.Position = mark;
                    if (second is not null || !Numeric.Percentage(reader, out var percent)) return false;
                    if (first is null) first = percent / 100;
                    else second = percent / 100;
                }
            }

            if (output is not { } given) return false;
            outputs.Add(given);
            inputs.Add(first);
            if (second is null) continue;
            outputs.Add(given);
            inputs.Add(second);
        }
        while (reader.TryComma());
        if (outputs.Count < 1) return false;
        value = new PiecewiseEasing(new ValueList<(double Input, double Output)>(Canonical(outputs, inputs)));
        return true;
    }

    /// <summary>Fills in the inputs that are not given and makes them rise.</summary>
    private static List<(double Input, double Output)> Canonical(List<double> outputs, List<double?> inputs)
    {
        inputs[0] ??= 0;
        if (inputs.Count > 1) inputs[^1] ??= 1;
        var largest = double.NegativeInfinity;
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is { } given) inputs[i] = largest = Math.Max(given, largest);
        }

        for (var i = 1; i < inputs.Count; i++)
        {
            if (inputs[i] is not null) continue;
            var next = i;
            while (inputs[next] is null) next++;
            var (low, high) = (inputs[i - 1]!.Value, inputs[next]!.Value);
            var steps = next - i + 1;
            for (var k = i; k < next; k++) inputs[k] = low + ((high - low) * (k - i + 1) / steps);
        }

        return [.. outputs.Select((o, i) => (inputs[i]!.Value, o))];
    }
}
