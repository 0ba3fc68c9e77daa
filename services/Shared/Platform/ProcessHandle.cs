using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// A kernel handle (pidfd) on one process, child or not: it never means another process that took over the pid.
/// </summary>
public sealed class ProcessHandle : IDisposable
{
    private const long PidfdOpen = 434, PidfdSendSignal = 424;
    private readonly SafeFileHandle _descriptor;

    private ProcessHandle(SafeFileHandle descriptor, ProcessIdentity identity)
    {
        _descriptor = descriptor;
        Identity = identity;
    }

    /// <summary>Whose handle it is.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Opens a handle; null when the process has ended.</summary>
    /// <exception cref="IOException">The system refuses, for want of descriptors for example.</exception>
    public static ProcessHandle? TryOpen(ProcessIdentity identity)
    {
        var descriptor = (int)LibC.SystemCall(PidfdOpen, identity.Pid, 0, 0, 0, 0, 0);
        if (descriptor < 0)
        {
            // EINVAL: no pid at all, or that of a thread. Anything else says nothing about the process.
            if (Marshal.GetLastPInvokeError() is LibC.Esrch or LibC.Einval) return null;
            throw LibC.Failure("opening a handle", $"process {identity.Pid}");
        }

        var handle = new ProcessHandle(new SafeFileHandle(descriptor, ownsHandle: true), identity);
        try
        {
            if (identity.IsAlive) return handle; // checked after opening: from here on the pid can't be reused unnoticed
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Sends a signal; false when the process has ended.</summary>
    public bool Signal(ProcessSignal signal) =>
        WithDescriptor(descriptor => LibC.SystemCall(PidfdSendSignal, descriptor, (int)signal, 0, 0, 0, 0) == 0);

    /// <summary>Blocks until the process has ended or the time is up; true when it has ended.</summary>
    /// <param name="timeoutMs">Milliseconds; -1 waits without limit.</param>
    public bool WaitForExit(int timeoutMs) => WithDescriptor(descriptor => WaitForExit(descriptor, timeoutMs));

    private unsafe bool WaitForExit(nint descriptor, int timeoutMs)
    {
        var deadline = timeoutMs < 0 ? long.MaxValue : Environment.TickCount64 + timeoutMs;
        while (true)
        {
            var entry = new LibC.PollEntry { Descriptor = (int)descriptor, Events = 1 };
            var left = timeoutMs < 0 ? -1 : (int)Math.Max(0, deadline - Environment.TickCount64);
            var result = LibC.Poll(&entry, 1, left);
            if (result > 0) return true;
            if (result == 0) return false;
            if (Marshal.GetLastPInvokeError() != LibC.Eintr) throw LibC.Failure("waiting for the end", $"process {Identity.Pid}");
        }
    }

    /// <summary>Completes when the process has ended. Costs a blocked thread for as long; meant for a handful of processes.</summary>
    public Task WaitForExitAsync() => Task.Factory.StartNew(
        () => WaitForExit(-1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Keeps the number from being closed and given to another file meanwhile.
    private bool WithDescriptor(Func<nint, bool> action)
    {
        var counted = false;
        _descriptor.DangerousAddRef(ref counted);
        try
        {
            return action(_descriptor.DangerousGetHandle());
        }
        finally
        {
            _descriptor.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
