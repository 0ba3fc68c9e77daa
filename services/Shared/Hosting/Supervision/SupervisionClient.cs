using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WasmEngine.Internal.V1;
using WasmEngine.Platform;

namespace WasmEngine.Hosting.Supervision;

/// <summary>
/// Keeps this process attached to its launcher: reports its health each second and at each change, carries out commands, and
/// attaches again, to whichever launcher listens then, when the stream breaks.
/// </summary>
internal sealed partial class SupervisionClient(
    LayerIdentity identity, LayerLifecycle lifecycle, InstancePaths paths, TimeProvider time, ILogger<SupervisionClient> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the host's start must not wait for us
        using var channel = LayerChannels.Create(paths.Socket(LayerNames.Launcher));
        var client = new SupervisionService.SupervisionServiceClient(channel);
        var pause = FirstPause;
        var lastSeen = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(client, () => lastSeen = time.GetTimestamp(), stoppingToken).ConfigureAwait(false);
                pause = FirstPause;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
            {
                LogRejected(logger, e.Status.Detail);
                if (lifecycle.Current.Phase == LayerPhase.Standby) lifecycle.RequestStop("a launcher that does not know this spare");
                pause = LongestPause;
            }
            catch (Exception e) when (e is RpcException or IOException or OperationCanceledException)
            {
                // no launcher listens at the moment
            }

            if (IsOrphanedSpare(lastSeen)) lifecycle.RequestStop("the launcher's absence");
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private bool IsOrphanedSpare(long lastSeen) =>
        lifecycle.Current.Phase == LayerPhase.Standby && time.GetElapsedTime(lastSeen) > SupervisionSettings.OrphanedSpareLifetime;

    private async Task AttachAsync(SupervisionService.SupervisionServiceClient client, Action seen, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = client.Attach(cancellationToken: ended.Token);
        var commands = ReadCommandsAsync(call.ResponseStream, ended);
        try
        {
            for (var reports = 1; !commands.IsCompleted; reports++)
            {
                await call.RequestStream.WriteAsync(Report(), ended.Token).ConfigureAwait(false);
                if (reports > 1) seen(); // the first one may still be on its way to nobody
                await lifecycle.WaitForChangeAsync(SupervisionSettings.HeartbeatInterval, ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (commands.IsFaulted)
        {
            // the reader knows the reason better
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }

        await commands.ConfigureAwait(false);
    }

    private async Task ReadCommandsAsync(IAsyncStreamReader<AttachResponse> responses, CancellationTokenSource ended)
    {
        try
        {
            while (await responses.MoveNext(ended.Token).ConfigureAwait(false)) Obey(responses.Current.Command);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false); // wakes the writer
        }
    }

    private void Obey(LayerCommand command)
    {
        if (command == LayerCommand.Promote) lifecycle.Promote();
        else if (command == LayerCommand.Drain) lifecycle.RequestStop("the launcher's command");
        else LogUnknownCommand(logger, command);
    }

    private AttachRequest Report()
    {
        var report = lifecycle.Current;
        return new AttachRequest
        {
            Layer = identity.Layer,
            Pid = ProcessIdentity.Current.Pid,
            StartTicks = ProcessIdentity.Current.StartTicks,
            Health = ToHealth(report.Phase),
            Detail = report.Detail,
        };
    }

    private static LayerHealth ToHealth(LayerPhase phase) => phase switch
    {
        LayerPhase.Serving => LayerHealth.Serving,
        LayerPhase.Draining => LayerHealth.Draining,
        LayerPhase.Standby => LayerHealth.Standby,
        _ => LayerHealth.Starting,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The launcher does not supervise this process: {Reason}")]
    private static partial void LogRejected(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unknown command {Command} from the launcher ignored")]
    private static partial void LogUnknownCommand(ILogger logger, LayerCommand command);
}
