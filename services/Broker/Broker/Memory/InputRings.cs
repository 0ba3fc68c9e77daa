using System.Collections.Concurrent;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Broker.Memory;

/// <summary>The producer's ends of the apps' input rings.</summary>
internal sealed class InputRings(RegionDirectory directory, BrokerOptions options) : IInputRings, IDisposable
{
    private readonly ConcurrentDictionary<string, RingProducer> _rings = new(StringComparer.Ordinal);
    private readonly Lock _opening = new();
    private readonly RingSpec _spec = new(options.InputRingBytes, 0);

    public void Open(string appId, RegionName region)
    {
        lock (_opening)
        {
            if (_rings.ContainsKey(appId)) return;
            try
            {
                _rings[appId] = RingProducer.OpenOrCreate(directory, region, _spec);
            }
            catch (IOException e)
            {
                throw new BrokerException(FaultKind.Internal, "REGION_FAILED", $"the input ring of app \"{appId}\" can't be used: {e.Message}", e);
            }
        }
    }

    public bool TryWrite(string appId, ReadOnlySpan<InputEventRecord> events)
    {
        if (!_rings.TryGetValue(appId, out var ring)) return false;
        Span<byte> payload = stackalloc byte[InputRecord.Size];
        lock (ring) // one producer at a time, and the events of a call stay together
        {
            // One record more, since the end of the area may have to be filled. A ring closed meanwhile has left the table.
            var recordBytes = RingProducer.RecordBytes(InputRecord.Size);
            if (!_rings.ContainsKey(appId) || ring.FreeBytes < (events.Length + 1L) * recordBytes) return false;
            foreach (ref readonly var input in events)
            {
                var time = input.TimeNs == 0 ? (ulong)MonotonicClock.NowNs : input.TimeNs;
                InputRecord.Encode(payload, input.Kind, input.X, input.Y, input.Code, input.Modifiers, time);
                if (!ring.TryWrite(InputRecord.RecordType, payload)) throw new InvalidOperationException($"ring {ring.Name} has less room than it said");
            }
        }

        return true;
    }

    public void Close(string appId)
    {
        if (!_rings.TryRemove(appId, out var ring)) return;
        lock (ring) ring.Dispose();
    }

    public void Dispose()
    {
        foreach (var appId in _rings.Keys) Close(appId);
    }
}
