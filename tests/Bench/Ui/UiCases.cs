using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;

namespace WasmEngine.Bench.Ui;

/// <summary>What changes in each frame of a case; the same as Chromium's side does.</summary>
internal sealed class UiCases(EngineSide engine)
{
    private readonly Element[] _cards = engine.Find("card-", 100);
    private readonly TextNode[] _texts = [.. engine.Find("value-", 100).Select(e => (TextNode)e.FirstChild!)];

    /// <summary>Changes the page for frame n of a case.</summary>
    internal void Step(string name, int n)
    {
        switch (name)
        {
            case "cards":
                for (var i = 0; i < _cards.Length; i++)
                    engine.View.Page.Document.SetAttribute(_cards[i], "style", FormattableString.Invariant($"transform: translate({((n * 3) + (i * 7)) % 40}px,{((n * 2) + (i * 5)) % 30}px)"));
                break;
            case "texts":
                for (var i = 0; i < _texts.Length; i++) engine.View.Page.Document.SetText(_texts[i], FormattableString.Invariant($"{(((n * 37) + (i * 101)) % 9000) + 1000}"));
                break;
            default:
                var most = engine.FarthestScroll;
                var at = n * 20 % (2 * most);
                engine.View.ScrollTo(null, new LayoutPoint(0, LayoutUnit.From(at > most ? (2 * most) - at : at)));
                break;
        }
    }

    /// <summary>Leaves the page as it was.</summary>
    internal void Reset()
    {
        foreach (var card in _cards) engine.View.Page.Document.SetAttribute(card, "style", null);
        engine.View.ScrollTo(null, default);
    }
}
