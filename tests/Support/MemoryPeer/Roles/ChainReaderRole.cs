using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>
/// read DIRECTORY NAME: open | hold | check | release | run | run-holding | stop | require-composed. Every frame's first
/// stamp is the id that its pixels are made of.
/// </summary>
internal sealed class ChainReaderRole(RegionDirectory directory, string[] arguments) : IRole
{
    private readonly Loop _loop = new();
    private ViewFrames? _frames;
    private Frame _held;
    private ulong _newest;
    private long _seen, _torn, _scanouts;

    private ViewFrames Frames => _frames ?? throw new InvalidOperationException("open first");

    public string Execute(string[] command)
    {
        switch (command[0])
        {
            case "open":
                _frames = ViewFrames.Open(directory, RegionName.Parse(arguments[0]));
                return "opened";
            case "hold":
                if (!Frames.TryTakeLatest(0, out _held)) return "nothing";
                return $"{(IsWhole(_held) ? "holding" : "torn")} {_held.Id}";
            case "check":
                return $"{(IsWhole(_held) ? "whole" : "torn")} {_held.Id}";
            case "release":
                Frames.Release(_held);
                return "released";
            case "run":
                _loop.Start(() => TakeOne(looks: 1));
                return "running";
            case "run-holding": // holds each frame over many looks, yielding in between
                _loop.Start(() => TakeOne(looks: 50));
                return "running";
            case "stop":
                _loop.Stop();
                return $"stopped {_seen} {_torn} {_scanouts}";
            default:
                return "unknown";
        }
    }

    private bool TakeOne(int looks)
    {
        var published = Frames.Published.Value;
        if (!Frames.TryTakeLatest(_newest, out var frame))
        {
            Frames.Published.Wait(published, 10_000_000);
            return true;
        }

        if (frame.Id <= _newest) _torn++; // ids never go back
        _newest = frame.Id;
        _seen++;
        if (frame.IsScanout) _scanouts++;
        for (var look = 0; look < looks; look++)
        {
            if (!IsWhole(frame)) _torn++;
            if (looks > 1) Thread.Yield();
        }

        Frames.Release(frame);
        return true;
    }

    private static bool IsWhole(in Frame frame) => FramePattern.IsWhole(frame.Pixels, (ulong)frame.Stamp.KernelStartNs);

    public void Dispose() => _frames?.Dispose();
}
