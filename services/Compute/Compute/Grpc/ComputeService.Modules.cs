using System.Threading.Channels;
using Grpc.Core;
using WasmEngine.Compute.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;

namespace WasmEngine.Compute.Grpc;

/// <summary>Modules: loading them ahead of time, looking at them.</summary>
internal sealed partial class ComputeService
{
    private const int ProgressKept = 16;

    public override async Task PrepareModule(PrepareModuleRequest request, IServerStreamWriter<PrepareModuleResponse> responseStream, ServerCallContext context)
    {
        // Who reads slowly misses steps, never the last ones.
        var steps = Channel.CreateBounded<ModuleProgress>(new BoundedChannelOptions(ProgressKept) { FullMode = BoundedChannelFullMode.DropOldest });
        var loading = new ModuleLoading
        {
            Sha256 = request.Sha256.Length == 0 ? null : request.Sha256,
            Progress = step => steps.Writer.TryWrite(step),
            Cancellation = context.CancellationToken,
        };
        var description = OnThreadOfItsOwn(() => Load(request.Path, loading, steps.Writer));
        await foreach (var step in steps.Reader.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
        {
            if (step.Step != ModuleStep.Ready) await responseStream.WriteAsync(Message(step), context.CancellationToken).ConfigureAwait(false);
        }

        var loaded = await description.ConfigureAwait(false);
        await responseStream.WriteAsync(Message(new ModuleProgress(ModuleStep.Ready, 1, loaded.Functions)), context.CancellationToken).ConfigureAwait(false);
    }

    public override async Task<InspectModuleResponse> InspectModule(InspectModuleRequest request, ServerCallContext context)
    {
        if (!File.Exists(request.Path)) throw new RequestException(StatusCode.NotFound, "FILE_MISSING", $"there is no file {request.Path}");
        var loading = new ModuleLoading { Cancellation = context.CancellationToken };
        var found = await OnThreadOfItsOwn(() => Load(request.Path, loading, progress: null)).ConfigureAwait(false);
        return new InspectModuleResponse
        {
            Imports = { found.Imports },
            Exports = { found.Exports },
            Problems = { found.Problems },
            CompileMs = found.CompileMs,
            SizeBytes = (ulong)found.SizeBytes,
        };
    }

    private ModuleDescription Load(string path, ModuleLoading loading, ChannelWriter<ModuleProgress>? progress)
    {
        try
        {
            using var lease = modules.Acquire(path, loading); // it stays in the catalog for a while, and its code on disk
            return lease.Description;
        }
        catch (ModuleException e)
        {
            throw Invalid("MODULE_INVALID", e.Message);
        }
        finally
        {
            progress?.Complete();
        }
    }

    /// <summary>Loading blocks, for half a minute at worst: not on the threads that serve everybody.</summary>
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static PrepareModuleResponse Message(ModuleProgress progress) =>
        new() { Step = (uint)progress.Step, Fraction = progress.Fraction, Functions = (uint)progress.Functions };
}
