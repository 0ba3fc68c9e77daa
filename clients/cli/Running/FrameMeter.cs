using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Percentiles of one stage, in milliseconds.</summary>
internal readonly record struct StageTimes(double P50Ms, double P99Ms, int Samples);

/// <summary>What was seen of a view's frames so far.</summary>
/// <param name="Frames">Frames taken.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Fps">Frames per second between them.</param>
/// <param name="RecentFps">Over about the last second.</param>
/// <param name="Stages">kernel, raster, publish, wakeUp; a stage that never happened is absent.</param>
internal sealed record FrameSummary(long Frames, double Seconds, double Fps, double RecentFps, IReadOnlyDictionary<string, StageTimes> Stages);

/// <summary>Measures frames as they come. One thread records, any may summarise; recording allocates nothing.</summary>
internal sealed class FrameMeter
{
    private const int Kept = 4096; // newest samples of each stage
    private static readonly string[] Names = ["kernel", "raster", "publish", "wakeUp"];
    private readonly Lock _lock = new();
    private readonly SampleRing[] _stages = [new(Kept), new(Kept), new(Kept), new(Kept)];
    private readonly SampleRing _arrivals = new(Kept);
    private long _frames, _firstNs, _lastNs;

    public long Frames
    {
        get
        {
            lock (_lock) return _frames;
        }
    }

    public void Record(in ViewFrame frame) => Record(frame.Stamp, frame.PublishNs, frame.TakenNs);

    internal void Record(Memory.FrameStamp stamp, long publishNs, long takenNs)
    {
        lock (_lock)
        {
            if (_frames++ == 0) _firstNs = takenNs;
            _lastNs = takenNs;
            _arrivals.Add(takenNs);
            if (stamp.KernelEndNs > 0) _stages[0].Add(stamp.KernelEndNs - stamp.KernelStartNs);
            if (stamp.RasterEndNs > 0) _stages[1].Add(stamp.RasterEndNs - stamp.RasterStartNs);
            var finished = Math.Max(stamp.RasterEndNs, stamp.KernelEndNs);
            if (finished > 0) _stages[2].Add(publishNs - finished);
            _stages[3].Add(takenNs - publishNs);
        }
    }

    public FrameSummary Summarize()
    {
        lock (_lock)
        {
            var stages = new Dictionary<string, StageTimes>(StringComparer.Ordinal);
            for (var i = 0; i < Names.Length; i++)
            {
                if (_stages[i].Count > 0) stages.Add(Names[i], _stages[i].Percentiles());
            }

            var seconds = (_lastNs - _firstNs) / 1e9;
            return new FrameSummary(_frames, seconds, seconds > 0 ? (_frames - 1) / seconds : 0, RecentFps(), stages);
        }
    }

    private double RecentFps()
    {
        const long window = 1_000_000_000;
        var recent = _arrivals.Values.Where(t => t > _lastNs - window).ToArray();
        if (recent.Length < 2) return 0;
        return (recent.Length - 1) * 1e9 / (recent.Max() - recent.Min());
    }

    /// <summary>The newest samples, in nanoseconds.</summary>
    private sealed class SampleRing(int capacity)
    {
        private readonly long[] _values = new long[capacity];
        private long _added;

        public int Count => (int)Math.Min(_added, capacity);

        public IEnumerable<long> Values => _values.Take(Count);

        public void Add(long value) => _values[_added++ % capacity] = value;

        public StageTimes Percentiles()
        {
            var sorted = Values.Order().ToArray();
            return new StageTimes(At(sorted, 0.50), At(sorted, 0.99), sorted.Length);
        }

        private static double At(long[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)] / 1e6;
    }
}
