using System.Text;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// The mutations of a document since it was loaded, as few as lead to the same tree: of texts, attributes, classes and scroll offsets the
/// last one counts; what puts elements in or takes them away stays in order. Documents whose ids are unique at all times come out exactly. One thread.
/// </summary>
/// <param name="capacity">Most bytes of ids, names and values.</param>
public sealed class DocumentLog(long capacity = DocumentLog.DefaultCapacity)
{
    /// <summary>Bytes that are kept unless said otherwise.</summary>
    public const long DefaultCapacity = 16 << 20;

    private const int Overhead = 64;
    private readonly LinkedList<DomMutation> _mutations = new();
    private readonly Dictionary<Key, LinkedListNode<DomMutation>> _last = [];
    private readonly Dictionary<string, List<LinkedListNode<DomMutation>>> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Key>> _keys = new(StringComparer.Ordinal);

    private enum Aspect { Attribute, Class, Scroll }

    private readonly record struct Key(Aspect Aspect, string Id, string Name);

    /// <summary>The mutations in order.</summary>
    public IReadOnlyCollection<DomMutation> Mutations => _mutations;

    /// <summary>Bytes of ids, names and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether some found no room: what is kept does not lead to the whole document any more.</summary>
    public bool IsOverflowed { get; private set; }

    /// <summary>Adds a mutation.</summary>
    public void Add(DomMutation mutation)
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
                Append(mutation);
                break;
        }
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
        own[0].Value = new DomMutation(DomOperation.Text, id);
        Bytes += SizeOf(own[0].Value);
        _contents.Add(id, [own[0]]);
    }

    private void AddContent(DomMutation mutation)
    {
        if (Append(mutation) is not { } node) return;
        if (_contents.TryGetValue(mutation.Id, out var own)) own.Add(node);
        else _contents.Add(mutation.Id, [node]);
    }

    private void Supersede(Key key, DomMutation mutation)
    {
        if (_last.Remove(key, out var former)) Drop(former);
        if (Append(mutation) is not { } node) return;
        _last.Add(key, node);
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

    private LinkedListNode<DomMutation>? Append(DomMutation mutation)
    {
        var size = SizeOf(mutation);
        if (Bytes + size > capacity)
        {
            IsOverflowed = true;
            return null;
        }

        Bytes += size;
        return _mutations.AddLast(mutation);
    }

    private void Drop(LinkedListNode<DomMutation> node)
    {
        Bytes -= SizeOf(node.Value);
        _mutations.Remove(node);
    }

    private static int SizeOf(DomMutation mutation) =>
        Overhead + Encoding.UTF8.GetByteCount(mutation.Id) + Encoding.UTF8.GetByteCount(mutation.Name) + Encoding.UTF8.GetByteCount(mutation.Value);
}
