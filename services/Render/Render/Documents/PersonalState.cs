using System.Buffers.Binary;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Documents;

/// <summary>
/// What a person did to a document that is to outlive this process: what was scrolled by wheel, and has not been scrolled by the app since, and what has the focus.
/// Elements are known by their places in the tree. Document's thread.
/// </summary>
/// <remarks>Saved: for each entry a byte (1 scrolled, 2 focused), the place, and for what is scrolled x and y as 32-bit floats in CSS px; the newest entries first.</remarks>
internal sealed class PersonalState(Document document)
{
    private const byte Scrolled = 1, Focused = 2;
    private readonly List<(Element? Container, LayoutPoint Offset)> _scrolled = []; // the newest last
    private Element? _focused;

    /// <summary>Whether it is other than when it was saved.</summary>
    internal bool IsNew { get; private set; }

    /// <summary>A person scrolled a container, or the viewport when there is none.</summary>
    internal void Scroll(Element? container, LayoutPoint offset)
    {
        _scrolled.RemoveAll(s => s.Container == container);
        _scrolled.Add((container, offset));
        IsNew = true;
    }

    /// <summary>The app scrolled it: what a person did before does not count any more.</summary>
    internal void Forget(Element? container) => IsNew |= _scrolled.RemoveAll(s => s.Container == container) > 0;

    /// <summary>A person focused an element, or none.</summary>
    internal void Focus(Element? element)
    {
        IsNew |= _focused != element;
        _focused = element;
    }

    /// <summary>Writes it; what finds no room is left out, the oldest first.</summary>
    /// <returns>Bytes written.</returns>
    internal int Save(Span<byte> destination)
    {
        IsNew = false;
        _scrolled.RemoveAll(s => s.Container is { } container && !IsInTree(container));
        var used = 0;
        if (_focused is { } focused && IsInTree(focused)) used += TrySave(destination, Focused, focused, default);
        for (var i = _scrolled.Count - 1; i >= 0; i--) used += TrySave(destination[used..], Scrolled, _scrolled[i].Container, _scrolled[i].Offset);
        return used;
    }

    private bool IsInTree(Element element) => document.Root is { } root && element.IsWithin(root);

    private static int TrySave(Span<byte> destination, byte kind, Element? element, LayoutPoint offset)
    {
        if (destination.Length < 1 || !ElementPlace.TryWrite(element, destination[1..], out var length)) return 0;
        destination[0] = kind;
        var used = 1 + length;
        if (kind == Focused) return used;
        if (destination.Length - used < 2 * sizeof(float)) return 0;
        BinaryPrimitives.WriteSingleLittleEndian(destination[used..], offset.X.ToFloat());
        BinaryPrimitives.WriteSingleLittleEndian(destination[(used + sizeof(float))..], offset.Y.ToFloat());
        return used + (2 * sizeof(float));
    }

    /// <summary>Reads what was saved, oldest first. What does not fit the document is left out.</summary>
    internal static (List<(Element? Container, float X, float Y)> Scrolled, Element? Focused) Read(Document document, ReadOnlySpan<byte> saved)
    {
        List<(Element?, float, float)> scrolled = [];
        Element? focused = null;
        while (saved.Length > 0)
        {
            var kind = saved[0];
            if (kind is not (Scrolled or Focused) || !ElementPlace.TryRead(document, ref saved, out var element, out var isThere)) break;
            if (kind == Focused)
            {
                focused = element;
                continue;
            }

            if (saved.Length < 2 * sizeof(float)) break;
            var (x, y) = (BinaryPrimitives.ReadSingleLittleEndian(saved), BinaryPrimitives.ReadSingleLittleEndian(saved[sizeof(float)..]));
            saved = saved[(2 * sizeof(float))..];
            if (isThere && float.IsFinite(x) && float.IsFinite(y)) scrolled.Insert(0, (element, x, y));
        }

        return (scrolled, focused);
    }
}
