using Grpc.Core;
using WasmEngine.Compute.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;

namespace WasmEngine.Compute.Grpc;

/// <summary>Runs of functions.</summary>
internal sealed partial class ComputeService
{
    /// <summary>How often progress is told.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(50);

    public override async Task<CheckRunResponse> CheckRun(CheckRunRequest request, ServerCallContext context)
    {
        var call = CallConversion.ToSpec(request.Call, isJob: true);
        try
        {
            await Task.Run(() => runs.Check(call, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
            return new CheckRunResponse();
        }
        catch (ModuleException e)
        {
            throw Invalid("MODULE_INVALID", e.Message);
        }
        catch (CallInvalidException e)
        {
            throw Invalid("CALL_INVALID", e.Message);
        }
    }

    public override async Task Run(RunRequest request, IServerStreamWriter<RunResponse> responseStream, ServerCallContext context)
    {
        var run = Begin(request);
        using var gone = context.CancellationToken.Register(() => runs.Stop(run));
        if (run.Spec.IsJob) await TellProgressAsync(run, responseStream, context.CancellationToken).ConfigureAwait(false);
        var result = await run.Ended.ConfigureAwait(false);
        context.CancellationToken.ThrowIfCancellationRequested();
        if (result.Fault == RunFault.Shutdown) throw ShuttingDown();
        await responseStream.WriteAsync(new RunResponse { Running = true, Done = run.Progress.Done, Total = run.Progress.Total, Ended = CallConversion.ToEnded(result) }).ConfigureAwait(false);
    }

    private FunctionRun Begin(RunRequest request)
    {
        if (request.RunId.Length is 0 or > 200) throw Invalid("CALL_INVALID", "a run has an identifier of 1 to 200 characters");
        var spec = new RunSpec(request.RunId, CallConversion.ToSpec(request.Call, request.IsJob))
        {
            Priority = request.Priority switch { 1 => RunPriority.Low, 3 => RunPriority.High, _ => RunPriority.Normal },
            IsJob = request.IsJob,
            Attempt = (int)Math.Clamp(request.Attempt, 1, int.MaxValue),
            Key = request.Key,
        };
        try
        {
            return runs.Start(spec);
        }
        catch (QueueFullException e)
        {
            throw new RequestException(StatusCode.ResourceExhausted, "QUEUE_FULL", e.Message) { RetryAfter = e.RetryAfter };
        }
        catch (GuestStoppedException)
        {
            throw ShuttingDown();
        }
        catch (CallInvalidException e)
        {
            throw Invalid("CALL_INVALID", e.Message);
        }
    }

    private static RequestException ShuttingDown() => new(StatusCode.Unavailable, "LAYER_DOWN", "compute is shutting down; the run did not end");

    /// <summary>Tells that the run has begun, then each change, until it has ended.</summary>
    private async Task TellProgressAsync(FunctionRun run, IServerStreamWriter<RunResponse> responses, CancellationToken cancel)
    {
        await Task.WhenAny(run.Started, run.Ended).ConfigureAwait(false);
        RunProgress? told = null;
        while (!run.Ended.IsCompleted && !cancel.IsCancellationRequested)
        {
            var progress = run.Progress;
            if (progress != told) await responses.WriteAsync(new RunResponse { Running = true, Done = progress.Done, Total = progress.Total }, cancel).ConfigureAwait(false);
            told = progress;
            await Task.WhenAny(run.Ended, Task.Delay(ProgressInterval, time, cancel)).ConfigureAwait(false);
        }
    }

    public override async Task<StopRunResponse> StopRun(StopRunRequest request, ServerCallContext context)
    {
        await runs.StopAsync(request.RunId, TimeSpan.FromMilliseconds(Math.Min(request.GraceMs, MaxGraceMs))).ConfigureAwait(false);
        return new StopRunResponse();
    }
}
