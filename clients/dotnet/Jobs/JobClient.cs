using System.Runtime.CompilerServices;
using Grpc.Core;
using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>Jobs of this session. Thread-safe; part of an <see cref="EngineClient"/>.</summary>
public sealed class JobClient
{
    private readonly EngineConnection _connection;

    internal JobClient(EngineConnection connection) => _connection = connection;

    /// <summary>
    /// Submits a job. With a key it may be repeated, by the client itself too: it is one job. Without one a submission whose answer was lost is not
    /// repeated.
    /// </summary>
    /// <exception cref="EngineException">MODULE_INVALID, CALL_INVALID, LIMITS_INVALID, KEY_INVALID, KEY_REUSED, FILE_MISSING, UNKNOWN_MODULE, UNKNOWN_BUFFER,
    /// QUEUE_FULL (<see cref="EngineException.RetryAfter"/> says when to try again), STORE_FULL.</exception>
    public async Task<SubmittedJob> SubmitAsync(FunctionCall call, JobOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new JobOptions();
        var request = new V1.SubmitJobRequest
        {
            Call = call.ToWire(),
            Priority = (V1.JobPriority)(int)options.Priority,
            DeadlineMs = options.Deadline is { } deadline ? (ulong)Math.Max(1, deadline.TotalMilliseconds) : 0,
            Retries = WireNumber.From(options.Retries),
            Key = options.Key ?? "",
            Durable = options.Durable,
            Title = options.Title ?? "",
        };
        var effect = request.Key.Length > 0 ? CallEffect.Idempotent : CallEffect.Once;
        var response = await _connection.Runner.InvokeAsync(o => _connection.Jobs.SubmitJobAsync(request, o), effect, cancellation, _connection.Options.LaunchTimeout);
        return new SubmittedJob(JobInfo.From(response.Job), response.Existed);
    }

    /// <summary>A job as it is now.</summary>
    /// <exception cref="EngineException">UNKNOWN_JOB.</exception>
    public async Task<JobInfo> GetAsync(string jobId, CancellationToken cancellation = default)
    {
        var response = await _connection.Runner.InvokeAsync(o => _connection.Jobs.GetJobAsync(new V1.GetJobRequest { JobId = jobId }, o), CallEffect.Idempotent, cancellation);
        return JobInfo.From(response.Job);
    }

    /// <summary>The jobs of this session, oldest first, without their outcomes.</summary>
    /// <param name="ended">Also those that have ended.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<JobInfo> ListAsync(bool ended = false, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var request = new V1.ListJobsRequest { Ended = ended };
        do
        {
            var page = await _connection.Runner.InvokeAsync(o => _connection.Jobs.ListJobsAsync(request, o), CallEffect.Idempotent, cancellation);
            foreach (var job in page.Jobs) yield return JobInfo.From(job);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>
    /// A job as it is, then each change, until it has ended; goes on after the broker was away, for as long as
    /// <see cref="EngineClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <exception cref="EngineException">UNKNOWN_JOB: also for one that was not durable and died with the broker.</exception>
    public async IAsyncEnumerable<JobInfo> WatchAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var (stream, first) = await OpenAsync(jobId, cancellation);
            using (stream)
            {
                for (var job = first; job is not null; job = await TryNextAsync(stream, cancellation))
                {
                    yield return job;
                    if (job.HasEnded) yield break;
                }
            }
        }
    }

    /// <summary>Waits for a job's end.</summary>
    /// <exception cref="EngineException">As for <see cref="WatchAsync"/>.</exception>
    public async Task<JobInfo> WaitAsync(string jobId, CancellationToken cancellation = default)
    {
        await foreach (var job in WatchAsync(jobId, cancellation))
        {
            if (job.HasEnded) return job;
        }

        throw new OperationCanceledException(cancellation);
    }

    /// <summary>Ends a job. One that has ended stays as it is.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="grace">Time that the guest has to end by itself, 0 to 10 s.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The job as it is then; one that runs ends within its grace.</returns>
    /// <exception cref="EngineException">UNKNOWN_JOB.</exception>
    public async Task<JobInfo> CancelAsync(string jobId, TimeSpan grace = default, CancellationToken cancellation = default)
    {
        var request = new V1.CancelJobRequest { JobId = jobId, GraceMs = (uint)Math.Clamp(grace.TotalMilliseconds, 0, uint.MaxValue) };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Jobs.CancelJobAsync(request, o), CallEffect.Idempotent, cancellation);
        return JobInfo.From(response.Job);
    }

    private Task<(AsyncServerStreamingCall<V1.WatchJobResponse> Stream, JobInfo First)> OpenAsync(string jobId, CancellationToken cancellation) => _connection.Runner.RepeatAsync(
        async token =>
        {
            var stream = _connection.Jobs.WatchJob(new V1.WatchJobRequest { JobId = jobId }, cancellationToken: cancellation);
            try
            {
                if (await stream.ResponseStream.MoveNext(token)) return (stream, JobInfo.From(stream.ResponseStream.Current.Job));
                throw new RpcException(new Status(StatusCode.Unavailable, "the watch ended before it began"));
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        },
        CallEffect.Idempotent,
        cancellation);

    /// <summary>The next change; null when the stream broke and another should be opened.</summary>
    private async Task<JobInfo?> TryNextAsync(AsyncServerStreamingCall<V1.WatchJobResponse> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.ResponseStream.MoveNext(cancellation) ? JobInfo.From(stream.ResponseStream.Current.Job) : null;
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException failure) when (RpcFaults.IsTransient(failure) || failure.StatusCode == StatusCode.Cancelled)
        {
            return null;
        }
        catch (RpcException failure)
        {
            throw await _connection.Runner.ExplainAsync(failure, cancellation);
        }
    }
}
