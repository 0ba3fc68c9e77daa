using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>
/// Serves one lane: a thread of its own takes calls out of one ring and puts answers into the other. Between calls it looks at
/// the ring for a moment, then sleeps. A call that fails is answered with the reason; the next one finds a fresh instance.
/// </summary>
internal sealed partial class LaneServer : IJobHost, IDisposable
{
    private const int CallsPerRelease = 16;
    private readonly LaneSpec _spec;
    private readonly RunServices _services;
    private readonly Func<bool> _hasSpareCore;
    private readonly RingConsumer _calls;
    private readonly RingProducer _answers;
    private readonly StopGroup _stops = new();
    private readonly SpinningWait _wait = new();
    private readonly Bell _bell = new();
    private readonly Lock _bellGate = new();
    private readonly GuestLog _log;
    private readonly byte[] _payload = new byte[LaneRecord.MaxPayload];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong[] _arguments = [], _results = [];
    private bool _disposed;
    private volatile bool _ending; // SYNC: volatile; set before the bell rings, read after it

    /// <exception cref="RegionException">A ring is missing, corrupt, or served already.</exception>
    internal LaneServer(LaneSpec spec, RunServices services, Func<bool> hasSpareCore)
    {
        _spec = spec;
        _services = services;
        _hasSpareCore = hasSpareCore;
        _log = new GuestLog(spec.Calls.Value, services.Logger, services.Time);
        _calls = RingConsumer.Open(services.Directory, spec.Calls, out _);
        try
        {
            _answers = RingProducer.Open(services.Directory, spec.Answers);
        }
        catch
        {
            _calls.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the first instance is ready; fails as its creation does.</summary>
    internal Task Ready => _ready.Task;

    /// <summary>Completes when the lane has ended: why, or null if it was asked to.</summary>
    internal Task<string?> Ended => _ended.Task;

    public int Attempt => GuestError.State;

    public ReadOnlySpan<byte> Key => default;

    public int ShouldStop => GuestError.State;

    public int Append(ReadOnlySpan<byte> bytes) => GuestError.State;

    public int Report(long done, long total) => GuestError.State;

    /// <summary>Starts the thread; it has the module until <see cref="Ended"/>.</summary>
    internal void Start(CallPlan plan, IGuestModule module) => AppThreads.Lanes.Run("lane", () => Run(plan, module));

    private void Run(CallPlan plan, IGuestModule module)
    {
        string? failure = null;
        try
        {
            using var buffers = new GrantedBuffers(_services.Directory, _spec.Call, _services.Reserved);
            var setting = new CallSetting(plan, module, this, _log, buffers, _services.Wasi, _services.Time);
            using var guest = new LaneGuest(setting, _services.Watchdog, _stops);
            guest.Prepare();
            (_arguments, _results) = (new ulong[plan.Signature.Parameters.Length - plan.Used], new ulong[plan.Signature.Results.Length]);
            _ready.TrySetResult();
            Serve(guest);
        }
        catch (Exception e) // whatever one lane runs into must not end the others
        {
            if (!_ready.TrySetException(e) && !_ending)
            {
                failure = e.Message;
                LogFailed(_services.Logger, e, _spec.Calls.Value);
            }
        }

        _ended.SetResult(failure);
    }

    private void Serve(LaneGuest guest)
    {
        var unreleased = 0;
        while (!_ending)
        {
            var (bell, written) = (_bell.Word.Value, _calls.Written.Value); // before the look: a change since then ends the wait
            if (_calls.TryRead(out var record))
            {
                Answer(guest, record);
                if (++unreleased < CallsPerRelease) continue;
            }
            else if (unreleased == 0)
            {
                if (!_ending) _wait.Wait(_calls.Written, written, _bell.Word.Unless(bell), -1, _hasSpareCore());
                continue;
            }

            _calls.Release();
            unreleased = 0;
        }
    }

    private void Answer(LaneGuest guest, RingRecord record)
    {
        var isCall = LaneRecord.TryDecodeCells(record.Payload, out var id, _arguments) && record.Type == LaneRecord.Call;
        try
        {
            if (!isCall) throw new CallInvalidException($"a call of this lane is a record of type {LaneRecord.Call} with {_arguments.Length} numbers");
            guest.Call(_arguments, _results);
            Write(LaneRecord.Results, LaneRecord.EncodeCells(_payload, id, _results));
        }
        catch (Exception e) when (e is GuestException or GuestStoppedException or CallInvalidException or (IOException and not RegionException))
        {
            Write(LaneRecord.Failure, LaneRecord.EncodeFailure(_payload, id, FaultOf(e), _log.Explain(e.Message)));
        }
    }

    private static LaneFault FaultOf(Exception e) => e switch
    {
        GuestStoppedException { Reason: StopReason.Deadline } => LaneFault.Deadline,
        GuestStoppedException { Reason: StopReason.CpuTime } => LaneFault.CpuTime,
        GuestStoppedException { Reason: StopReason.HostCalls } => LaneFault.HostCalls,
        GuestStoppedException => LaneFault.Cancelled,
        CallInvalidException => LaneFault.Invalid,
        _ => LaneFault.Trapped,
    };

    private void Write(uint type, int length)
    {
        while (!_ending)
        {
            var (bell, space) = (_bell.Word.Value, _answers.Space.Value);
            if (_answers.TryWrite(type, _payload.AsSpan(0, length))) return;
            _calls.Release(); // a client that wants to submit before it collects may
            if (!_ending) _wait.Wait(_answers.Space, space, _bell.Word.Unless(bell), -1, _hasSpareCore());
        }
    }

    /// <summary>Ends it, also within a call.</summary>
    internal void Stop(StopReason reason)
    {
        _ending = true;
        _stops.Raise(reason);
        lock (_bellGate)
        {
            if (!_disposed) _bell.Ring();
        }
    }

    /// <summary>Closes the rings; only when it has ended or was never started.</summary>
    public void Dispose()
    {
        lock (_bellGate)
        {
            if (_disposed) return;
            _disposed = true;
            _bell.Dispose();
        }

        _calls.Dispose();
        _answers.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "lane {Lane} ended")]
    private static partial void LogFailed(ILogger logger, Exception exception, string lane);
}
