using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>
/// consume DIRECTORY NAME: open | read N | checkpoint | run EVERY LAST | join. The state is the last sequence number and a
/// hash over all of them.
/// </summary>
internal sealed class RingConsumerRole(RegionDirectory directory, string[] arguments) : IRole
{
    private readonly Loop _loop = new();
    private RingConsumer? _consumer;
    private ConsumerState _state;
    private ulong _every, _last;
    private volatile string? _wrong;

    private RingConsumer Consumer => _consumer ?? throw new InvalidOperationException("open first");

    public string Execute(string[] command)
    {
        switch (command[0])
        {
            case "open":
                _consumer = RingConsumer.Open(directory, RegionName.Parse(arguments[0]), out var saved);
                _state = ConsumerState.Decode(saved);
                return $"opened {_state.Sequence} {_state.Hash}";
            case "read":
                for (var i = Number(command[1]); i > 0 && _wrong is null; i--) ReadOne();
                return Report("read");
            case "checkpoint":
                Consumer.SaveCheckpoint(_state.Encode());
                return Report("saved");
            case "run":
                _every = Number(command[1]);
                _last = Number(command[2]);
                _loop.Start(Step);
                return "running";
            case "join":
                _loop.Join();
                return Report("done");
            default:
                return "unknown";
        }
    }

    private bool Step()
    {
        ReadOne();
        if (_wrong is not null) return false;
        if (_state.Sequence % _every == 0 || _state.Sequence == _last) Consumer.SaveCheckpoint(_state.Encode());
        return _state.Sequence < _last;
    }

    private void ReadOne()
    {
        RingRecord record;
        while (true)
        {
            var written = Consumer.Written.Value;
            if (Consumer.TryRead(out record)) break;
            Consumer.Written.Wait(written, 10_000_000);
        }

        var sequence = RecordPattern.Read(record.Type, record.Payload);
        if (sequence == _state.Sequence + 1) _state = _state.After(sequence.Value);
        else _wrong = $"wrong: {sequence?.ToString(CultureInfo.InvariantCulture) ?? "torn"} after {_state.Sequence}";
    }

    private string Report(string what) => _wrong ?? $"{what} {_state.Sequence} {_state.Hash}";

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose() => _consumer?.Dispose();
}
