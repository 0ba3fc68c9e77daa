using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>An answer from a lane.</summary>
/// <param name="Id">Of the call, as it was submitted.</param>
/// <param name="Fault">Why it did not end well.</param>
/// <param name="Message">A sentence for people; empty when it ended well.</param>
public readonly record struct LaneAnswer(ulong Id, LaneFault Fault, string Message);

/// <summary>The lane has ended; the message says why.</summary>
public sealed class LaneEndedException(string reason) : IOException(reason);

/// <summary>
/// The caller's end of a lane: calls go into one ring, answers come out of the other, in order. Many calls may be under way; nothing is
/// allocated for one that ends well. One thread at a time, but for <see cref="End"/>.
/// </summary>
public sealed class LaneClient : IDisposable
{
    private readonly RingProducer _calls;
    private readonly RingConsumer _answers;
    private readonly SpinningWait _wait = new();
    private readonly Bell _bell = new();
    private readonly Lock _bellGate = new();
    private readonly byte[] _payload;
    private bool _disposed;
    private volatile string? _ended; // SYNC: volatile; set before the bell rings, read after it

    private LaneClient(RingProducer calls, RingConsumer answers, int parameters, int results)
    {
        _calls = calls;
        _answers = answers;
        Parameters = parameters;
        Results = results;
        _payload = new byte[LaneRecord.CellsLength(parameters)];
    }

    /// <summary>Numbers that each call brings.</summary>
    public int Parameters { get; }

    /// <summary>Numbers that each answer has.</summary>
    public int Results { get; }

    /// <summary>Calls that were submitted.</summary>
    public ulong Submitted { get; private set; }

    /// <summary>Calls that are under way.</summary>
    public ulong Pending => Submitted - Collected;

    private ulong Collected { get; set; }

    /// <summary>Opens the caller's ends of the two rings.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="calls">Ring of calls.</param>
    /// <param name="answers">Ring of answers.</param>
    /// <param name="parameters">Numbers that each call brings, 0 to 1000.</param>
    /// <param name="results">Numbers that each answer has, 0 to 1000.</param>
    /// <exception cref="RegionException">A ring is missing, corrupt, or has such an end already.</exception>
    public static LaneClient Open(RegionDirectory directory, RegionName calls, RegionName answers, int parameters, int results)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)parameters, (uint)LaneRecord.MaxCells);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)results, (uint)LaneRecord.MaxCells);
        var producer = RingProducer.Open(directory, calls);
        try
        {
            return new LaneClient(producer, RingConsumer.Open(directory, answers, out _), parameters, results);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Submits a call; its number counts up from 1.</summary>
    /// <param name="arguments">As many cells as <see cref="Parameters"/>.</param>
    /// <param name="id">Number of the call.</param>
    /// <returns>False when the ring is full: collect first.</returns>
    /// <exception cref="LaneEndedException">The lane has ended.</exception>
    public bool TrySubmit(ReadOnlySpan<ulong> arguments, out ulong id)
    {
        ThrowIfEnded();
        if (arguments.Length != Parameters) throw new ArgumentException($"a call of this lane has {Parameters} numbers, not {arguments.Length}", nameof(arguments));
        id = Submitted + 1;
        if (!_calls.TryWrite(LaneRecord.Call, _payload.AsSpan(0, LaneRecord.EncodeCells(_payload, id, arguments)))) return false;
        Submitted = id;
        return true;
    }

    /// <summary>Takes the next answer if there is one. Never blocks.</summary>
    /// <param name="results">Filled when it ended well; as many cells as <see cref="Results"/>.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="RegionException">Corrupt.</exception>
    public bool TryCollect(Span<ulong> results, out LaneAnswer answer)
    {
        answer = default;
        if (results.Length != Results) throw new ArgumentException($"an answer of this lane has {Results} numbers, not {results.Length}", nameof(results));
        if (!_answers.TryRead(out var record)) return false;
        answer = Decode(record, results);
        _answers.Release();
        Collected++;
        return true;
    }

    private LaneAnswer Decode(RingRecord record, Span<ulong> results)
    {
        if (record.Type == LaneRecord.Results && LaneRecord.TryDecodeCells(record.Payload, out var id, results)) return new LaneAnswer(id, LaneFault.None, "");
        if (record.Type == LaneRecord.Failure && LaneRecord.TryDecodeFailure(record.Payload, out id, out var fault, out var message)) return new LaneAnswer(id, fault, message);
        throw new RegionException(RegionFault.Corrupt, $"ring {_answers.Name} holds a record of type {record.Type} that is no answer");
    }

    /// <summary>Waits for the next answer.</summary>
    /// <param name="results">As for <see cref="TryCollect"/>.</param>
    /// <param name="timeoutNs">Nanoseconds at most; negative waits without limit.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False when time was up.</returns>
    /// <exception cref="LaneEndedException">The lane has ended, and what it had answered was collected.</exception>
    public bool Collect(Span<ulong> results, long timeoutNs, out LaneAnswer answer)
    {
        var deadline = timeoutNs < 0 ? long.MaxValue : MonotonicClock.NowNs + timeoutNs;
        while (true)
        {
            var (bell, written) = (_bell.Word.Value, _answers.Written.Value); // before the look: a change since then ends the wait
            if (TryCollect(results, out answer)) return true;
            ThrowIfEnded();
            var left = timeoutNs < 0 ? -1 : deadline - MonotonicClock.NowNs;
            if (timeoutNs >= 0 && left <= 0) return false;
            _wait.Wait(_answers.Written, written, _bell.Word.Unless(bell), left, maySpin: true);
        }
    }

    /// <summary>Makes one call and waits for its answer; no other may be under way.</summary>
    /// <exception cref="LaneEndedException">The lane has ended.</exception>
    /// <exception cref="TimeoutException">No answer came in time; it is the next that is collected.</exception>
    public LaneAnswer Call(ReadOnlySpan<ulong> arguments, Span<ulong> results, long timeoutNs = -1)
    {
        if (Pending > 0) throw new InvalidOperationException($"{Pending} calls of this lane are under way: collect them first");
        if (!TrySubmit(arguments, out _)) throw new RegionException(RegionFault.Corrupt, $"ring {_calls.Name} is full although no call is under way");
        return Collect(results, timeoutNs, out var answer) ? answer : throw new TimeoutException("the lane gave no answer in time");
    }

    /// <summary>Says that the lane has ended: nothing can be submitted any more, and waits end. Thread-safe; the first reason stays.</summary>
    public void End(string reason)
    {
        lock (_bellGate)
        {
            _ended ??= reason;
            if (!_disposed) _bell.Ring();
        }
    }

    private void ThrowIfEnded()
    {
        if (_ended is { } reason) throw new LaneEndedException(reason);
    }

    /// <summary>Closes both ends; the rings stay.</summary>
    public void Dispose()
    {
        lock (_bellGate)
        {
            if (_disposed) return;
            _disposed = true;
            _ended ??= "the lane was closed";
            _bell.Dispose();
        }

        _calls.Dispose();
        _answers.Dispose();
    }
}
