using WasmEngine.Memory;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Documents;

/// <summary>What a person does to a document by itself, without its app: hovering, pressing, focusing, and scrolling by wheel. Document's thread.</summary>
internal sealed class DocumentInput
{
    private readonly PageView _view;
    private readonly HitTester _hits = new();
    private Element? _hovered, _active, _focused;
    private float _x, _y;

    private readonly PersonalState _personal;

    internal DocumentInput(PageView view, PersonalState personal)
    {
        _view = view;
        _personal = personal;
    }

    private Document Document => _view.Page.Document;

    /// <summary>Takes an event; layout and paint are up to date.</summary>
    internal void Handle(in InputEventRecord input)
    {
        var ratio = _view.Page.Options.DevicePixelRatio;
        switch (input.Kind)
        {
            case InputEventKind.PointerMove or InputEventKind.PointerDown or InputEventKind.PointerUp:
                (_x, _y) = (input.X / ratio, input.Y / ratio);
                var hit = Hit();
                Move(ref _hovered, hit, ElementState.Hover);
                if (input.Kind == InputEventKind.PointerDown && input.Code == 0)
                {
                    Move(ref _active, hit, ElementState.Active);
                    Focus(hit);
                }
                else if (input.Kind == InputEventKind.PointerUp)
                {
                    Move(ref _active, null, ElementState.Active);
                }

                break;
            case InputEventKind.Wheel:
                Scroll(input.X / ratio, input.Y / ratio);
                break;
        }
    }

    private Element? Hit() => _view.Page.Layout.Root is { } root ? _hits.Find(root, _x, _y) : null;

    // The state holds for the element and all around it.
    private void Move(ref Element? current, Element? next, ElementState state)
    {
        if (current == next) return;
        for (var old = current; old is not null; old = old.Parent)
        {
            if (next is null || !next.IsWithin(old)) Document.SetState(old, state, on: false);
        }

        for (var at = next; at is not null; at = at.Parent) Document.SetState(at, state, on: true);
        current = next;
    }

    /// <summary>Focuses the innermost element around one that can have the focus; null: none.</summary>
    internal void Focus(Element? hit)
    {
        while (hit is not null && !IsFocusable(hit)) hit = hit.Parent;
        if (_focused == hit) return;
        if (_focused is { } former) Document.SetState(former, ElementState.Focus | ElementState.FocusVisible, on: false);
        if (hit is not null) Document.SetState(hit, hit.Tag is "input" or "textarea" ? ElementState.Focus | ElementState.FocusVisible : ElementState.Focus, on: true);
        Move(ref _focused, hit, ElementState.FocusWithin);
        _personal.Focus(hit);
    }

    private static bool IsFocusable(Element element) =>
        element.Has("tabindex") || (element.Tag is "button" or "input" or "select" or "textarea" or "summary" && !element.Has("disabled")) || (element.Tag is "a" && element.Has("href"));

    // The innermost container that has room in that direction; the viewport last.
    private void Scroll(float x, float y)
    {
        for (var at = Hit(); at is not null; at = at.Parent)
        {
            if (at.LayoutData is LayoutBox box && box.Style.IsScrollContainer && TryScroll(at, box, x, y)) return;
        }

        TryScroll(null, _view.Page.Layout.Viewport, x, y);
    }

    private bool TryScroll(Element? container, LayoutBox box, float x, float y)
    {
        var before = _view.Page.Layout.Scrolling.OffsetOf(box);
        var after = _view.ScrollTo(container, new LayoutPoint(before.X + LayoutUnit.From(x), before.Y + LayoutUnit.From(y)));
        if (after == before) return false;
        _personal.Scroll(container, after);
        return true;
    }

    /// <summary>Forgets elements that are not in the tree any more.</summary>
    internal void Trim()
    {
        Forget(ref _hovered);
        Forget(ref _active);
        Forget(ref _focused);
    }

    private void Forget(ref Element? element)
    {
        if (element is not null && Document.Root is { } root && !element.IsWithin(root)) element = null;
    }
}
