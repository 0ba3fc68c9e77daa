namespace WasmEngine.Render.Style;

/// <summary>Reads a shorthand's value and adds all of its longhands.</summary>
internal delegate bool ShorthandParser(ValueReader reader, DeclarationSink sink);

/// <summary>A shorthand property.</summary>
internal sealed record Shorthand(string Name, PropertyId[] Longhands, ShorthandParser Parse);

/// <summary>Takes the longhands of one declaration.</summary>
internal sealed class DeclarationSink
{
    private List<Declaration> _into = [];
    private bool _important;
    private int _line;

    internal void Begin(List<Declaration> into, bool important, int line) => (_into, _important, _line) = (into, important, line);

    internal void Add(PropertyId id, DeclaredValue value) => _into.Add(new Declaration(id, null, value, _important, _line));

    internal void AddCustom(string name, DeclaredValue value) => _into.Add(new Declaration(PropertyId.Custom, name, value, _important, _line));

    /// <summary>Adds a value, or the initial one where the shorthand left it out.</summary>
    internal void AddOrInitial(PropertyId id, DeclaredValue? value) => Add(id, value ?? CssWideValue.Initial);

    /// <summary>Adds a list that needs no context.</summary>
    internal void AddList<T>(PropertyId id, ValueList<T> list) => Add(id, new TypedValue<IReadOnlyList<T>>(list));

    internal void AddTyped<T>(PropertyId id, T value) => Add(id, new TypedValue<T>(value));
}
