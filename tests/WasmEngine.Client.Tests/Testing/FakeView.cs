using System.Runtime.InteropServices;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.Testing;

/// <summary>A view with a real frame chain; the test is its renderer. One thread at a time.</summary>
internal sealed class FakeView : IDisposable
{
    private const int Readers = 4;
    private readonly FakeBrokerState _state;
    private int _chains;

    public FakeView(FakeBrokerState state, string id, string appId, int width, int height)
    {
        _state = state;
        Id = id;
        AppId = appId;
        Writer = CreateChain(width, height);
    }

    public string Id { get; }

    public string AppId { get; }

    public ChainWriter Writer { get; private set; }

    public View Description => new()
    {
        Id = Id,
        AppId = AppId,
        Width = (uint)Writer.Spec.Width,
        Height = (uint)Writer.Spec.Height,
        FrameRateHz = 60,
        FrameRegion = Writer.Name.Value,
    };

    /// <summary>Publishes a frame whose every pixel is <paramref name="pixel"/> (0xAARRGGBB).</summary>
    public ulong Publish(uint pixel)
    {
        if (!Writer.TryBegin(out var slot)) throw new InvalidOperationException("no slot is free");
        MemoryMarshal.Cast<byte, uint>(Writer.Pixels(slot)).Fill(pixel);
        var now = Platform.MonotonicClock.NowNs;
        return Writer.Publish(slot, new FrameStamp(now - 3_000_000, now - 1_000_000, now - 1_000_000, now - 500_000), []);
    }

    /// <summary>Goes on in a new chain of another size, as a resize does.</summary>
    public void Resize(int width, int height)
    {
        var former = Writer;
        Writer = CreateChain(width, height);
        _state.ViewChanges.Send(Description);
        former.Close();
        _state.Regions.Delete(former.Name);
        former.Dispose();
    }

    /// <summary>Puts another chain in place under the same name.</summary>
    public void Replace()
    {
        var (name, spec) = (Writer.Name, Writer.Spec);
        Writer.Close();
        _state.Regions.Delete(name);
        Writer.Dispose();
        Writer = ChainWriter.Create(_state.Regions, name, spec);
        _state.ViewChanges.Send(Description);
    }

    private ChainWriter CreateChain(int width, int height) => ChainWriter.Create(
        _state.Regions, RegionName.Parse($"frames.{Id}.{++_chains}"), new ChainSpec(RegionKind.FrameChain, width, height, Readers));

    public void Dispose() => Writer.Dispose();
}
