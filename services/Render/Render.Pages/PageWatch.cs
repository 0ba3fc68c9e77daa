using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>Told of what changes in a page, on its thread; what shows it decides by this what to draw anew.</summary>
internal interface IPageWatch
{
    /// <summary>Something has to be painted anew.</summary>
    void Changed();

    /// <summary>Nothing but an element's transform or opacity changed.</summary>
    void Moved(Element element, ComputedStyle style);
}
