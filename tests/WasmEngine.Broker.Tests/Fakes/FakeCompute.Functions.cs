using System.Collections.Concurrent;
using Grpc.Core;
using WasmEngine.Internal.V1;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

/// <summary>Functions: what they do is up to the test.</summary>
internal sealed partial class FakeCompute
{
    /// <summary>What a run does; the answer is its end. Cancelled when the broker gives the run up.</summary>
    public Func<RunRequest, Func<RunResponse, Task>, CancellationToken, Task<RunEnded>> OnRun { get; set; } = static (_, _, _) => Task.FromResult(Good(1));

    public Func<CheckRunRequest, Task> OnCheck { get; set; } = static _ => Task.CompletedTask;

    public Func<StopRunRequest, Task> OnStopRun { get; set; } = static _ => Task.CompletedTask;

    public Func<PrepareModuleRequest, Task> OnPrepare { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<RunRequest> Runs { get; } = new();

    public static RunEnded Good(int result) => new() { Outcome = new FunctionOutcome { Results = { new Value { I32 = result } }, WallMs = 1.5 } };

    public static RunEnded Bad(string reason, string detail) => new() { Reason = reason, Detail = detail };

    /// <summary>Never ends by itself.</summary>
    public static async Task<RunEnded> Forever(CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        return Good(0);
    }

    public override async Task<CheckRunResponse> CheckRun(CheckRunRequest request, ServerCallContext context)
    {
        Calls.Add($"check {request.Call.Call.Export}");
        await OnCheck(request);
        return new CheckRunResponse();
    }

    public override async Task Run(RunRequest request, IServerStreamWriter<RunResponse> responseStream, ServerCallContext context)
    {
        Runs.Enqueue(request);
        Calls.Add($"run {request.RunId} {request.Call.Call.Export}");
        try
        {
            var ended = await OnRun(request, told => responseStream.WriteAsync(told), context.CancellationToken);
            await responseStream.WriteAsync(new RunResponse { Running = true, Ended = ended });
        }
        catch (OperationCanceledException)
        {
            Calls.Add($"gone {request.RunId}");
            throw;
        }
    }

    public override async Task<StopRunResponse> StopRun(StopRunRequest request, ServerCallContext context)
    {
        Calls.Add($"stop-run {request.RunId} {request.GraceMs}");
        await OnStopRun(request);
        return new StopRunResponse();
    }

    public override async Task PrepareModule(PrepareModuleRequest request, IServerStreamWriter<PrepareModuleResponse> responseStream, ServerCallContext context)
    {
        Calls.Add($"prepare {Path.GetFileName(request.Path)}");
        await OnPrepare(request);
        await responseStream.WriteAsync(new PrepareModuleResponse { Step = 3, Fraction = 0.5, Functions = 7 });
        await responseStream.WriteAsync(new PrepareModuleResponse { Step = 5, Fraction = 1, Functions = 7 });
    }

    public override async Task ServeLane(ServeLaneRequest request, IServerStreamWriter<ServeLaneResponse> responseStream, ServerCallContext context)
    {
        Calls.Add($"lane {request.RequestRegion} {request.ResponseRegion}");
        await responseStream.WriteAsync(new ServeLaneResponse { Parameters = 2, Results = 1 });
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
