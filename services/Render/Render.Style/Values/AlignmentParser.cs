namespace WasmEngine.Render.Style;

/// <summary>Reads alignments (css-align-3).</summary>
internal static class AlignmentParser
{
    private static readonly KeywordMap<Alignment> Positions = KeywordMap.Of(
        KeywordMap.Is("center", Alignment.Center), KeywordMap.Is("start", Alignment.Start), KeywordMap.Is("end", Alignment.End), KeywordMap.Is("flex-start", Alignment.FlexStart), KeywordMap.Is("flex-end", Alignment.FlexEnd));

    private static readonly KeywordMap<Alignment> SelfPositions = KeywordMap.Of(KeywordMap.Is("self-start", Alignment.SelfStart), KeywordMap.Is("self-end", Alignment.SelfEnd));
    private static readonly KeywordMap<Alignment> Sides = KeywordMap.Of(KeywordMap.Is("left", Alignment.Left), KeywordMap.Is("right", Alignment.Right));

    private static readonly KeywordMap<Alignment> Distributions = KeywordMap.Of(
        KeywordMap.Is("space-between", Alignment.SpaceBetween), KeywordMap.Is("space-around", Alignment.SpaceAround), KeywordMap.Is("space-evenly", Alignment.SpaceEvenly), KeywordMap.Is("stretch", Alignment.Stretch));

    internal static bool AlignContent(ValueReader reader, out AlignmentValue value) => TryContent(reader, false, out value);

    internal static bool JustifyContent(ValueReader reader, out AlignmentValue value) => TryContent(reader, true, out value);

    internal static bool AlignItems(ValueReader reader, out AlignmentValue value) => TryItem(reader, false, false, out value);

    internal static bool AlignSelf(ValueReader reader, out AlignmentValue value) => TryItem(reader, true, false, out value);

    internal static bool JustifySelf(ValueReader reader, out AlignmentValue value) => TryItem(reader, true, true, out value);

    internal static bool JustifyItems(ValueReader reader, out AlignmentValue value)
    {
        var mark = reader.Position;
        var legacy = reader.TryIdent("legacy");
        value = new AlignmentValue(Alignment.Normal, false, true);
        if (reader.TryKeyword(Sides, out var side) || (reader.TryIdent("center") && (side = Alignment.Center) == side))
        {
            legacy |= reader.TryIdent("legacy");
            value = new AlignmentValue(side, false, legacy);
            return true;
        }

        if (legacy) return true;
        reader.Position = mark;
        return TryItem(reader, false, true, out value);
    }

    private static bool TryContent(ValueReader reader, bool sides, out AlignmentValue value)
    {
        if (TryCommon(reader, out value)) return value.Value == Alignment.Normal || (value.Value == Alignment.Baseline && !sides);
        if (!reader.TryKeyword(Distributions, out var distribution)) return TryPosition(reader, sides, false, out value);
        value = new AlignmentValue(distribution);
        return true;
    }

    private static bool TryItem(ValueReader reader, bool auto, bool sides, out AlignmentValue value)
    {
        value = new AlignmentValue(Alignment.Auto);
        if (auto && reader.TryIdent("auto")) return true;
        if (TryCommon(reader, out value)) return true;
        value = new AlignmentValue(Alignment.Stretch);
        return reader.TryIdent("stretch") || TryPosition(reader, sides, true, out value);
    }

    /// <summary>normal and baselines.</summary>
    private static bool TryCommon(ValueReader reader, out AlignmentValue value)
    {
        value = new AlignmentValue(Alignment.Normal);
        if (reader.TryIdent("normal")) return true;
        value = new AlignmentValue(Alignment.Baseline);
        if (reader.TryIdent("baseline")) return true;
        var mark = reader.Position;
        var last = reader.TryIdent("last");
        if ((last || reader.TryIdent("first")) && reader.TryIdent("baseline"))
        {
            value = new AlignmentValue(last ? Alignment.LastBaseline : Alignment.Baseline);
            return true;
        }

        reader.Position = mark;
        return false;
    }

    private static bool TryPosition(ValueReader reader, bool sides, bool self, out AlignmentValue value)
    {
        var safe = reader.TryIdent("safe");
        var isUnsafe = !safe && reader.TryIdent("unsafe");
        value = default;
        if (!reader.TryKeyword(Positions, out var position) && !(self && reader.TryKeyword(SelfPositions, out position)) && !(sides && reader.TryKeyword(Sides, out position))) return false;
        value = new AlignmentValue(position, safe, false, isUnsafe);
        return true;
    }

    internal static string Write(AlignmentValue value)
    {
        var name = value.Value == Alignment.LastBaseline ? "last baseline" : PropertyNames.Kebab(value.Value.ToString());
        if (value.IsLegacy) return value.Value == Alignment.Normal ? "legacy" : $"legacy {name}";
        return value.IsSafe ? $"safe {name}" : value.IsUnsafe ? $"unsafe {name}" : name;
    }
}
