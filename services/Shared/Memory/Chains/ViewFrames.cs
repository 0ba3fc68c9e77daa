using System.Text;

namespace WasmEngine.Memory;

/// <summary>
/// A client's place at a view's frame chain, and at the surfaces whose slots are handed over as frames. At most two frames are
/// held at once: the one on the screen and the one that replaces it. One thread at a time.
/// </summary>
public sealed class ViewFrames : IDisposable
{
    private const int MaxSurfaces = 16;
    private readonly RegionDirectory _directory;
    private readonly ChainReader _chain;
    private readonly Dictionary<ulong, ChainReader> _surfaces = [];

    private ViewFrames(RegionDirectory directory, ChainReader chain)
    {
        _directory = directory;
        _chain = chain;
    }

    /// <summary>Name of the frame chain's region.</summary>
    public RegionName Name => _chain.Name;

    /// <summary>Changes with each frame. Read it, look for a frame, and if there is none wait until it differs.</summary>
    public WakeWord Published => _chain.Published;

    /// <summary>Whether the chain was superseded (the view was resized) or its view closed.</summary>
    public bool IsClosed => _chain.IsClosed;

    /// <summary>Opens a frame chain.</summary>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated, WrongVersion or TooManyReaders.</exception>
    public static ViewFrames Open(RegionDirectory directory, RegionName frameRegion) =>
        new(directory, ChainReader.Open(directory, frameRegion, RegionKind.FrameChain));

    /// <summary>Takes a lease on the newest frame if its id is above <paramref name="newerThan"/>. Never blocks.</summary>
    /// <exception cref="RegionException">Corrupt: the chain contradicts itself.</exception>
    public bool TryTakeLatest(ulong newerThan, out Frame frame)
    {
        frame = default;
        if (!_chain.TryTakeLatest(newerThan, out var lease)) return false;
        var descriptor = _chain.Describe(lease);
        ClipDamage(ref descriptor);
        if (descriptor.SourceGeneration == 0)
        {
            frame = new Frame(descriptor, _chain.Spec, _chain.PixelsAddress(lease.Slot), lease, null, default);
            return true;
        }

        // The slot may be gone already when a newer frame superseded this one; then that one is taken next.
        if (FindSurface(descriptor) is { } surface
            && surface.TryHold((int)descriptor.SourceSlot, descriptor.SourceFrameId, out var surfaceLease))
        {
            frame = new Frame(descriptor, surface.Spec, surface.PixelsAddress(surfaceLease.Slot), lease, surface, surfaceLease);
            return true;
        }

        _chain.Release(lease);
        return false;
    }

    // A client copies what is damaged: rectangles from a writer that lies must not lead it out of the pixels.
    private void ClipDamage(ref SlotDescriptor descriptor)
    {
        var whole = new PixelRect(0, 0, _chain.Spec.Width, _chain.Spec.Height);
        var given = Math.Min(descriptor.DamageCount, SlotDescriptor.MaxDamage);
        descriptor.DamageCount = 0;
        for (var i = 0; i < given; i++)
        {
            var inside = descriptor.Damage[i].Intersect(whole);
            if (!inside.IsEmpty) descriptor.Damage[(int)descriptor.DamageCount++] = inside;
        }
    }

    /// <summary>Gives a frame back; its pixels must not be used any more.</summary>
    public void Release(in Frame frame)
    {
        frame.Surface?.Release(frame.SurfaceLease);
        _chain.Release(frame.Lease);
    }

    private ChainReader? FindSurface(in SlotDescriptor descriptor)
    {
        if (_surfaces.TryGetValue(descriptor.SourceGeneration, out var known)) return known;
        try
        {
            return OpenSurface(descriptor);
        }
        catch (IOException)
        {
            // Gone, or all places taken, or no room left to map it: from the next frame on the view is composed into its own chain for us.
            _chain.RequireComposed(true);
            return null;
        }
    }

    private ChainReader OpenSurface(in SlotDescriptor descriptor)
    {
        ReadOnlySpan<byte> bytes = descriptor.SourceName;
        var name = RegionName.Parse(Encoding.ASCII.GetString(bytes[..(int)Math.Min(descriptor.SourceNameLength, RegionName.MaxLength)]));
        if (_surfaces.Count >= MaxSurfaces) ForgetSurfaces();
        var surface = ChainReader.Open(_directory, name, RegionKind.Surface);
        if (surface.Generation != descriptor.SourceGeneration || surface.Spec.Width != _chain.Spec.Width || surface.Spec.Height != _chain.Spec.Height)
        {
            surface.Dispose();
            throw new RegionException(RegionFault.Corrupt, $"surface {name} is not the one that the frame was made of");
        }

        _surfaces.Add(surface.Generation, surface);
        return surface;
    }

    // Surfaces of app instances that are long gone; those in use are opened again at the next frame.
    private void ForgetSurfaces()
    {
        foreach (var (generation, surface) in _surfaces.Where(s => !s.Value.IsHolding).ToArray())
        {
            surface.Dispose();
            _surfaces.Remove(generation);
        }
    }

    /// <summary>Gives up the place; all frames are given back.</summary>
    public void Dispose()
    {
        foreach (var surface in _surfaces.Values) surface.Dispose();
        _surfaces.Clear();
        _chain.Dispose();
    }
}
