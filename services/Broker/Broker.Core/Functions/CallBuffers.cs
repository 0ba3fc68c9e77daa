using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>A buffer of a call and the region that holds it.</summary>
/// <param name="Name">As the arguments name it.</param>
/// <param name="Region">Region.</param>
public sealed record ResolvedBuffer(string Name, string Region);

/// <summary>Finds the regions of a call's buffers.</summary>
internal static class CallBuffers
{
    /// <summary>The regions of all buffers but OUTPUT ones, each once.</summary>
    /// <exception cref="BrokerException">UNKNOWN_BUFFER; CALL_INVALID: the slice reaches beyond the buffer.</exception>
    public static ImmutableArray<ResolvedBuffer> Resolve(BrokerState state, string sessionId, ImmutableArray<BufferSlice> slices)
    {
        if (slices.IsEmpty) return [];
        var found = ImmutableArray.CreateBuilder<ResolvedBuffer>(slices.Length);
        foreach (var slice in slices)
        {
            if (slice.Use == BufferUse.Output) continue;
            if (state.FindBuffer(sessionId, slice.Name) is not { } buffer) throw Faults.UnknownBuffer(slice.Name);
            var size = (ulong)buffer.SizeBytes;
            if (slice.Offset >= size || slice.Length > size - slice.Offset)
                throw Faults.Invalid("CALL_INVALID", $"bytes {slice.Offset} to {slice.Offset + slice.Length} are not within buffer \"{slice.Name}\", which has {size}");
            if (!found.Any(b => string.Equals(b.Name, slice.Name, StringComparison.Ordinal))) found.Add(new ResolvedBuffer(slice.Name, buffer.Region));
        }

        return found.ToImmutable();
    }
}
