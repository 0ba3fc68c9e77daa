using System.Text;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// The mutations of a document since it was loaded, as few as lead to the same tree: of texts, attributes, classes and scroll offsets the
/// last one counts; what puts elements in or takes them away stays in order, until an element is gone that came alone. Documents whose ids are unique at all times come
/// out exactly. One thread.
/// </summary>
/// <param name="capacity">Most bytes that HTML is taken for, <see cref="SizeOf"/> each; the rest is taken for half as many more, so that a document that is full can be changed and emptied.</param>
public sealed class DocumentLog(long capacity = DocumentLog.DefaultCapacity)
{
    /// <summary>Bytes that are kept unless said otherwise.</summary>
    public const long DefaultCapacity = 16 << 20;

    private const int Overhead = 64;
    private readonly LinkedList<DomMutation> _mutations = new();
    private readonly Dictionary<DomMutation, LinkedListNode<DomMutation>> _structure = new(ReferenceEqualityComparer.Instance); // HTML and removals
    private readonly Dictionary<string, int> _neighbours = new(StringComparer.Ordinal); // how much HTML stands beside an element
    private bool _changesIds;
    private readonly Dictionary<Key, LinkedListNode<DomMutation>> _last = [];
    private readonly Dictionary<string, List<LinkedListNode<DomMutation>>> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Key>> _keys = new(StringComparer.Ordinal);

    private enum Aspect { Attribute, Class, Scroll }

    private readonly record struct Key(Aspect Aspect, string Id, string Name);

    /// <summary>The mutations in order.</summary>
    public IReadOnlyCollection<DomMutation> Mutations => _mutations;

    /// <summary>Bytes of ids, names and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Most bytes that HTML is taken for.</summary>
    public long Capacity => capacity;

    /// <summary>Adds a mutation; false when there is no room for it: then it must not be carried out either.</summary>
    public bool TryAdd(DomMutation mutation)
    {
        var limit = mutation.Operation == DomOperation.Html ? capacity : capacity + (capacity / 2);
        if (Bytes + SizeOf(mutation) > limit && Bytes + SizeOf(mutation) - Replaced(mutation) > limit) return false;
        Add(mutation);
        return true;
    }

    private long Replaced(DomMutation mutation) =>
        mutation is { Operation: DomOperation.Text } or { Operation: DomOperation.Html, Place: HtmlPlace.Inner } && _contents.TryGetValue(mutation.Id, out var own) ? own.Sum(node => (long)SizeOf(node.Value)) : 0;

    private void Add(DomMutation mutation)
    {
        switch (mutation.Operation)
        {
            case DomOperation.Text:
                SetText(mutation);
                break;
            case DomOperation.Html when mutation.Place == HtmlPlace.Inner:
                ForgetContents(mutation.Id);
                AddContent(mutation);
                break;
            case DomOperation.Html when mutation.Place is HtmlPlace.AfterBegin or HtmlPlace.BeforeEnd:
                AddContent(mutation);
                break;
            case DomOperation.Attribute or DomOperation.RemoveAttribute when mutation.Name is not "id":
                if (mutation.Name is "class") ForgetAspect(mutation.Id, Aspect.Class);
                Supersede(new Key(Aspect.Attribute, mutation.Id, mutation.Name), mutation);
                break;
            case DomOperation.AddClass or DomOperation.RemoveClass:
                Supersede(new Key(Aspect.Class, mutation.Id, mutation.Name), mutation);
                break;
            case DomOperation.Scroll:
                Supersede(new Key(Aspect.Scroll, mutation.Id, ""), mutation);
                break;
            case DomOperation.Remove:
                ForgetAspect(mutation.Id, null);
                ForgetContents(mutation.Id);
                Append(mutation);
                break;
            default:
                _changesIds |= mutation.Operation is DomOperation.Attribute or DomOperation.RemoveAttribute;
                Append(mutation);
                break;
        }
    }

    /// <summary>
    /// Forgets an element that came and went: the HTML that put it in, alone, its removal, and what was done to it and within it. Nothing happens when something
    /// that is still there depends on it.
    /// </summary>
    /// <param name="insertion">What put it in.</param>
    /// <param name="removal">What took it away.</param>
    /// <param name="ids">Its own id and those of all that was in it then.</param>
    public void Cancel(DomMutation insertion, DomMutation removal, IReadOnlyList<string> ids)
    {
        if (_changesIds || _neighbours.ContainsKey(removal.Id) || ids.Contains(insertion.Id)) return;
        if (!_structure.TryGetValue(insertion, out var came) || !_structure.TryGetValue(removal, out var went)) return;
        foreach (var id in ids)
        {
            ForgetAspect(id, null);
            if (!_contents.Remove(id, out var own)) continue;
            foreach (var node in own) Drop(node);
        }

        if (_contents.TryGetValue(insertion.Id, out var siblings) && siblings.Remove(came) && siblings.Count == 0) _contents.Remove(insertion.Id);
        Drop(came);
        Drop(went);
    }

    // Counters and the like: nothing was put in or taken away since, so the new text may stand where the old one stood.
    private void SetText(DomMutation mutation)
    {
        if (_contents.TryGetValue(mutation.Id, out var own) && own[^1] is { Value.Operation: DomOperation.Text } former && IsLastStructure(former))
        {
            Bytes += SizeOf(mutation) - SizeOf(former.Value);
            former.Value = mutation;
            return;
        }

        ForgetContents(mutation.Id);
        AddContent(mutation);
    }

    private bool IsLastStructure(LinkedListNode<DomMutation> node)
    {
        const int reach = 64; // looked at on each text, so not without end
        var steps = 0;
        for (var next = node.Next; next is not null; next = next.Next)
        {
            if (next.Value.Operation is DomOperation.Html or DomOperation.Remove || next.Value is { Operation: DomOperation.Attribute or DomOperation.RemoveAttribute, Name: "id" }) return false;
            if (++steps > reach) return false;
        }

        return true;
    }

    // What is put into an element before its contents are replaced does not count. That they were emptied does: mutations in between
    // may not find what the element held at first.
    private void ForgetContents(string id)
    {
        if (!_contents.Remove(id, out var own)) return;
        for (var i = own.Count - 1; i > 0; i--) Drop(own[i]);
        if (own[0].Next is null)
        {
            Drop(own[0]);
            return;
        }

        Bytes -= SizeOf(own[0].Value);
        Unlist(own[0].Value);
        own[0].Value = new DomMutation(DomOperation.Text, id);
        Bytes += SizeOf(own[0].Value);
        _contents.Add(id, [own[0]]);
    }

    private void AddContent(DomMutation mutation)
    {
        var node = Append(mutation);
        if (_contents.TryGetValue(mutation.Id, out var own)) own.Add(node);
        else _contents.Add(mutation.Id, [node]);
    }

    private void Supersede(Key key, DomMutation mutation)
    {
        if (_last.Remove(key, out var former)) Drop(former);
        _last.Add(key, Append(mutation));
        if (!_keys.TryGetValue(key.Id, out var keys)) _keys.Add(key.Id, keys = []);
        if (!keys.Contains(key)) keys.Add(key);
    }

    private void ForgetAspect(string id, Aspect? aspect)
    {
        if (!_keys.TryGetValue(id, out var keys)) return;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            if (aspect is not null && keys[i].Aspect != aspect) continue;
            if (_last.Remove(keys[i], out var node)) Drop(node);
            keys.RemoveAt(i);
        }

        if (keys.Count == 0) _keys.Remove(id);
    }

    private LinkedListNode<DomMutation> Append(DomMutation mutation)
    {
        Bytes += SizeOf(mutation);
        var node = _mutations.AddLast(mutation);
        if (mutation.Operation is DomOperation.Html or DomOperation.Remove) _structure.Add(mutation, node);
        if (IsBeside(mutation)) _neighbours[mutation.Id] = _neighbours.GetValueOrDefault(mutation.Id) + 1;
        return node;
    }

    private void Drop(LinkedListNode<DomMutation> node)
    {
        Bytes -= SizeOf(node.Value);
        Unlist(node.Value);
        _mutations.Remove(node);
    }

    private void Unlist(DomMutation mutation)
    {
        _structure.Remove(mutation);
        if (!IsBeside(mutation)) return;
        if (_neighbours[mutation.Id] > 1) _neighbours[mutation.Id]--;
        else _neighbours.Remove(mutation.Id);
    }

    private static bool IsBeside(DomMutation mutation) => mutation is { Operation: DomOperation.Html, Place: HtmlPlace.BeforeBegin or HtmlPlace.AfterEnd };

    /// <summary>What a mutation counts for.</summary>
    public static int SizeOf(DomMutation mutation) =>
        Overhead + Encoding.UTF8.GetByteCount(mutation.Id) + Encoding.UTF8.GetByteCount(mutation.Name) + Encoding.UTF8.GetByteCount(mutation.Value);
}
