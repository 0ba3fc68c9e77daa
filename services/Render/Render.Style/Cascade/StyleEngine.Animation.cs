using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <content>Animations and transitions.</content>
public sealed partial class StyleEngine
{
    private ComputedStyle WithAnimations(Element element, ElementStyle style, ComputedStyle? parent) => style.Base!;
}
