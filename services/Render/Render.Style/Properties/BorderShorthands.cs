namespace WasmEngine.Render.Style;

/// <summary>Shorthands of borders and outline (css-backgrounds-3, css-logical-1).</summary>
internal static class BorderShorthands
{
    private static readonly PropertyId[] Widths = Four(PropertyId.BorderTopWidth);
    private static readonly PropertyId[] Styles = Four(PropertyId.BorderTopStyle);
    private static readonly PropertyId[] Colors = Four(PropertyId.BorderTopColor);

    private static readonly PropertyId[] Image =
        [PropertyId.BorderImageSource, PropertyId.BorderImageSlice, PropertyId.BorderImageWidth, PropertyId.BorderImageOutset, PropertyId.BorderImageRepeat];

    private static readonly PropertyId[] Radii =
        [PropertyId.BorderTopLeftRadius, PropertyId.BorderTopRightRadius, PropertyId.BorderBottomRightRadius, PropertyId.BorderBottomLeftRadius];

    internal static IEnumerable<Shorthand> All =>
    [
        Shorthands.Sides("border-width", Widths),
        Shorthands.Sides("border-style", Styles),
        Shorthands.Sides("border-color", Colors),
        Several("border", 0, [0, 1, 2, 3], Image),
        Several("border-top", 0, [0]),
        Several("border-right", 0, [1]),
        Several("border-bottom", 0, [2]),
        Several("border-left", 0, [3]),
        Several("border-inline", 4, [0, 1]),
        Several("border-inline-start", 4, [0]),
        Several("border-inline-end", 4, [1]),
        Several("border-block", 4, [2, 3]),
        Several("border-block-start", 4, [2]),
        Several("border-block-end", 4, [3]),
        Shorthands.Pair("border-inline-width", PropertyId.BorderInlineStartWidth, PropertyId.BorderInlineEndWidth),
        Shorthands.Pair("border-inline-style", PropertyId.BorderInlineStartStyle, PropertyId.BorderInlineEndStyle),
        Shorthands.Pair("border-inline-color", PropertyId.BorderInlineStartColor, PropertyId.BorderInlineEndColor),
        Shorthands.Pair("border-block-width", PropertyId.BorderBlockStartWidth, PropertyId.BorderBlockEndWidth),
        Shorthands.Pair("border-block-style", PropertyId.BorderBlockStartStyle, PropertyId.BorderBlockEndStyle),
        Shorthands.Pair("border-block-color", PropertyId.BorderBlockStartColor, PropertyId.BorderBlockEndColor),
        Shorthands.AnyOrder("outline", PropertyId.OutlineColor, PropertyId.OutlineStyle, PropertyId.OutlineWidth),
        new("border-radius", Radii, TryRadius),
        new("border-image", Image, TryImage),
    ];

    private static PropertyId[] Four(PropertyId first) => [first, first + 1, first + 2, first + 3];

    /// <summary>Width, style and colour in any order, for some sides at once.</summary>
    /// <param name="name">Name.</param>
    /// <param name="offset">0 for physical sides, 4 for logical ones.</param>
    /// <param name="sides">Which sides.</param>
    /// <param name="reset">Longhands that get their initial value.</param>
    private static Shorthand Several(string name, int offset, int[] sides, PropertyId[]? reset = null)
    {
        PropertyId[] first = [PropertyId.BorderTopWidth, PropertyId.BorderTopStyle, PropertyId.BorderTopColor];
        PropertyId[] ids = [.. first.SelectMany(id => sides.Select(side => id + (ushort)(offset + side))), .. reset ?? []];
        return new Shorthand(name, ids, (reader, sink) =>
        {
            if (!Shorthands.TryAnyOrder(reader, first, out var values)) return false;
            for (var i = 0; i < first.Length; i++)
            {
                foreach (var side in sides) sink.AddOrInitial(first[i] + (ushort)(offset + side), values[i]);
            }

            foreach (var id in reset ?? []) sink.AddOrInitial(id, null);
            return true;
        });
    }

    /// <summary>Each corner by itself is read from the whole, so that its value may wait for its context.</summary>
    private static bool TryRadius(ValueReader reader, DeclarationSink sink)
    {
        var start = reader.Position;
        for (var i = 0; i < 4; i++)
        {
            var corner = i;
            reader.Position = start;
            if (DeclaredValues.Read<Radius>(reader, Corner) is not { } value) return false;
            sink.Add(Radii[i], value);

            bool Corner(ValueReader r, out Radius radius)
            {
                var valid = BoxParser.Corners(r, out var all);
                radius = corner switch
                {
                    0 => all.TopLeft,
                    1 => all.TopRight,
                    2 => all.BottomRight,
                    _ => all.BottomLeft,
                };
                return valid;
            }
        }

        return true;
    }

    private static bool TryImage(ValueReader reader, DeclarationSink sink)
    {
        var values = new DeclaredValue?[5];
        for (var found = true; found && !reader.IsAtEnd;)
        {
            found = false;
            if (values[0] is null && Shorthands.TryOne(reader, Image[0]) is { } source)
            {
                values[0] = source;
                found = true;
            }
            else if (values[4] is null && Shorthands.TryOne(reader, Image[4]) is { } repeat)
            {
                values[4] = repeat;
                found = true;
            }
            else if (values[1] is null && Shorthands.TryOne(reader, Image[1]) is { } slice)
            {
                values[1] = slice;
                found = true;
                if (!reader.TrySlash()) continue;
                values[2] = Shorthands.TryOne(reader, Image[2]);
                var outset = reader.TrySlash();
                if (!outset && values[2] is null) return false;
                if (outset && (values[3] = Shorthands.TryOne(reader, Image[3])) is null) return false;
            }
        }

        return Shorthands.AddAll(sink, Image, values);
    }
}
