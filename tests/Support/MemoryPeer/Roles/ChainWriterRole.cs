using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>write DIRECTORY NAME KIND WIDTH HEIGHT READERS: open | publish N | run | run-slowly | stop | begin | close.</summary>
internal sealed class ChainWriterRole(RegionDirectory directory, string[] arguments) : IRole
{
    private readonly RegionName _name = RegionName.Parse(arguments[0]);
    private readonly ChainSpec _spec = new(
        Enum.Parse<RegionKind>(arguments[1]), Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
    private readonly Loop _loop = new();
    private ChainWriter? _writer;
    private int _stalls, _soilings;

    private ChainWriter Writer => _writer ?? throw new InvalidOperationException("open first");

    public string Execute(string[] command)
    {
        switch (command[0])
        {
            case "open":
                _writer = ChainWriter.OpenOrCreate(directory, _name, _spec);
                return $"opened {Writer.LatestFrameId}";
            case "publish":
                for (var i = Number(command[1]); i > 0; i--) Publish();
                return $"published {Writer.LatestFrameId} {_stalls}";
            case "run":
                _loop.Start(Publish);
                return "running";
            case "run-slowly": // soils each slot over and over first, so that most of the time one is half written
                _soilings = 30;
                goto case "run";
            case "stop":
                _loop.Stop();
                return $"stopped {Writer.LatestFrameId} {_stalls}";
            case "begin": // takes a slot and soils half of it, as a writer that dies next
                if (!Writer.TryBegin(out var slot)) return "stalled";
                Writer.Pixels(slot)[..(Writer.Pixels(slot).Length / 2)].Fill(0xEE);
                return $"begun {slot}";
            case "close":
                Writer.Close();
                return "closed";
            default:
                return "unknown";
        }
    }

    private bool Publish()
    {
        if (!Writer.TryBegin(out var slot))
        {
            _stalls++;
            return true;
        }

        var id = Writer.LatestFrameId + 1;
        for (var i = 0; i < _soilings; i++) FramePattern.Fill(Writer.Pixels(slot), ulong.MaxValue - (ulong)i);
        FramePattern.Fill(Writer.Pixels(slot), id);
        Writer.Publish(slot, new FrameStamp((long)id, (long)id), []);
        return true;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose() => _writer?.Dispose();
}
