namespace WasmEngine.Render.Style;

/// <summary>Finds out what a change of style asks for. Groups that are one object are not looked into.</summary>
internal static class StyleComparer
{
    private const StyleDifference Repaint = StyleDifference.Repaint;
    private const StyleDifference Reflow = StyleDifference.Reflow;
    private const StyleDifference Reconstruct = StyleDifference.Reconstruct;

    private static readonly (PropertyId Id, StyleDifference Difference)[] Box =
    [
        (PropertyId.Display, Reconstruct), (PropertyId.Position, Reconstruct | StyleDifference.Stacking), (PropertyId.Float, Reconstruct), (PropertyId.Clear, Reflow),
        (PropertyId.OverflowX, Reflow | StyleDifference.Scroll), (PropertyId.OverflowY, Reflow | StyleDifference.Scroll), (PropertyId.BoxSizing, Reflow),
        (PropertyId.ZIndex, StyleDifference.Stacking), (PropertyId.UnicodeBidi, Reflow), (PropertyId.VerticalAlign, Reflow), (PropertyId.ObjectFit, Repaint), (PropertyId.ObjectPosition, Repaint),
        (PropertyId.AspectRatio, Reflow), (PropertyId.Appearance, Reflow), (PropertyId.TableLayout, Reflow), (PropertyId.TextOverflow, Reflow), (PropertyId.LineClamp, Reflow),
        (PropertyId.Contain, Reflow | StyleDifference.Stacking),
    ];

    private static readonly (PropertyId Id, StyleDifference Difference)[] Border =
    [
        .. Range(PropertyId.BorderTopWidth, PropertyId.BorderLeftWidth, Reflow), .. Range(PropertyId.BorderTopStyle, PropertyId.BorderLeftStyle, Reflow), // none has no width
        .. Range(PropertyId.BorderTopColor, PropertyId.BorderLeftColor, Repaint), .. Range(PropertyId.BorderTopLeftRadius, PropertyId.BorderBottomLeftRadius, Repaint),
        .. Range(PropertyId.BorderImageSource, PropertyId.BorderImageRepeat, Repaint), .. Range(PropertyId.OutlineWidth, PropertyId.OutlineOffset, Repaint),
    ];

    private static readonly (PropertyId Id, StyleDifference Difference)[] Effects =
    [
        (PropertyId.Opacity, StyleDifference.Composite), (PropertyId.Transform, StyleDifference.Composite), (PropertyId.Translate, StyleDifference.Composite),
        (PropertyId.Rotate, StyleDifference.Composite), (PropertyId.Scale, StyleDifference.Composite), (PropertyId.TransformOrigin, StyleDifference.Composite),
        (PropertyId.TransformStyle, Repaint | StyleDifference.Stacking), (PropertyId.Perspective, Repaint | StyleDifference.Stacking), (PropertyId.PerspectiveOrigin, Repaint),
        (PropertyId.BackfaceVisibility, Repaint), (PropertyId.Filter, Repaint | StyleDifference.Stacking), (PropertyId.BackdropFilter, Repaint | StyleDifference.Stacking),
        (PropertyId.ClipPath, Repaint | StyleDifference.Stacking), (PropertyId.MixBlendMode, Repaint | StyleDifference.Stacking), (PropertyId.Isolation, StyleDifference.Stacking),
        (PropertyId.BoxShadow, Repaint), (PropertyId.WillChange, Repaint | StyleDifference.Stacking), .. Range(PropertyId.MaskImage, PropertyId.MaskMode, Repaint | StyleDifference.Stacking),
    ];

    private static readonly (PropertyId Id, StyleDifference Difference)[] Text =
    [
        (PropertyId.WhiteSpaceCollapse, Reconstruct), // white space has boxes where it is kept
        (PropertyId.Color, Repaint), (PropertyId.Direction, Reflow), (PropertyId.WritingMode, Reflow), (PropertyId.LineHeight, Reflow), .. Range(PropertyId.TextAlign, PropertyId.TabSize, Reflow),
        (PropertyId.TextShadow, Repaint), (PropertyId.TextUnderlineOffset, Repaint),
    ];

    private static readonly (PropertyId Id, StyleDifference Difference)[] Inherited =
    [
        (PropertyId.Visibility, Repaint), (PropertyId.ListStyleType, Reconstruct), (PropertyId.ListStylePosition, Reconstruct), (PropertyId.ListStyleImage, Reconstruct),
        (PropertyId.BorderCollapse, Reflow), (PropertyId.BorderSpacing, Reflow), (PropertyId.CaptionSide, Reflow), (PropertyId.EmptyCells, Repaint), (PropertyId.CaretColor, Repaint),
        (PropertyId.AccentColor, Repaint), (PropertyId.ImageRendering, Repaint), (PropertyId.Quotes, Reconstruct), (PropertyId.Fill, Repaint), (PropertyId.Stroke, Repaint), (PropertyId.StrokeWidth, Repaint),
    ];

    private static readonly (PropertyId Id, StyleDifference Difference)[] Size = [.. Range(PropertyId.Width, PropertyId.MaxHeight, Reflow), .. Range(PropertyId.MarginTop, PropertyId.MarginLeft, Reflow), .. Range(PropertyId.PaddingTop, PropertyId.PaddingLeft, Reflow), .. Range(PropertyId.Top, PropertyId.Left, Reflow)];
    private static readonly (PropertyId Id, StyleDifference Difference)[] Background = Range(PropertyId.BackgroundColor, PropertyId.BackgroundBlendMode, Repaint);
    private static readonly (PropertyId Id, StyleDifference Difference)[] Flex = Range(PropertyId.FlexDirection, PropertyId.ColumnGap, Reflow);
    private static readonly (PropertyId Id, StyleDifference Difference)[] Grid = Range(PropertyId.GridTemplateRows, PropertyId.GridColumnEnd, Reflow);
    private static readonly (PropertyId Id, StyleDifference Difference)[] Decoration = Range(PropertyId.TextDecorationLine, PropertyId.TextDecorationThickness, Repaint);
    private static readonly (PropertyId Id, StyleDifference Difference)[] Content = Range(PropertyId.Content, PropertyId.CounterSet, Reconstruct);
    private static readonly (PropertyId Id, StyleDifference Difference)[] Font = Range(PropertyId.FontFamily, PropertyId.FontOpticalSizing, Reflow);

    /// <summary>What going from one style to another asks for.</summary>
    public static StyleDifference Compare(ComputedStyle before, ComputedStyle after)
    {
        if (ReferenceEquals(before, after)) return StyleDifference.None;
        var difference = StyleDifference.None;
        if (before.Box != after.Box) Add(Box, before, after, ref difference);
        if (before.Box.OriginalDisplay != after.Box.OriginalDisplay) difference |= Reflow;
        if (before.Content != after.Content) Add(Content, before, after, ref difference);
        if (before.Inherited != after.Inherited) Add(Inherited, before, after, ref difference);
        if (before.Inherited.IsDark != after.Inherited.IsDark) difference |= Repaint;
        if ((before.Inherited.Visibility == Visibility.Collapse) != (after.Inherited.Visibility == Visibility.Collapse)) difference |= Reflow; // rows that take no room
        if (before.Size != after.Size) Add(Size, before, after, ref difference);
        if (before.Font != after.Font) Add(Font, before, after, ref difference);
        if (before.Text != after.Text) Add(Text, before, after, ref difference);
        if (!string.Equals(before.Text.Language, after.Text.Language, StringComparison.Ordinal)) difference |= Reflow;
        if (before.Border != after.Border) Add(Border, before, after, ref difference);
        if (before.Flex != after.Flex) Add(Flex, before, after, ref difference);
        if (before.Grid != after.Grid) Add(Grid, before, after, ref difference);
        if (before.Background != after.Background) Add(Background, before, after, ref difference);
        if (before.Decoration != after.Decoration) Add(Decoration, before, after, ref difference);
        if (before.Effects != after.Effects) AddEffects(before, after, ref difference);
        return difference;
    }

    /// <summary>Whether children may be styled otherwise: something that they inherit differs, or what makes them items.</summary>
    public static bool ReachesChildren(ComputedStyle before, ComputedStyle after)
    {
        if (ReferenceEquals(before, after)) return false;
        if (before.Display != after.Display && (MakesItems(before) != MakesItems(after) || before.Display is Display.None or Display.Contents || after.Display is Display.None or Display.Contents)) return true;
        if (!CustomProperties.AreEqual(before.Custom, after.Custom)) return true;
        if (!string.Equals(before.Text.Language, after.Text.Language, StringComparison.Ordinal) || before.Inherited.IsDark != after.Inherited.IsDark) return true;
        return Differs(PropertyTableGroups.Inherited, before, after);
    }

    /// <summary>Whether a style makes flex or grid items of its children.</summary>
    public static bool MakesItems(ComputedStyle style) => style.Display is Display.Flex or Display.InlineFlex or Display.Grid or Display.InlineGrid;

    private static bool Differs(PropertyId[] ids, ComputedStyle before, ComputedStyle after)
    {
        if (before.Font == after.Font && before.Text == after.Text && before.Inherited == after.Inherited) return false;
        foreach (var id in ids)
        {
            if (!PropertyTable.AreEqual(id, before, after)) return true;
        }

        return false;
    }

    private static void AddEffects(ComputedStyle before, ComputedStyle after, ref StyleDifference difference)
    {
        Add(Effects, before, after, ref difference);
        // Layers move only where there are some: what becomes or stops to be a stacking context is more.
        var (was, becomes) = (before.Effects, after.Effects);
        if ((was.Opacity < 1) != (becomes.Opacity < 1) || (was.Transform.Count > 0) != (becomes.Transform.Count > 0)) difference |= StyleDifference.Stacking;
        if (before.ContainsFixed != after.ContainsFixed) difference |= Reflow;
    }

    private static void Add((PropertyId Id, StyleDifference Difference)[] properties, ComputedStyle before, ComputedStyle after, ref StyleDifference difference)
    {
        foreach (var (id, each) in properties)
        {
            if ((difference & each) != each && !PropertyTable.AreEqual(id, before, after)) difference |= each;
        }
    }

    private static (PropertyId, StyleDifference)[] Range(PropertyId first, PropertyId last, StyleDifference difference)
    {
        var result = new (PropertyId, StyleDifference)[last - first + 1];
        for (var i = 0; i < result.Length; i++) result[i] = ((PropertyId)((int)first + i), difference);
        return result;
    }

    private static class PropertyTableGroups
    {
        public static readonly PropertyId[] Inherited = [.. PropertyTable.All.Where(PropertyTable.IsInherited)];
    }
}
