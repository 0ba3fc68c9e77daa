using System.Numerics;

namespace WasmEngine.Render.Paint;

/// <summary>What a layer held in the last list, and how that differs from the new one. No allocation once its arrays have grown.</summary>
internal sealed class LayerContents
{
    private List<Entry> _now = [];
    private List<Entry> _before = [];
    private List<Signature> _states = [];
    private List<Signature> _formerStates = [];

    /// <summary>An item with the state that it was drawn under.</summary>
    private readonly record struct Entry(DisplayItem Item, int State, RectF Bounds);

    /// <summary>Everything of a state that shows.</summary>
    private readonly record struct Signature(Matrix4x4 ToLayer, ClipNode? Clip, EffectNode? Effect, long Versions);

    internal bool IsEmpty => _now.Count == 0;

    /// <summary>Begins with the new list's items.</summary>
    internal void Begin()
    {
        (_now, _before) = (_before, _now);
        (_states, _formerStates) = (_formerStates, _states);
        _now.Clear();
        _states.Clear();
    }

    /// <summary>Takes a chunk's items.</summary>
    /// <param name="list">The list.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="toLayer">Maps the chunk's space to the layer's.</param>
    /// <param name="key">The layer's key: nodes of it and above do not count.</param>
    /// <returns>Bounds of the chunk in the layer's space.</returns>
    internal RectF Add(DisplayList list, in PaintChunk chunk, in Matrix4x4 toLayer, in LayerKey key)
    {
        var state = _states.Count;
        var reach = 0f;
        long versions = 0;
        for (var effect = chunk.State.Effect; effect is not null && effect != key.Effect; effect = effect.Parent)
        {
            versions = (versions * 31) + effect.Version + 1;
            reach += EffectReach.Of(effect);
        }

        for (var clip = chunk.State.Clip; clip is not null && !ReferenceEquals(clip, key.Clip); clip = clip.Parent)
        {
            if (clip.Space != chunk.State.Transform) versions = (versions * 31) + clip.Space.Version;
        }

        _states.Add(new Signature(toLayer, chunk.State.Clip, chunk.State.Effect, versions));
        var clipBounds = ClipBounds(chunk.State.Clip, key);
        for (var i = chunk.Start; i < chunk.Start + chunk.Count; i++)
        {
            var item = list.Items[i];
            _now.Add(new Entry(item, state, item.Bounds.Transform(toLayer).Intersect(clipBounds).Inflate(reach)));
        }

        return chunk.Bounds.Transform(toLayer).Intersect(clipBounds).Inflate(reach);
    }

    // Clips within the layer that lie in its own space.
    private static RectF ClipBounds(ClipNode? clip, in LayerKey key)
    {
        var bounds = RectF.Infinite;
        for (; clip is not null && !ReferenceEquals(clip, key.Clip); clip = clip.Parent)
            bounds = bounds.Intersect(clip.Shape.Rect.Transform(clip.Space.To(key.Space)));
        return bounds;
    }

    /// <summary>Hands each rectangle of the layer's space that looks different now to a sink. Items that stayed, in order and state, give none.</summary>
    internal void Diff(TileGrid sink, float scale)
    {
        for (var i = 0; i < _before.Count; i++) _before[i].Item.Order = i;
        var last = -1;
        foreach (ref readonly var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_now))
        {
            var order = entry.Item.Order;
            if (order >= 0 && order < _before.Count && _before[order].Item == entry.Item)
            {
                entry.Item.Order = -1;
                var former = _before[order];
                if (order > last && former.Bounds == entry.Bounds && _formerStates[former.State] == _states[entry.State])
                {
                    last = order;
                    continue;
                }

                sink.Invalidate(former.Bounds, scale);
            }

            sink.Invalidate(entry.Bounds, scale);
        }

        foreach (ref readonly var former in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_before))
        {
            if (former.Item.Order < 0) continue;
            former.Item.Order = -1;
            sink.Invalidate(former.Bounds, scale);
        }
    }

    /// <summary>Whether the lowest item covers all of some bounds with opaque colour.</summary>
    internal bool CoversWith(RectF bounds)
    {
        if (_now.Count == 0) return false;
        var first = _now[0];
        var state = _states[first.State];
        return state.Effect is null && first.Item.IsOpaque && first.Bounds.Contains(bounds) && state.ToLayer.M12 == 0 && state.ToLayer.M21 == 0;
    }
}

/// <summary>How far effects draw beyond what is in them.</summary>
internal static class EffectReach
{
    internal static float Of(EffectNode effect)
    {
        var reach = 0f;
        for (var i = 0; i < effect.Filters.Count; i++)
        {
            var filter = effect.Filters[i];
            if (filter.Kind == Style.FilterKind.Blur) reach += MathF.Ceiling(filter.Amount * 3);
            if (filter.Kind == Style.FilterKind.DropShadow)
                reach += MathF.Max(MathF.Abs(filter.Shadow.X), MathF.Abs(filter.Shadow.Y)) + MathF.Ceiling(filter.Shadow.Blur * 3);
        }

        return reach;
    }
}
