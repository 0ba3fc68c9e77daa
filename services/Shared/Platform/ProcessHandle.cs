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
    public static ProcessHandle? TryOpen(ProcessIdentity identity)
    {
        var descriptor = (int)LibC.SystemCall(PidfdOpen, identity.Pid, 0, 0, 0, 0, 0);
        if (descriptor < 0) return null;
        var handle = new ProcessHandle(new SafeFileHandle(descriptor, ownsHandle: true), identity);
        if (identity.IsAlive) return handle; // checked after opening: from here on the pid can't be reused unnoticed
        handle.Dispose();
        return null;
    }

    /// <summary>Sends a signal; false when the process has ended.</summary>
    public bool Signal(ProcessSignal signal) =>
        LibC.SystemCall(PidfdSendSignal, _descriptor.DangerousGetHandle(), (int)signal, 0, 0, 0, 0) == 0;

    /// <summary>Blocks until the process has ended or the time is up; true when it has ended.</summary>
    /// <param name="timeoutMs">Milliseconds; -1 waits without limit.</param>
    public unsafe bool WaitForExit(int timeoutMs)
    {
        var deadline = timeoutMs < 0 ? long.MaxValue : Environment.TickCount64 + timeoutMs;
        while (true)
        {
            var entry = new LibC.PollEntry { Descriptor = (int)_descriptor.DangerousGetHandle(), Events = 1 };
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

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
