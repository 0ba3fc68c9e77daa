using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// A counting Bloom filter of the names that the ancestors of the element at hand have: most selectors with combinators are refused by it without a look at the
/// tree. The idea is WebKit's.
/// </summary>
internal sealed class AncestorFilter
{
    private const int Size = 4096;
    private readonly byte[] _counts = new byte[Size];

    /// <summary>Hash of a name of some kind; lower and upper case are not told apart.</summary>
    public static uint Hash(SimpleKind kind, string name)
    {
        var hash = 2166136261u ^ (uint)kind;
        foreach (var c in name) hash = (hash ^ (uint)(c | 0x20)) * 16777619u;
        return hash ^ (hash >> 15);
    }

    /// <summary>Adds an ancestor's names.</summary>
    public void Push(Element element)
    {
        Add(Hash(SimpleKind.Tag, element.Tag));
        if (element.Id.Length > 0) Add(Hash(SimpleKind.Id, element.Id));
        foreach (var name in element.Classes) Add(Hash(SimpleKind.Class, name));
    }

    /// <summary>Takes them away again; its names may not have changed meanwhile.</summary>
    public void Pop(Element element)
    {
        Remove(Hash(SimpleKind.Tag, element.Tag));
        if (element.Id.Length > 0) Remove(Hash(SimpleKind.Id, element.Id));
        foreach (var name in element.Classes) Remove(Hash(SimpleKind.Class, name));
    }

    /// <summary>False when some ancestor that a selector asks for is surely not there.</summary>
    public bool MayMatch(ComplexSelector selector)
    {
        foreach (var hash in selector.AncestorHashes)
        {
            if (_counts[hash % Size] == 0 || _counts[(hash >> 16) % Size] == 0) return false;
        }

        return true;
    }

    /// <summary>Empties it.</summary>
    public void Clear() => Array.Clear(_counts);

    // A counter that is full stays so: the filter then says "maybe" once too often, never "no".
    private void Add(uint hash)
    {
        ref var first = ref _counts[hash % Size];
        if (first < byte.MaxValue) first++;
        ref var second = ref _counts[(hash >> 16) % Size];
        if (second < byte.MaxValue) second++;
    }

    private void Remove(uint hash)
    {
        ref var first = ref _counts[hash % Size];
        if (first < byte.MaxValue) first--;
        ref var second = ref _counts[(hash >> 16) % Size];
        if (second < byte.MaxValue) second--;
    }
}
