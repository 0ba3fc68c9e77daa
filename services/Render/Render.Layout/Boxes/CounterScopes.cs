using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Counters while a document is walked in tree order (css-lists-3, 4.4): an instance made by an element is in scope for its later siblings and for all
/// descendants of its parent that follow.
/// </summary>
internal sealed class CounterScopes
{
    private readonly Dictionary<string, List<Instance>> _instances = new(StringComparer.Ordinal);
    private readonly Stack<(string Name, Element? Scope)> _made = new();

    private record struct Instance(Element? Scope, int Value, int Step);

    /// <summary>Makes an instance, or gives a sibling's another value.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">First value.</param>
    /// <param name="scope">Parent of the element that makes it; the element itself for a pseudo-element of it.</param>
    /// <param name="step">What list items add: 1, or -1 in a reversed list.</param>
    internal void Reset(string name, int value, Element? scope, int step = 1)
    {
        if (!_instances.TryGetValue(name, out var stack)) _instances.Add(name, stack = []);
        if (stack.Count > 0 && stack[^1].Scope == scope)
        {
            stack[^1] = new Instance(scope, value, step);
            return;
        }

        stack.Add(new Instance(scope, value, step));
        _made.Push((name, scope));
    }

    internal void Set(string name, int value, Element? scope)
    {
        if (Innermost(name) is not { } stack) Reset(name, value, scope);
        else stack[^1] = stack[^1] with { Value = value };
    }

    internal void Increment(string name, int by, Element? scope)
    {
        if (Innermost(name) is null) Reset(name, 0, scope);
        var stack = _instances[name];
        stack[^1] = stack[^1] with { Value = (int)Math.Clamp((long)stack[^1].Value + by, int.MinValue, int.MaxValue) };
    }

    /// <summary>What a list item adds.</summary>
    internal int Step(string name) => Innermost(name) is { } stack ? stack[^1].Step : 1;

    /// <summary>Ends the scopes of an element's children.</summary>
    internal void Leave(Element element)
    {
        while (_made.TryPeek(out var top) && top.Scope == element)
        {
            _made.Pop();
            var stack = _instances[top.Name];
            stack.RemoveAt(stack.Count - 1);
        }
    }

    internal int Value(string name) => Innermost(name) is { } stack ? stack[^1].Value : 0;

    /// <summary>The text of counter() or counters().</summary>
    internal string Text(ContentCounter counter)
    {
        if (counter.Separator is null) return CounterStyles.Format(Value(counter.Name), counter.ListStyle);
        if (Innermost(counter.Name) is not { } stack) return CounterStyles.Format(0, counter.ListStyle);
        return string.Join(counter.Separator, stack.Select(i => CounterStyles.Format(i.Value, counter.ListStyle)));
    }

    private List<Instance>? Innermost(string name) => _instances.TryGetValue(name, out var stack) && stack.Count > 0 ? stack : null;
}
