using System.Security.Cryptography;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>
/// WASI preview 1 (wasi_snapshot_preview1.witx). Foreign values are copied before they are judged: guest memory may be shared
/// with others. Nothing blocks for long: transfers go in parts with a look at the stop signal between, sleeping waits on it,
/// and only files and directories are opened.
/// </summary>
internal sealed partial class Preview1 : IWasi
{
    private const int PartBytes = 1 << 20;
    private const uint ClockReal = 0, ClockMonotonic = 1, ClockProcess = 2, ClockThread = 3;
    private readonly StopSignal _stop;
    private readonly TimeProvider _time;
    private readonly DescriptorTable _descriptors;
    private readonly DescriptorBudget _budget;
    private readonly Strings _arguments;
    private readonly Strings _environment;

    internal Preview1(WasiSetup setup, DescriptorTable descriptors, DescriptorBudget budget)
    {
        _stop = setup.Stop;
        _time = setup.Time;
        _descriptors = descriptors;
        _budget = budget;
        _arguments = new Strings(setup.Arguments);
        _environment = new Strings([.. setup.Environment.Select(e => $"{e.Key}={e.Value}")]);
    }

    public int ArgsGet(IGuestMemory memory, uint argv, uint buffer) => _arguments.Write(memory, argv, buffer);

    public int ArgsSizesGet(IGuestMemory memory, uint count, uint bytes) => _arguments.WriteSizes(memory, count, bytes);

    public int EnvironGet(IGuestMemory memory, uint environ, uint buffer) => _environment.Write(memory, environ, buffer);

    public int EnvironSizesGet(IGuestMemory memory, uint count, uint bytes) => _environment.WriteSizes(memory, count, bytes);

    public int ClockResGet(IGuestMemory memory, uint clock, uint result) => clock switch
    {
        ClockReal => memory.Write64(result, 100), // ticks of DateTimeOffset
        ClockMonotonic => memory.Write64(result, (ulong)Math.Max(1, 1_000_000_000 / _time.TimestampFrequency)),
        ClockProcess or ClockThread => memory.Write64(result, 1),
        _ => Errno.Invalid,
    };

    public int ClockTimeGet(IGuestMemory memory, uint clock, ulong precision, uint result) =>
        TryReadClock(clock, out var now) ? memory.Write64(result, now) : Errno.Invalid;

    /// <summary>Nanoseconds. A process is a guest here, and a guest has one thread.</summary>
    private bool TryReadClock(uint clock, out ulong now)
    {
        now = clock switch
        {
            ClockReal => (ulong)Math.Max(0, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks) * 100,
            ClockMonotonic when _time.TimestampFrequency == 1_000_000_000 => (ulong)_time.GetTimestamp(),
            ClockMonotonic => (ulong)((Int128)_time.GetTimestamp() * 1_000_000_000 / _time.TimestampFrequency),
            ClockProcess or ClockThread => (ulong)ThreadClock.CurrentNs,
            _ => 0,
        };
        return clock <= ClockThread;
    }

    public void ProcExit(uint code) => throw new GuestExitException((int)code);

    public int ProcRaise(uint signal) => Errno.NotSupported;

    public int SchedYield()
    {
        _stop.ThrowIfRaised();
        Thread.Yield();
        return Errno.Success;
    }

    public int RandomGet(IGuestMemory memory, uint buffer, uint length)
    {
        if (!CanTransfer(memory, buffer, length)) return Errno.Fault;
        for (uint done = 0; done < length;)
        {
            _stop.ThrowIfRaised();
            var part = (int)Math.Min(PartBytes, length - done);
            if (!memory.TryWrite(buffer + done, part, out var bytes)) return Errno.Fault;
            RandomNumberGenerator.Fill(bytes);
            done += (uint)part;
        }

        return Errno.Success;
    }

    // Within the address space at all; each part is checked again when its turn comes.
    private static bool CanTransfer(IGuestMemory memory, uint address, uint length) =>
        length == 0 ? memory.CanWrite(address, 0) : (ulong)address + length <= 1UL << 32 && memory.CanWrite(address, 1) && memory.CanWrite(address + (length - 1), 1);

    public int SockAccept(IGuestMemory memory, uint fd, uint flags, uint result) => NoSocket(fd);

    public int SockRecv(IGuestMemory memory, uint fd, uint vectors, uint count, uint flags, uint result, uint resultFlags) => NoSocket(fd);

    public int SockSend(IGuestMemory memory, uint fd, uint vectors, uint count, uint flags, uint result) => NoSocket(fd);

    public int SockShutdown(uint fd, uint how) => NoSocket(fd);

    private int NoSocket(uint fd) => _descriptors[fd] is null ? Errno.BadDescriptor : Errno.NotSocket;

    /// <summary>Finds a descriptor that has all of these rights.</summary>
    /// <returns>Errno.</returns>
    private int Find(uint fd, ulong rights, out Descriptor descriptor)
    {
        descriptor = _descriptors[fd]!;
        if (descriptor is null) return Errno.BadDescriptor;
        return (descriptor.Rights & rights) == rights ? Errno.Success : Errno.NotCapable;
    }

    /// <summary>As <see cref="Find"/>, for what changes something.</summary>
    private int FindForChange(uint fd, ulong rights, out Descriptor descriptor)
    {
        var error = Find(fd, rights, out descriptor);
        if (error != Errno.Success) return error;
        return descriptor.Handle is null ? Errno.Invalid : descriptor.IsWritable ? Errno.Success : Errno.ReadOnlyFileSystem;
    }

    public void Dispose() => _descriptors.Dispose();
}
