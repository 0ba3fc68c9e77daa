using System.Runtime.InteropServices;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>A copy of a frame that a client took and gave back.</summary>
internal sealed record SeenFrame(ulong Id, bool IsScanout, PixelRect[] Damage, long PublishNs, int Stride, uint[] Pixels)
{
    internal uint At(int x, int y) => Pixels[(y * Stride / 4) + x];
}

/// <summary>A client of one view.</summary>
internal sealed class Client(ViewFrames frames) : IDisposable
{
    internal ViewFrames Frames { get; } = frames;

    internal ulong LastId { get; private set; }

    /// <summary>The next frame; waits for it as long as it takes.</summary>
    internal SeenFrame Next()
    {
        while (true)
        {
            var published = Frames.Published.Value;
            if (TryNext() is { } seen) return seen;
            Frames.Published.Wait(published, -1);
        }
    }

    /// <summary>The next frame that is as wanted.</summary>
    internal SeenFrame Next(Predicate<SeenFrame> isWanted)
    {
        while (true)
        {
            var seen = Next();
            if (isWanted(seen)) return seen;
        }
    }

    /// <summary>The next frame whose pixel at a place has a colour.</summary>
    internal SeenFrame Next(uint argb, int x = 1, int y = 1) => Next(f => f.At(x, y) == argb);

    /// <summary>A newer frame if there is one.</summary>
    internal SeenFrame? TryNext()
    {
        if (!Frames.TryTakeLatest(LastId, out var frame)) return null;
        var seen = new SeenFrame(frame.Id, frame.IsScanout, frame.Damage.ToArray(), frame.PublishNs, frame.Stride, MemoryMarshal.Cast<byte, uint>(frame.Pixels).ToArray());
        LastId = frame.Id;
        Frames.Release(frame);
        return seen;
    }

    public void Dispose() => Frames.Dispose();
}
