using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// The frames of one surface as a scene sees them: holds a lease on the frame that is shown, and takes the next one when the
/// scene is drawn anew. One thread.
/// </summary>
internal sealed class SurfaceFeed : IDisposable
{
    private readonly ChainReader _reader;
    private SlotLease _shown;
    private SlotLease _former;
    private bool _advanced;
    private bool _broken;

    internal SurfaceFeed(RegionDirectory directory, RegionName region) =>
        _reader = ChainReader.Open(directory, region, RegionKind.Surface, setsPace: true);

    internal RegionName Region => _reader.Name;

    internal ChainSpec Geometry => _reader.Spec;

    internal ulong Generation => _reader.Generation;

    /// <summary>Changes when the guest presents.</summary>
    internal WakeWord Published => _reader.Published;

    /// <summary>Whether the guest ended it.</summary>
    internal bool IsClosed => _reader.IsClosed;

    /// <summary>Whether there is a frame to show.</summary>
    internal bool HasFrame => _shown.FrameId != 0;

    /// <summary>The frame that is shown.</summary>
    internal SlotLease Shown => _shown;

    /// <summary>Address of its pixels.</summary>
    internal nint Pixels => _reader.PixelsAddress(_shown.Slot);

    /// <summary>What the guest said of it.</summary>
    internal SlotDescriptor Description { get; private set; }

    /// <summary>Whether there is a newer frame than the one that is shown.</summary>
    internal bool HasNewer => !_broken && _reader.LatestFrameId > _shown.FrameId;

    /// <summary>Moves on to the newest frame; the former stays held until <see cref="FinishAdvance"/>.</summary>
    /// <param name="damage">What changed, in surface pixels; empty when all may have.</param>
    /// <returns>False when there is nothing newer.</returns>
    internal bool TryAdvance(out PixelRect damage)
    {
        damage = default;
        if (!_reader.TryTakeLatest(_shown.FrameId, out var next)) return false;
        var description = _reader.Describe(next);
        if (next.FrameId == _shown.FrameId + 1 && description.DamageCount > 0)
        {
            for (var i = 0; i < Math.Min(description.DamageCount, SlotDescriptor.MaxDamage); i++) damage = damage.Union(description.Damage[i]);
            damage = damage.Intersect(new PixelRect(0, 0, Geometry.Width, Geometry.Height));
        }

        _former = _shown;
        _advanced = true;
        _shown = next;
        Description = description;
        return true;
    }

    /// <summary>Lets the guest have the former slot, and tells it that its frame was taken.</summary>
    internal void FinishAdvance()
    {
        if (!_advanced) return;
        _advanced = false;
        if (_former.FrameId != 0) _reader.Release(_former);
        _reader.MarkConsumed(_shown.FrameId);
    }

    /// <summary>Takes nothing from this surface any more: it contradicts itself.</summary>
    internal void GiveUp() => _broken = true;

    public void Dispose() => _reader.Dispose();
}
