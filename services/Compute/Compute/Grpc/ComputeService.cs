using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using WasmEngine.Compute.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Grpc;

/// <summary>The compute layer's control plane: checks what comes in, hands on to the apps.</summary>
internal sealed partial class ComputeService(AppRegistry apps, ModuleCatalog modules, AppEndings endings, StuckGuests stuck, FunctionRuns runs, Lanes lanes, TimeProvider time, IHostApplicationLifetime lifetime)
    : Internal.V1.ComputeService.ComputeServiceBase
{
    private const long DefaultMemoryLimit = 1L << 30, MaxMemoryLimit = 4L << 30;
    private const uint MaxGraceMs = 10_000;
    private static readonly ulong Incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    public override async Task<StartAppResponse> StartApp(StartAppRequest request, ServerCallContext context)
    {
        try
        {
            // Compilation takes a core for a while: not on the thread that serves the socket.
            var started = await Task.Run(() => apps.StartAsync(Spec(request))).ConfigureAwait(false);
            return new StartAppResponse { JournalRegion = started.Journal.Value, CompileMs = started.CompileMs, InitMs = started.InitMs };
        }
        catch (ModuleException e)
        {
            throw new RequestException(StatusCode.InvalidArgument, "MODULE_INVALID", e.Message);
        }
        catch (GuestException e)
        {
            throw new RequestException(StatusCode.FailedPrecondition, "GUEST_FAILED", e.Message);
        }
        catch (AppRunsException e)
        {
            throw new RequestException(StatusCode.AlreadyExists, "APP_RUNS", e.Message);
        }
    }

    private static AppSpec Spec(StartAppRequest request)
    {
        if (request.Width is < 1 or > ChainSpec.MaxSide || request.Height is < 1 or > ChainSpec.MaxSide)
            throw Invalid("SIZE_OUT_OF_RANGE", $"{request.Width}x{request.Height} is not possible: sides are 1 to {ChainSpec.MaxSide} pixels");
        if (!RegionName.TryParse(request.InputRegion, out var input)) throw Invalid("NAME_INVALID", $"\"{request.InputRegion}\" can't name a region");
        if (!RegionName.TryParse(request.AppId, out _) || request.AppId.Length > 64) throw Invalid("NAME_INVALID", $"\"{request.AppId}\" can't name an app");
        var limit = request.MemoryLimitBytes == 0 ? DefaultMemoryLimit : (long)Math.Min(request.MemoryLimitBytes, MaxMemoryLimit);
        return new AppSpec(request.AppId, request.Generation, request.ModulePath, (int)request.Width, (int)request.Height, input, limit) { Grants = CallConversion.GrantsOf(request.Grants) };
    }

    public override async Task<StopAppResponse> StopApp(StopAppRequest request, ServerCallContext context)
    {
        var grace = TimeSpan.FromMilliseconds(Math.Min(request.GraceMs, MaxGraceMs));
        if (!await apps.StopAsync(request.AppId, grace).ConfigureAwait(false)) stuck.Report(request.AppId);
        return new StopAppResponse();
    }

    public override async Task WatchCompute(WatchComputeRequest request, IServerStreamWriter<WatchComputeResponse> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var watch = endings.Subscribe(); // before the first message: who has that one misses no end
        try
        {
            await responseStream.WriteAsync(new WatchComputeResponse { Incarnation = Incarnation }, either.Token).ConfigureAwait(false);
            await foreach (var ended in watch.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                var message = new Internal.V1.AppEnded { AppId = ended.Id, Generation = ended.Generation, Reason = ended.Reason };
                await responseStream.WriteAsync(new WatchComputeResponse { Incarnation = Incarnation, AppEnded = message }, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // the watcher went away, or we do
        }
    }

    private static RequestException Invalid(string reason, string message) => new(StatusCode.InvalidArgument, reason, message);
}
