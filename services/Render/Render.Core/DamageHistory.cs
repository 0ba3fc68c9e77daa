using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// What changed in the last frames of a chain, so that a slot that holds an older frame is brought up to date by drawing
/// only what changed since (buffer age, as in EGL_EXT_buffer_age). One thread.
/// </summary>
public sealed class DamageHistory
{
    private const int Depth = 32;
    private readonly DamageList[] _frames = new DamageList[Depth];
    private readonly ulong[] _ids = new ulong[Depth];
    private readonly ulong[] _slotContents;
    private readonly PixelRect _all;

    /// <summary>Creates an empty history: every slot's contents are unknown.</summary>
    public DamageHistory(ChainSpec geometry)
    {
        _slotContents = new ulong[geometry.SlotCount];
        _all = new PixelRect(0, 0, geometry.Width, geometry.Height);
    }

    /// <summary>Notes what a frame changed against its predecessor.</summary>
    public void Record(ulong frameId, in DamageList damage)
    {
        _frames[frameId % Depth] = damage;
        _ids[frameId % Depth] = frameId;
    }

    /// <summary>What to draw to bring a slot to frame <paramref name="frameId"/>, whose own damage was recorded.</summary>
    public DamageList Since(int slot, ulong frameId)
    {
        var damage = default(DamageList);
        var held = _slotContents[slot];
        if (held == 0 || frameId - held >= Depth)
        {
            damage.Add(_all);
            return damage;
        }

        for (var id = held + 1; id <= frameId; id++)
        {
            if (_ids[id % Depth] == id) damage.Add(_frames[id % Depth]);
            else damage.Add(_all);
        }

        damage.Clip(_all);
        return damage;
    }

    /// <summary>Notes that a slot holds a frame.</summary>
    public void SetContents(int slot, ulong frameId) => _slotContents[slot] = frameId;
}
