using System.Collections;

namespace WasmEngine.Render.Style;

/// <summary>A list that is equal to lists of equal items. Immutable.</summary>
internal sealed class ValueList<T>(T[] items) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    internal ValueList(List<T> items)
        : this(items.ToArray())
    {
    }

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(ValueList<T>? other) => other is not null && ListComparer<T>.Instance.Equals(this, other);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() => ListComparer<T>.Instance.GetHashCode(this);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>Compares lists item by item.</summary>
internal sealed class ListComparer<T> : IEqualityComparer<IReadOnlyList<T>>
{
    internal static ListComparer<T> Instance { get; } = new();

    public bool Equals(IReadOnlyList<T>? x, IReadOnlyList<T>? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x is null || y is null || x.Count != y.Count) return false;
        for (var i = 0; i < x.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(x[i], y[i])) return false;
        }

        return true;
    }

    public int GetHashCode(IReadOnlyList<T> obj) => obj.Count == 0 ? 0 : HashCode.Combine(obj.Count, obj[0], obj[^1]);
}
