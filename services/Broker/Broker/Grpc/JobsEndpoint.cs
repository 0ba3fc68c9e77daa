using Google.Protobuf;
using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>JobsService.</summary>
internal sealed class JobsEndpoint(BrokerEngine engine, OpenStreams streams) : JobsService.JobsServiceBase
{
    private const int DefaultPage = 500, MaxPageBytes = 768 * 1024; // clients take messages of 1 MiB

    public override async Task<SubmitJobResponse> SubmitJob(SubmitJobRequest request, ServerCallContext context)
    {
        var wanted = new JobRequest(CallCodec.Decode(request.Call))
        {
            Priority = request.Priority == V1.JobPriority.Unspecified ? JobPriority.Normal : (JobPriority)(int)request.Priority,
            DeadlineMs = request.DeadlineMs,
            Retries = request.Retries,
            Key = request.Key,
            Durable = request.Durable,
            Title = request.Title,
        };
        var submitted = await engine.Jobs.SubmitAsync(CallSession.Of(context).Id, wanted, context.CancellationToken).ConfigureAwait(false);
        return new SubmitJobResponse { Job = ToProto(submitted.Job, withOutcome: true), Existed = submitted.Existed };
    }

    public override Task<GetJobResponse> GetJob(GetJobRequest request, ServerCallContext context) =>
        Task.FromResult(new GetJobResponse { Job = ToProto(engine.Jobs.Get(CallSession.Of(context).Id, request.JobId), withOutcome: true) });

    public override Task WatchJob(WatchJobRequest request, IServerStreamWriter<WatchJobResponse> responseStream, ServerCallContext context) => streams.SendAsync(
        cancel => engine.Jobs.FollowAsync(CallSession.Of(context).Id, request.JobId, cancel),
        job => new WatchJobResponse { Job = ToProto(job, withOutcome: true) },
        responseStream,
        context);

    public override Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var most = request.PageSize is > 0 and < DefaultPage ? (int)request.PageSize : DefaultPage;
        var found = engine.Jobs.List(CallSession.Of(context).Id, request.Ended, request.PageToken, most + 1);
        var response = new ListJobsResponse();
        var bytes = 0;
        foreach (var job in found)
        {
            var next = ToProto(job, withOutcome: false);
            bytes += next.CalculateSize();
            if (response.Jobs.Count == most || (bytes > MaxPageBytes && response.Jobs.Count > 0))
            {
                response.NextPageToken = response.Jobs[^1].Id;
                break;
            }

            response.Jobs.Add(next);
        }

        return Task.FromResult(response);
    }

    public override async Task<CancelJobResponse> CancelJob(CancelJobRequest request, ServerCallContext context) =>
        new() { Job = ToProto(await engine.Jobs.CancelAsync(CallSession.Of(context).Id, request.JobId, request.GraceMs).ConfigureAwait(false), withOutcome: true) };

    private static V1.Job ToProto(Job job, bool withOutcome) => new()
    {
        Id = job.Id,
        Title = job.Title,
        State = (V1.JobState)(int)job.State,
        Detail = job.Detail,
        Reason = job.Reason,
        Attempts = (uint)job.Attempts,
        Done = job.Done,
        Total = job.Total,
        Outcome = withOutcome && job is { State: JobState.Succeeded, Slim: false } ? FunctionOutcome.Parser.ParseFrom(job.Outcome.Span) : null,
        Durable = job.Durable,
        Key = job.Key,
        Priority = (V1.JobPriority)(int)job.Priority,
        SubmittedUnixMs = job.SubmittedAt.ToUnixTimeMilliseconds(),
        EndedUnixMs = job.EndedAt?.ToUnixTimeMilliseconds() ?? 0,
    };
}
