namespace WasmEngine.Render.Style;

/// <summary>
/// A valid value with font- or viewport-relative units, currentcolor and the like: kept as tokens, which the property's own parser reads again where
/// the context is known. Reading the few tokens of a length again costs about as much as walking a tree would; what is longer is remembered for
/// the context in which it was computed last.
/// </summary>
internal sealed class ContextualValue<T>(
    CssToken[] tokens, ValueParser<T> parse, bool isUnitlessAllowed, CssOptions options, ValueDependencies dependencies) : DeclaredValue
{
    private Remembered? _last;

    internal ValueDependencies Dependencies => dependencies;

    internal bool TryResolve(StyleBuilder builder, out T value)
    {
        const ValueDependencies uncached = ValueDependencies.FontMetrics | ValueDependencies.RootFontMetrics;
        if (tokens.Length == 1 || (dependencies & uncached) != 0) return Read(builder, out value);
        var key = ContextKey.Of(builder, dependencies);

        // SYNC: pairs with the write below; sheets may be shared by threads, and an entry is immutable, so that either is right.
        var last = Volatile.Read(ref _last);
        if (last is not null && last.Key == key)
        {
            value = last.Value;
            return true;
        }

        if (!Read(builder, out value)) return false;

        // SYNC: pairs with the read above.
        Volatile.Write(ref _last, new Remembered(key, value));
        return true;
    }

    private bool Read(StyleBuilder builder, out T value)
    {
        var reader = builder.Reader;
        reader.Begin(tokens, 0, tokens.Length, options, builder);
        reader.IsUnitlessAllowed = isUnitlessAllowed;
        return parse(reader, out value);
    }

    private sealed record Remembered(ContextKey Key, T Value);
}

/// <summary>The parts of a context that a value depends on; the others are 0.</summary>
internal readonly record struct ContextKey(float FontSize, float RootFontSize, float Width, float Height, float PixelRatio, uint Color, bool IsDark)
{
    internal static ContextKey Of(StyleBuilder builder, ValueDependencies dependencies)
    {
        var viewport = (dependencies & ValueDependencies.Viewport) != 0;
        return new ContextKey(
            (dependencies & ValueDependencies.FontSize) != 0 ? builder.FontForUnits.Size : 0,
            (dependencies & ValueDependencies.RootFontSize) != 0 ? builder.RootFont.Size : 0,
            viewport ? builder.Context.ViewportWidth : 0,
            viewport ? builder.Context.ViewportHeight : 0,
            viewport ? builder.Context.DevicePixelRatio : 0,
            (dependencies & ValueDependencies.CurrentColor) != 0 ? builder.CurrentColor.Argb : 0,
            (dependencies & ValueDependencies.ColorScheme) != 0 && builder.Values.Inherited.IsDark);
    }
}
