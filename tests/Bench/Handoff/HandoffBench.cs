using System.Runtime;
using WasmEngine.Bench.Measuring;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Handoff;

/// <summary>
/// Moving a full-HD frame from a producer process to a consumer process: through a frame chain, as a gRPC message and as bytes
/// through a Unix socket. docs/benchmarks.md says how.
/// </summary>
public sealed class HandoffBench : IBench
{
    private const int DefaultRounds = 15, WarmUpRounds = 4, FramesPerRound = 20;

    /// <inheritdoc/>
    public string Name => "handoff";

    /// <inheritdoc/>
    public string Summary => "A full-HD frame from process to process: shared memory against gRPC and a Unix socket";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        var rounds = context.Rounds ?? DefaultRounds;
        context.Progress.Report("starting the producer process");
        await using var producer = await ProducerProcess.StartAsync(context.Cancellation);
        using var engineReceiver = new EngineReceiver(producer.Place.Regions);
        using var grpcReceiver = new GrpcReceiver(producer.Place.GrpcSocket);
        using var socketReceiver = new SocketReceiver(producer.Pixels);
        Contender engine = new(Route.Engine, engineReceiver), grpc = new(Route.Grpc, grpcReceiver), socket = new(Route.Socket, socketReceiver);
        context.Progress.Report($"{WarmUpRounds} rounds to warm up, {rounds} to measure, {FramesPerRound} frames each");
        await Interleaved.RunAsync(
            WarmUpRounds,
            rounds,
            [.. new[] { engine, grpc, socket }.Select<Contender, Func<bool, Task>>(c => counts => c.RunRoundAsync(producer.Control, counts, context.Cancellation))],
            context.Cancellation);
        return Report(engine, grpc, socket, rounds * FramesPerRound);
    }

    private static BenchReport Report(Contender engine, Contender grpc, Contender socket, int samples)
    {
        var figures = new Figures();
        foreach (var contender in new[] { engine, grpc, socket })
        {
            var prefix = contender.Route.ToString().ToLowerInvariant();
            figures.AddMedian(prefix + "P50Us", contender.Received);
            figures.AddPercentile(prefix + "P99Us", contender.Received, 0.99);
            figures.AddMedian(prefix + "WithReadP50Us", contender.Read);
        }

        figures.AddRatio("grpcOverEngine", grpc.Received.Over(engine.Received));
        figures.AddRatio("socketOverEngine", socket.Received.Over(engine.Received));
        figures.AddRatio("grpcOverEngineWithRead", grpc.Read.Over(engine.Read));
        figures.AddRatio("socketOverEngineWithRead", socket.Read.Over(engine.Read));
        return figures.ToReport("handoff", samples);
    }

    /// <summary>One route and what was measured on it, in microseconds since the producer began the hand-off.</summary>
    private sealed class Contender(Route route, IFrameReceiver receiver)
    {
        private int _frame;

        internal Route Route { get; } = route;

        /// <summary>Until the consumer holds the frame.</summary>
        internal Samples Received { get; } = new();

        /// <summary>Until the consumer has also read every byte of it.</summary>
        internal Samples Read { get; } = new();

        internal async Task RunRoundAsync(ControlLink control, bool counts, CancellationToken cancellation)
        {
            if (counts)
            {
                Received.BeginRound();
                Read.BeginRound();
            }

            for (var i = 0; i < FramesPerRound; i++)
            {
                var (received, read) = await RunFrameAsync(control, cancellation);
                if (!counts) continue;
                Received.Add(received);
                Read.Add(read);
            }
        }

        private async Task<(double ReceivedUs, double ReadUs)> RunFrameAsync(ControlLink control, CancellationToken cancellation)
        {
            var frame = ++_frame;
            control.Request(Route, frame);
            var received = await receiver.ReceiveAsync(cancellation);
            var sum = FrameContents.Sum(receiver.Pixels);
            var read = MonotonicClock.NowNs;
            receiver.Release();
            var start = control.ReceiveStart();
            if (sum != FrameContents.ExpectedSum(frame)) throw new BenchException($"frame {frame} came through {Route} with other pixels than it was sent with");
            return ((received - start) / 1e3, (read - start) / 1e3);
        }
    }
}
