using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>
/// Which boxes are worth a layer because they move: by an animation, or because their transform or opacity changed in successive frames. What rests for half a second
/// loses its layer again, and is drawn sharp where it stands. Document's thread.
/// </summary>
internal sealed class LayerActivity
{
    private const int FramesUntilLayer = 2;
    private const double Rest = 0.5;
    private readonly Dictionary<LayoutBox, Entry> _moving = [];
    private readonly HashSet<LayoutBox> _transforming = [];
    private readonly HashSet<LayoutBox> _fading = [];
    private readonly List<LayoutBox> _resting = [];

    /// <summary>How often it moved, and when last.</summary>
    private readonly record struct Entry(int Count, double Last);

    /// <summary>Whether anything may come to rest.</summary>
    internal bool IsAny => _moving.Count > 0;

    /// <summary>Seconds after which something that moved counts as resting.</summary>
    internal static double RestSeconds => Rest;

    /// <summary>Why its transform is worth a layer.</summary>
    internal CompositingReasons TransformReasonsOf(LayoutBox box) => ActivityOf(box) | (_transforming.Contains(box) ? CompositingReasons.Animation : CompositingReasons.None);

    /// <summary>Why its opacity is worth a group of its own.</summary>
    internal CompositingReasons OpacityReasonsOf(LayoutBox box) =>
        (box.Style.Effects.Opacity < 1 ? ActivityOf(box) : CompositingReasons.None) | (_fading.Contains(box) ? CompositingReasons.Animation : CompositingReasons.None);

    private CompositingReasons ActivityOf(LayoutBox box) =>
        _moving.TryGetValue(box, out var entry) && entry.Count >= FramesUntilLayer ? CompositingReasons.Activity : CompositingReasons.None;

    /// <summary>Notes that a box moved; true when it now is worth a layer and was not.</summary>
    internal bool Moved(LayoutBox box, double now)
    {
        var count = _moving.TryGetValue(box, out var entry) && now - entry.Last < Rest ? Math.Min(entry.Count + 1, FramesUntilLayer) : 1;
        _moving[box] = new Entry(count, now);
        return count == FramesUntilLayer && entry.Count < FramesUntilLayer;
    }

    /// <summary>Forgets what rests; true when something lost its layer.</summary>
    internal bool Settle(double now)
    {
        if (_moving.Count == 0) return false;
        _resting.Clear();
        var lost = false;
        foreach (var (box, entry) in _moving)
        {
            if (now - entry.Last < Rest) continue;
            _resting.Add(box);
            lost |= entry.Count >= FramesUntilLayer;
        }

        foreach (var box in _resting) _moving.Remove(box);
        return lost;
    }

    /// <summary>Takes the boxes that animations run on.</summary>
    internal void SetAnimated(List<(CompositedAnimation Animation, LayoutBox Box)> animations, double now)
    {
        _transforming.Clear();
        _fading.Clear();
        foreach (var (animation, box) in animations)
        {
            if (animation.TryTransform(now, 1, 1, out _)) _transforming.Add(box);
            if (animation.TryOpacity(now, out _)) _fading.Add(box);
        }
    }

    /// <summary>The box of an element or of one of its pseudo-elements; null when it has none.</summary>
    internal static LayoutBox? BoxOf(Element element, PseudoElement pseudo)
    {
        if (element.LayoutData is not LayoutBox box) return null;
        if (pseudo == PseudoElement.None) return box;
        foreach (var child in box.Children)
        {
            if (child.Pseudo == pseudo) return child;
        }

        return null;
    }
}
