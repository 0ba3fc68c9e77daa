namespace WasmEngine.Render.Style;

/// <summary>Reads a value, or a part of one, from where the reader stands.</summary>
/// <returns>False when it is not valid; where the reader stands then is of no concern.</returns>
internal delegate bool ValueParser<T>(ValueReader reader, out T value);

/// <summary>A value between two; false when they have none and the change is discrete.</summary>
internal delegate bool Interpolator<T>(T from, T to, double progress, out T value);

/// <summary>What there is to know of a longhand property.</summary>
internal abstract class Longhand(PropertyId id, bool isInherited)
{
    internal PropertyId Id { get; } = id;

    internal string Name { get; } = PropertyNames.Of(id);

    internal bool IsInherited { get; } = isInherited;

    /// <summary>Whether it sets what another property sets too, depending on direction and writing mode.</summary>
    internal bool IsLogical { get; init; }

    /// <summary>Whether it takes numbers without unit as px in quirks mode.</summary>
    internal bool IsUnitlessInQuirks { get; init; }

    /// <summary>Reads a value, leaving the reader behind it; null when it is not valid.</summary>
    internal abstract DeclaredValue? Parse(ValueReader reader);

    internal abstract void Apply(DeclaredValue value, StyleBuilder builder);

    internal abstract void Copy(ComputedStyle from, StyleBuilder builder);

    internal abstract bool AreEqual(ComputedStyle a, ComputedStyle b);

    internal abstract bool CanInterpolate(ComputedStyle from, ComputedStyle to);

    internal abstract bool Interpolate(ComputedStyle from, ComputedStyle to, double progress, StyleBuilder builder);

    internal abstract string Serialize(ComputedStyle style);
}

/// <summary>A longhand whose computed value is a T.</summary>
internal sealed class Longhand<T>(
    PropertyId id, bool isInherited, ValueParser<T> parse, Func<ComputedStyle, T> get, Action<StyleBuilder, T> set) : Longhand(id, isInherited)
{
    /// <summary>How it is animated; null: discretely.</summary>
    internal Interpolator<T>? Between { get; init; }

    internal Func<T, string>? Write { get; set; }

    /// <summary>Whether two values are the same to a transition; null: when they are equal.</summary>
    internal Func<T, T, bool>? AreSame { get; init; }

    internal IEqualityComparer<T> Comparer { get; init; } = EqualityComparer<T>.Default;

    internal override DeclaredValue? Parse(ValueReader reader) => DeclaredValues.Read(reader, parse, IsUnitlessInQuirks);

    internal override void Apply(DeclaredValue value, StyleBuilder builder)
    {
        switch (value)
        {
            case TypedValue<T> typed:
                Set(builder, typed.Value);
                break;
            case ContextualValue<T> contextual:
                builder.Dependencies |= contextual.Dependencies;
                builder.UsesParentFont = Id == PropertyId.FontSize;
                builder.UsesParentColor = Id == PropertyId.Color;
                builder.UsesParentLine = Id == PropertyId.LineHeight;
                if (contextual.TryResolve(builder, out var computed)) Set(builder, computed);
                builder.UsesParentFont = false;
                builder.UsesParentColor = false;
                builder.UsesParentLine = false;
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no value of {Name}", nameof(value));
        }
    }

    internal override void Copy(ComputedStyle from, StyleBuilder builder) => Set(builder, get(from));

    internal override bool AreEqual(ComputedStyle a, ComputedStyle b) => AreSame is null ? Comparer.Equals(get(a), get(b)) : AreSame(get(a), get(b));

    internal override bool CanInterpolate(ComputedStyle from, ComputedStyle to) => Between is not null && Between(get(from), get(to), 0.5, out _);

    internal override bool Interpolate(ComputedStyle from, ComputedStyle to, double progress, StyleBuilder builder)
    {
        var (a, b) = (get(from), get(to));
        if (Between is not null && Between(a, b, progress, out var value))
        {
            Set(builder, value);
            return true;
        }

        Set(builder, progress < 0.5 ? a : b);
        return false;
    }

    internal override string Serialize(ComputedStyle style) => Write is null ? ValueWriter.Write(get(style)) : Write(get(style));

    private void Set(StyleBuilder builder, T value)
    {
        if (!Comparer.Equals(get(builder.Values), value)) set(builder, value);
    }
}

/// <summary>A value that is the same wherever it is used.</summary>
internal sealed class TypedValue<T>(T value) : DeclaredValue
{
    internal T Value { get; } = value;
}

/// <summary>Makes declared values.</summary>
internal static class DeclaredValues
{
    /// <summary>Reads a value: one that is final, or one that waits for its context. Null when it is not valid.</summary>
    internal static DeclaredValue? Read<T>(ValueReader reader, ValueParser<T> parse, bool unitless = false)
    {
        var outer = (reader.Dependencies, reader.IsUnitlessAllowed);
        reader.Dependencies = ValueDependencies.None;
        reader.IsUnitlessAllowed = unitless && reader.Options.IsQuirky;
        var start = reader.Position;
        var valid = parse(reader, out var value);
        var (dependencies, quirky) = (reader.Dependencies, reader.IsUnitlessAllowed);
        (reader.Dependencies, reader.IsUnitlessAllowed) = outer;
        if (!valid) return null;
        if (dependencies == ValueDependencies.None) return new TypedValue<T>(value);
        return new ContextualValue<T>(reader.Copy(start), parse, quirky, reader.Options, dependencies);
    }

    /// <summary>Reads a value from tokens of its own, all of them.</summary>
    internal static DeclaredValue? Read<T>(List<CssToken> tokens, CssOptions options, ValueParser<T> parse)
    {
        var reader = new ValueReader();
        reader.Begin([.. tokens], 0, tokens.Count, options, null);
        var value = Read(reader, parse);
        return reader.IsAtEnd ? value : null;
    }

    /// <summary>Reads a longhand's value from tokens of its own, all of them.</summary>
    internal static DeclaredValue? Read(PropertyId id, List<CssToken> tokens, CssOptions options)
    {
        var reader = new ValueReader();
        reader.Begin([.. tokens], 0, tokens.Count, options, null);
        var value = PropertyTable.Of(id).Parse(reader);
        return reader.IsAtEnd ? value : null;
    }
}

/// <summary>Variations of definitions.</summary>
internal static class LonghandExtensions
{
    /// <summary>How an empty list is written.</summary>
    internal static Longhand<IReadOnlyList<T>> WithEmpty<T>(this Longhand<IReadOnlyList<T>> longhand, string empty)
    {
        var write = longhand.Write!;
        longhand.Write = list => list.Count == 0 ? empty : write(list);
        return longhand;
    }
}
