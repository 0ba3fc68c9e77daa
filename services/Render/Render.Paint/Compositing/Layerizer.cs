using System.Runtime.InteropServices;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Sorts a list's chunks into layers: those that share what moves, clips and fades them on the frame, and have nothing of another layer between them.
/// After Blink's paint-artifact compositor.
/// </summary>
internal sealed class Layerizer
{
    private const int MaxLayers = 512;
    private readonly List<CompositeLayer> _known = [];
    private readonly List<CompositeLayer> _layers = [];
    private readonly HashSet<EffectNode> _promoted = [];
    private int _pass;

    /// <summary>Layers back to front.</summary>
    internal List<CompositeLayer> Layers => _layers;

    /// <summary>Layers that the last list did away with; to be disposed of after their damage was noted.</summary>
    internal List<CompositeLayer> Gone { get; } = [];

    /// <summary>Sorts a list into layers, and finds what changed in each.</summary>
    internal void Update(DisplayList list, TransformNode view)
    {
        _pass++;
        _layers.Clear();
        Promote(list, view);
        var chunks = list.Chunks;
        for (var i = 0; i < chunks.Count; i++) Place(list, i, KeyOf(chunks[i], view));
        Gone.Clear();
        for (var i = _known.Count - 1; i >= 0; i--)
        {
            if (_known[i].Pass == _pass) continue;
            Gone.Add(_known[i]);
            _known.RemoveAt(i);
        }

        foreach (var layer in CollectionsMarshal.AsSpan(_layers)) Finish(list, layer);
    }

    private void Finish(DisplayList list, CompositeLayer layer)
    {
        var clear = layer == _layers[0] && layer.Effect is null ? list.Background : Style.Color.Transparent;
        if (clear != layer.Clear) layer.Tiles.Invalidate(RectF.Infinite, layer.Scale);
        layer.Clear = clear;
        layer.IsOpaque = layer.Clear.IsOpaque || layer.Contents.CoversWith(layer.Bounds);
        layer.Contents.Diff(layer.Tiles, layer.Scale);
    }

    // Groups that can't be drawn within one layer have to be made on the frame.
    private void Promote(DisplayList list, TransformNode view)
    {
        _promoted.Clear();
        foreach (var chunk in list.Chunks)
        {
            var space = SpaceOf(chunk.State.Transform, view);
            var must = false;
            for (var effect = chunk.State.Effect; effect is not null; effect = effect.Parent)
            {
                must |= chunk.Surface is not null || effect.Reasons != CompositingReasons.None || effect.Backdrop.Count > 0 || effect.Blend != Style.BlendMode.Normal
                    || (space != view && !IsWithin(effect.Space, space));
                if (must) _promoted.Add(effect);
            }
        }
    }

    private LayerKey KeyOf(in PaintChunk chunk, TransformNode view)
    {
        var state = chunk.State;
        var space = chunk.Surface is null ? SpaceOf(state.Transform, view) : state.Transform;
        var effect = state.Effect;
        while (effect is not null && !_promoted.Contains(effect)) effect = effect.Parent;
        var clip = state.Clip;
        while (clip is not null && IsWithin(clip.Space, space) && (effect is null || !ReferenceEquals(clip, effect.Clip))) clip = clip.Parent;
        return new LayerKey(space, clip, effect, chunk.Surface?.Element);
    }

    private static TransformNode SpaceOf(TransformNode transform, TransformNode view)
    {
        for (var node = transform; node is not null; node = node.Parent)
        {
            if (node.Reasons != CompositingReasons.None) return node;
        }

        return view;
    }

    private static bool IsWithin(TransformNode node, TransformNode ancestor)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at == ancestor) return true;
        }

        return false;
    }

    private void Place(DisplayList list, int index, in LayerKey key)
    {
        var chunk = list.Chunks[index];
        var bounds = OnView(chunk.Bounds.Transform(chunk.State.Transform.To(key.Space)), key);
        var layer = FindRoom(key, bounds);
        if (layer is null)
        {
            layer = Take(key);
            _layers.Add(layer);
            layer.Bounds = default;
            layer.FrameBounds = default;
            layer.ChunkRuns.Clear();
            layer.Surface = chunk.Surface;
            layer.Contents.Begin();
        }

        var added = layer.Contents.Add(list, chunk, chunk.State.Transform.To(key.Space), key);
        layer.Bounds = layer.Bounds.Union(added);
        layer.FrameBounds = layer.FrameBounds.Union(bounds); // on the view for now; made exact for the frame
        var runs = layer.ChunkRuns;
        if (runs.Count > 0 && runs[^1].Start + runs[^1].Count == index) runs[^1] = (runs[^1].Start, runs[^1].Count + 1);
        else runs.Add((index, 1));
    }

    private static RectF OnView(RectF bounds, in LayerKey key) =>
        (key.Space.Reasons & (CompositingReasons.Animation | CompositingReasons.Activity)) != 0 ? RectF.Infinite : bounds.Transform(key.Space.To(null));

    // The layer of the same key that nothing in front of it overlaps.
    private CompositeLayer? FindRoom(in LayerKey key, RectF bounds)
    {
        for (var i = _layers.Count - 1; i >= 0; i--)
        {
            if (_layers[i].Key.Is(key)) return _layers[i];
            if (_layers.Count < MaxLayers && _layers[i].FrameBounds.Intersects(bounds)) return null;
            if (key.Effect is not null) return null; // what is in a group has to stay together
        }

        return null;
    }

    private CompositeLayer Take(in LayerKey key)
    {
        foreach (var layer in CollectionsMarshal.AsSpan(_known))
        {
            if (layer.Pass == _pass || !layer.Key.Is(key)) continue;
            layer.Pass = _pass;
            return layer;
        }

        var made = new CompositeLayer(key) { Pass = _pass };
        _known.Add(made);
        return made;
    }
}
