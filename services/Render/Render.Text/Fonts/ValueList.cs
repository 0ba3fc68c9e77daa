using System.Collections;
using System.Runtime.InteropServices;

namespace WasmEngine.Render.Text.Fonts;

/// <summary>An immutable list that equals another one with equal items; its hash is computed once. For keys of caches.</summary>
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : IEquatable<T>
{
    private readonly T[] _items;
    private readonly int _hash;

    /// <summary>Takes a copy of the items.</summary>
    public ValueList(ReadOnlySpan<T> items)
    {
        _items = items.ToArray();
        foreach (var item in _items) _hash = (_hash * 31) + item.GetHashCode();
    }

    /// <summary>The list without items.</summary>
#pragma warning disable CA1000 // As ImmutableArray has it.
    public static ValueList<T> Empty { get; } = new([]);
#pragma warning restore CA1000

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>The items; they can't be changed.</summary>
    public ReadOnlySpan<T> AsSpan() => _items;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _items.AsSpan().SequenceEqual(other._items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ImmutableCollectionsMarshal.AsImmutableArray(_items).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
