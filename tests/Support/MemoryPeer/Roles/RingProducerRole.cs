using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>produce DIRECTORY NAME CAPACITY CHECKPOINT: open | write FIRST COUNT | run FIRST | stop | checkpoint-large BYTES.</summary>
internal sealed class RingProducerRole(RegionDirectory directory, string[] arguments) : IRole
{
    private readonly byte[] _record = new byte[RecordPattern.MaxLength];
    private readonly Loop _loop = new();
    private RingProducer? _producer;
    private ulong _next;

    private RingProducer Producer => _producer ?? throw new InvalidOperationException("open first");

    public string Execute(string[] command)
    {
        switch (command[0])
        {
            case "open":
                var spec = new RingSpec((int)Number(arguments[1]), (int)Number(arguments[2]));
                _producer = RingProducer.OpenOrCreate(directory, RegionName.Parse(arguments[0]), spec);
                return "opened";
            case "write":
                _next = Number(command[1]);
                for (var end = _next + Number(command[2]); _next < end;) Write();
                return $"written {_next - 1}";
            case "checkpoint-large": // as a consumer on the other end
                return "checkpointed " + SaveLarge((int)Number(command[1]));
            case "run":
                _next = Number(command[1]);
                _loop.Start(Write);
                return "running";
            case "stop":
                _loop.Stop();
                return $"stopped {_next - 1}";
            default:
                return "unknown";
        }
    }

    private string SaveLarge(int bytes)
    {
        using var consumer = RingConsumer.Open(directory, Producer.Name, out _);
        try
        {
            consumer.SaveCheckpoint(new byte[bytes]);
        }
        catch (RegionException exception)
        {
            return $"fault {exception.Fault}";
        }

        consumer.Dispose();
        using var successor = RingConsumer.Open(directory, Producer.Name, out var saved);
        return saved.Length.ToString(CultureInfo.InvariantCulture);
    }

    private bool Write()
    {
        var space = Producer.Space.Value;
        var (type, length) = RecordPattern.Write(_record, _next);
        if (Producer.TryWrite(type, _record.AsSpan(0, length))) _next++;
        else Producer.Space.Wait(space, 10_000_000);
        return true;
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose() => _producer?.Dispose();
}
