using Grpc.Core;
using Microsoft.Extensions.Hosting;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Launcher.Supervision;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Grpc;

/// <summary>Layers' reports in, commands out.</summary>
internal sealed class SupervisionGrpcService(Supervisor supervisor, IHostApplicationLifetime lifetime) : SupervisionService.SupervisionServiceBase
{
    public override async Task Attach(IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false)) return;
        var first = requestStream.Current;
        var session = new AttachSession(first.Layer, new ProcessIdentity(first.Pid, first.StartTicks));
        if (ConnectionPeer.Of(context)?.Pid != first.Pid || !await supervisor.AttachAsync(session).ConfigureAwait(false))
            throw new RequestException(StatusCode.InvalidArgument, "NOT_SUPERVISED", $"process {first.Pid} is not the \"{first.Layer}\" that this launcher supervises");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var commands = SendCommandsAsync(session, responseStream, ended.Token);
        try
        {
            do supervisor.Heard(session, ToHealth(requestStream.Current.Health), requestStream.Current.Detail);
            while (await requestStream.MoveNext(ended.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // the layer died, or we end and it will attach to our successor; its process is watched by other means
        }
        finally
        {
            supervisor.Detach(session);
            await ended.CancelAsync().ConfigureAwait(false);
            await commands.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendCommandsAsync(AttachSession session, IServerStreamWriter<AttachResponse> responses, CancellationToken cancel)
    {
        await foreach (var command in session.Commands.ReadAllAsync(cancel).ConfigureAwait(false))
            await responses.WriteAsync(new AttachResponse { Command = command == Command.Drain ? LayerCommand.Drain : LayerCommand.Promote }, cancel).ConfigureAwait(false);
    }

    private static Health ToHealth(LayerHealth health) => health switch
    {
        LayerHealth.Serving => Health.Serving,
        LayerHealth.Draining => Health.Draining,
        LayerHealth.Standby => Health.Standby,
        _ => Health.Starting,
    };
}
