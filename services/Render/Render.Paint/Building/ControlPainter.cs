using System.Globalization;
using System.Numerics;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>What the look of a form control depends on besides its style.</summary>
internal readonly record struct ControlState(ElementState State, bool IsDisabled, string? Value, string? Min, string? Max, string? Low, string? High, string? Optimum)
{
    internal static ControlState? Of(Fragment fragment)
    {
        if (fragment.Kind != FragmentKind.Box || fragment.Box.Element is not { Namespace: ElementNamespace.Html } element || fragment.Box.Pseudo != PseudoElement.None) return null;
        if (element.Tag is not ("input" or "button" or "select" or "progress" or "meter" or "textarea") || fragment.Box.Style.Box.Appearance == Appearance.None) return null;
        const ElementState seen = ElementState.Checked | ElementState.Indeterminate;
        return new ControlState(
            element.State & seen, IsDisabledControl(element), element.Attribute("value"), element.Attribute("min"), element.Attribute("max"), element.Attribute("low"),
            element.Attribute("high"), element.Attribute("optimum"));
    }

    private static bool IsDisabledControl(Element element)
    {
        if (element.Has("disabled")) return true;
        for (var above = element.Parent; above is not null; above = above.Parent)
        {
            if (above.Tag is "legend") return false; // a fieldset's legend can be used
            if (above.Tag is "fieldset" && above.Has("disabled")) return true;
        }

        return false;
    }
}

/// <summary>
/// Form controls in the native look that Chromium gives them on Linux, as long as the document leaves them their appearance. Borders and backgrounds that the
/// document sets itself are painted as they are.
/// </summary>
internal static class ControlPainter
{
    private const float Round = 2, Bar = 8;

    /// <summary>Colours of one scheme.</summary>
    private sealed record Palette(Color Fill, Color Border, Color Faint, Color Accent, Color OnAccent, Color Track, Color Disabled, Color OnDisabled);

    private static readonly Palette Light = new(
        new(0xFFFFFFFF), new(0xFF767676), new(0xFFB2B2B2), new(0xFF0075FF), new(0xFFFFFFFF), new(0xFFEFEFEF), new(0xFFD1D1D1), new(0xFFEEEEEE));

    private static readonly Palette Dark = new(
        new(0xFF3B3B3B), new(0xFF858585), new(0xFF858585), new(0xFF99C8FF), new(0xFF3B3B3B), new(0xFF3B3B3B), new(0xFF545454), new(0xFF6B6B6B));

    /// <summary>Paints a control's box; false: it is painted as any other box.</summary>
    internal static bool TryPaint(List<DisplayItem> items, Fragment fragment, RectF border)
    {
        if (ControlState.Of(fragment) is not { } state || fragment.Box.Element is not { } element) return false;
        var style = fragment.Box.Style;
        var palette = style.Inherited.IsDark ? Dark : Light;
        if (style.Inherited.AccentColor is { } accent) palette = palette with { Accent = accent, OnAccent = OnAccent(accent) };
        switch (element.Tag)
        {
            case "button":
                return TryFrame(items, style, border, palette, state, isButton: true);
            case "select":
                return IsNative(style, 1, BorderStyle.Solid) && TryFrame(items, style, border, palette, state, isButton: false);
            case "progress":
                Progress(items, element, border, palette, style.IsRtl);
                return true;
            case "meter":
                Meter(items, state, border, palette, style.IsRtl);
                return true;
            case "input":
                return TryInput(items, element, style, border, palette, state);
            default:
                return false;
        }
    }

    /// <summary>What lies over a control's background: the arrow of a select.</summary>
    internal static void PaintOver(List<DisplayItem> items, Fragment fragment, RectF border)
    {
        if (fragment.Box.Element is not { Tag: "select", Namespace: ElementNamespace.Html } select || fragment.Kind != FragmentKind.Box || fragment.Box.Pseudo != PseudoElement.None) return;
        if (fragment.Box.Style.Box.Appearance == Appearance.None || select.Has("multiple") || (select.Attribute("size") is { Length: > 0 } size && size is not ("0" or "1"))) return;
        const float reach = 3.5f, fromEdge = 9;
        var x = fragment.Box.Style.IsRtl ? border.X + fromEdge : border.Right - fromEdge;
        var arrow = new RectF(x - reach, border.Y + (border.Height / 2) - (reach / 2), 2 * reach, reach);
        if (border.Width > 2 * fromEdge) items.Add(new ShapeItem(GlyphShape.Chevron, arrow, fragment.Box.Style.Text.Color));
    }

    private static bool TryInput(List<DisplayItem> items, Element element, ComputedStyle style, RectF border, Palette palette, in ControlState state)
    {
        switch ((element.Attribute("type") ?? "text").ToLowerInvariant())
        {
            case "checkbox":
                Check(items, Squared(border), palette, state, isRadio: false);
                return true;
            case "radio":
                Check(items, Squared(border), palette, state, isRadio: true);
                return true;
            case "range":
                Range(items, border, palette, state, style.IsRtl);
                return true;
            case "submit" or "reset" or "button":
                return TryFrame(items, style, border, palette, state, isButton: true);
            case "color" or "file" or "image" or "hidden":
                return false;
            default:
                return IsNative(style, 2, BorderStyle.Inset) && TryFrame(items, style, border, palette, state, isButton: false);
        }
    }

    // Nothing tells whether the document set a border: one that looks like the sheet's own counts as such.
    private static bool IsNative(ComputedStyle style, float width, BorderStyle kind)
    {
        var b = style.Border;
        return b.Width == Sides.All(width) && b.Style == Sides.All(kind) && b.Radius.AreZero && b.Image is null && style.Background.Layers.Count == 0
            && (b.Color.Top.Argb & 0xFFFFFF) is 0x767676 or 0x858585 && b.Color == Sides.All(b.Color.Top) && IsField(style.Background.Color);
    }

    private static bool IsField(Color color) => color.Argb is 0xFFFFFFFF or 0xFF3B3B3B || (color.Argb & 0xFFFFFF) is 0xEFEFEF or 0x3B3B3B;

    private static bool TryFrame(List<DisplayItem> items, ComputedStyle style, RectF border, Palette palette, in ControlState state, bool isButton)
    {
        var fill = style.Background.Color;
        var line = palette.Border;
        if (isButton)
        {
            var b = style.Border;
            if (b.Width != Sides.All(2f) || b.Style.Top is not (BorderStyle.Outset or BorderStyle.Inset) || b.Style != Sides.All(b.Style.Top) || !b.Radius.AreZero || b.Image is not null) return false;
            if (style.Background.Layers.Count > 0 || (fill.Argb & 0xFFFFFF) is not (0xEFEFEF or 0x6B6B6B)) return false;
            if (state.IsDisabled) (fill, line) = style.Inherited.IsDark ? (fill, new Color(0x4D858585)) : (palette.OnDisabled, new Color(0xFFD0D0D0));
        }
        else if (state.IsDisabled)
        {
            (fill, line) = style.Inherited.IsDark ? (new Color(0x4D3B3B3B), new Color(0x4D858585)) : (new Color(0x4DEFEFEF), new Color(0x4D767676));
        }

        Framed(items, border, Round, fill, line);
        return true;
    }

    private static RectF Squared(RectF rect)
    {
        var side = MathF.Min(rect.Width, rect.Height);
        return new RectF(rect.X + ((rect.Width - side) / 2), rect.Y + ((rect.Height - side) / 2), side, side);
    }

    private static RoundedRect Shape(RectF rect, float radius)
    {
        var r = new Vector2(MathF.Min(radius, MathF.Min(rect.Width, rect.Height) / 2));
        return new RoundedRect(rect, new CornerRadii(r, r, r, r));
    }

    private static void Framed(List<DisplayItem> items, RectF rect, float radius, Color fill, Color line)
    {
        if (rect.Width <= 2 || rect.Height <= 2) return;
        var outer = Shape(rect, radius);
        items.Add(new FillItem(Shape(rect.Inflate(-0.5f), radius), fill));
        items.Add(new BorderItem(outer, BoxGeometry.InnerShape(outer, Sides.All(1f)), Sides.All(1f), Sides.All(BorderStyle.Solid), Sides.All(line)));
    }

    // Proportions of checks and dots are those of Chromium's native theme.
    private static void Check(List<DisplayItem> items, RectF rect, Palette palette, in ControlState state, bool isRadio)
    {
        if (rect.Width <= 2) return;
        var isOn = (state.State & ElementState.Checked) != 0;
        var isMixed = !isRadio && (state.State & ElementState.Indeterminate) != 0;
        var accent = state.IsDisabled ? palette.Disabled : palette.Accent;
        var radius = isRadio ? rect.Width : Round;
        if (isRadio)
        {
            Framed(items, rect, radius, palette.Fill, isOn ? accent : state.IsDisabled ? palette.Disabled : palette.Border);
            if (isOn) items.Add(new ShapeItem(GlyphShape.Disc, rect.Inflate(-0.2f * rect.Width), accent));
            return;
        }

        if (!isOn && !isMixed)
        {
            Framed(items, rect, radius, palette.Fill, state.IsDisabled ? palette.Disabled : palette.Border);
            return;
        }

        items.Add(new FillItem(Shape(rect, radius), accent));
        var mark = state.IsDisabled ? palette.OnDisabled : palette.OnAccent;
        items.Add(isMixed
            ? new FillItem(Shape(new RectF(rect.X + (0.2f * rect.Width), rect.Y + (0.4f * rect.Height), 0.6f * rect.Width, 0.2f * rect.Height), Round), mark)
            : new ShapeItem(GlyphShape.Check, rect, mark));
    }

    private static void Range(List<DisplayItem> items, RectF rect, Palette palette, in ControlState state, bool isRtl)
    {
        const float thumb = 16;
        double min = Number(state.Min, 0), max = Math.Max(min, Number(state.Max, 100));
        var value = Math.Clamp(Number(state.Value, min + ((max - min) / 2)), min, max);
        var part = max > min ? (float)((value - min) / (max - min)) : 0;
        if (isRtl) part = 1 - part;
        var track = new RectF(rect.X + 1, rect.Y + ((rect.Height - Bar) / 2), rect.Width - 2, Bar);
        var accent = state.IsDisabled ? palette.Disabled : palette.Accent;
        var center = rect.X + (thumb / 2) + (part * MathF.Max(0, rect.Width - thumb));
        Framed(items, track, Bar / 2, palette.Track, palette.Faint);
        Filled(items, track, isRtl ? center : track.X, isRtl ? track.Right : center, accent);
        items.Add(new ShapeItem(GlyphShape.Disc, new RectF(center - (thumb / 2), rect.Y + ((rect.Height - thumb) / 2), thumb, thumb), accent));
    }

    private static void Progress(List<DisplayItem> items, Element element, RectF rect, Palette palette, bool isRtl)
    {
        var track = new RectF(rect.X, rect.Y + ((rect.Height - Bar) / 2), rect.Width, Bar);
        Framed(items, track, Bar / 2, palette.Track, palette.Faint);
        if (element.Attribute("value") is not { } value) return;
        var most = Number(element.Attribute("max"), 1);
        var part = (float)Math.Clamp(Number(value, 0) / (most > 0 ? most : 1), 0, 1);
        Filled(items, track, isRtl ? track.Right - (part * track.Width) : track.X, isRtl ? track.Right : track.X + (part * track.Width), palette.Accent);
    }

    private static void Meter(List<DisplayItem> items, in ControlState state, RectF rect, Palette palette, bool isRtl)
    {
        double min = Number(state.Min, 0), max = Math.Max(min, Number(state.Max, 1));
        double low = Math.Clamp(Number(state.Low, min), min, max), high = Math.Clamp(Number(state.High, max), low, max);
        var value = Math.Clamp(Number(state.Value, 0), min, max);
        var optimum = Math.Clamp(Number(state.Optimum, min + ((max - min) / 2)), min, max);
        var track = new RectF(rect.X, rect.Y + MathF.Floor(rect.Height / 4), rect.Width, MathF.Round(rect.Height / 2));
        Framed(items, track, track.Height / 2, palette.Track, new Color(0xFFC8C8C8));
        var inside = track.Inflate(-1);
        var part = max > min ? (float)((value - min) / (max - min)) * inside.Width : 0;
        Filled(items, inside, isRtl ? inside.Right - part : inside.X, isRtl ? inside.Right : inside.X + part, MeterColor(value, optimum, low, high));
    }

    // Green in the part where the optimum lies, yellow in the one beside, red beyond (HTML, 4.10.14).
    private static Color MeterColor(double value, double optimum, double low, double high)
    {
        var wanted = Part(optimum);
        return Math.Abs(Part(value) - wanted) switch { 0 => new Color(0xFF107C10), 1 => new Color(0xFFFFB900), _ => new Color(0xFFD83B01) };

        int Part(double v) => v < low ? 0 : v > high ? 2 : 1;
    }

    // The part of a bar between two places: round where the bar is, square where it goes on.
    private static void Filled(List<DisplayItem> items, RectF track, float from, float to, Color color)
    {
        if (to <= from) return;
        var r = new Vector2(MathF.Min(track.Height / 2, to - from));
        var (left, right) = (from <= track.X ? r : default, to >= track.Right ? r : default);
        items.Add(new FillItem(new RoundedRect(new RectF(from, track.Y, to - from, track.Height), new CornerRadii(left, right, right, left)), color));
    }

    private static double Number(string? text, double otherwise) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : otherwise;

    // What is seen better on a colour.
    private static Color OnAccent(Color accent) => (accent.Red * 0.299) + (accent.Green * 0.587) + (accent.Blue * 0.114) > 160 ? new Color(0xFF000000) : new Color(0xFFFFFFFF);
}
