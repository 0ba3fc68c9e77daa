using Grpc.Core;
using Polly;
using Polly.Retry;
using WasmEngine.Platform;

namespace WasmEngine.Client.Transport;

/// <summary>What a repeated call would do.</summary>
internal enum CallEffect
{
    /// <summary>The same as once: repeat it whenever the connection broke.</summary>
    Idempotent,

    /// <summary>Something twice: repeat it only if it surely had no effect.</summary>
    Once,

    /// <summary>Part of it may have happened however it failed: repeat it only if it was never sent.</summary>
    Partial,
}

/// <summary>
/// Makes calls that outlast a broker's restart: repeats what may be repeated, with pauses of 5 to 200 ms, and renews a session
/// that is no longer known. Failures become <see cref="EngineException"/>. Thread-safe.
/// </summary>
internal sealed class CallRunner
{
    private static readonly ResiliencePropertyKey<Attempt> AttemptKey = new("wasmengine.attempt");
    private readonly EngineClientOptions _options;
    private readonly InstancePaths _paths;
    private readonly SessionKeeper? _sessions;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Creates the runner.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="paths">Paths of the instance.</param>
    /// <param name="sessions">Whose session to renew; null for calls that need none.</param>
    public CallRunner(EngineClientOptions options, InstancePaths paths, SessionKeeper? sessions)
    {
        _options = options;
        _paths = paths;
        _sessions = sessions;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, // bounded by time
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = Backoff.First,
                MaxDelay = Backoff.Longest,
                ShouldHandle = arguments => ShouldRetryAsync(arguments.Outcome.Exception, arguments.Context),
            })
            .Build();
    }

    /// <summary>Makes a call.</summary>
    /// <param name="call">Starts one attempt.</param>
    /// <param name="effect">What a repetition would do.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="timeout">For one attempt; null takes the options'.</param>
    /// <exception cref="EngineException">Whatever went wrong.</exception>
    public Task<T> InvokeAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CallEffect effect, CancellationToken cancellation, TimeSpan? timeout = null) =>
        RepeatAsync(token => AttemptAsync(call, Options(timeout ?? _options.CallTimeout, token)), effect, cancellation);

    /// <summary>Repeats an attempt as <see cref="InvokeAsync"/> does.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CallEffect effect, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(AttemptKey, new Attempt(effect, _options.TimeProvider.GetTimestamp()));
        try
        {
            return await _pipeline.ExecuteAsync(static (context, state) => state.Runner.WithSessionAsync(state.attempt, context.CancellationToken), context, (Runner: this, attempt));
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException failure)
        {
            throw await ExplainAsync(failure, cancellation);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Says in the engine's terms why a call failed, looking whether there is a daemon at all.</summary>
    public async Task<EngineException> ExplainAsync(RpcException failure, CancellationToken cancellation)
    {
        if (!RpcFaults.IsTransient(failure) || RpcFaults.ReasonOf(failure) is not null) return RpcFaults.Translate(failure);
        var alive = await UnixChannel.IsListeningAsync(_paths.Socket("launcher"), cancellation);
        if (!alive && RpcFaults.NeverSent(failure)) return NotRunning.Exception(_paths, failure);
        return new EngineException(EngineFault.Failed, EngineReasons.LayerDown, "the broker does not answer", remedy: null, failure);
    }

    private static async ValueTask<T> AttemptAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CallOptions options) => await call(options);

    /// <summary>Makes an attempt, and another one if its session was not known any more.</summary>
    private async ValueTask<T> WithSessionAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellation)
    {
        var session = _sessions?.CurrentOrNone;
        try
        {
            return await attempt(cancellation);
        }
        catch (RpcException refusal) when (RpcFaults.TokenRejected(refusal) && session is not null)
        {
            await _sessions!.RenewAsync(session, cancellation);
            return await attempt(cancellation);
        }
    }

    private CallOptions Options(TimeSpan timeout, CancellationToken cancellation) =>
        new(deadline: _options.TimeProvider.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellation);

    private async ValueTask<bool> ShouldRetryAsync(Exception? exception, ResilienceContext context)
    {
        if (exception is not RpcException failure || context.CancellationToken.IsCancellationRequested) return false;
        var attempt = context.Properties.GetValue(AttemptKey, default);
        if (_options.TimeProvider.GetElapsedTime(attempt.Started) >= _options.ReconnectFor) return false;
        if (RpcFaults.NeverSent(failure))
        {
            // A client that has a session saw the daemon alive: it will come back. One that has none should hear at once.
            return _sessions is not null || await UnixChannel.IsListeningAsync(_paths.Socket("launcher"), context.CancellationToken);
        }

        return (attempt.Effect != CallEffect.Partial && RpcFaults.RefusedForNow(failure)) || (attempt.Effect == CallEffect.Idempotent && RpcFaults.IsTransient(failure));
    }

    private readonly record struct Attempt(CallEffect Effect, long Started);
}
