using System.Diagnostics;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Processes;

/// <summary>
/// A layer's process, ours or an adopted one. A thread blocks on its pidfd, so that its end is noticed in well under a
/// millisecond.
/// </summary>
internal sealed class SupervisedProcess
{
    private readonly ProcessHandle _handle;
    private readonly Process? _child;

    private SupervisedProcess(ProcessHandle handle, Process? child)
    {
        _handle = handle;
        _child = child;
    }

    internal ProcessIdentity Identity => _handle.Identity;

    internal int Pid => Identity.Pid;

    /// <summary>Watches a process that an earlier launcher started; null when it has ended.</summary>
    internal static SupervisedProcess? TryAdopt(ProcessIdentity identity) =>
        ProcessHandle.TryOpen(identity) is { } handle ? new SupervisedProcess(handle, child: null) : null;

    /// <summary>Watches a child of this process; null when it has ended already.</summary>
    internal static SupervisedProcess? TryWatch(Process child)
    {
        var handle = ProcessIdentity.TryFind(child.Id) is { } identity ? ProcessHandle.TryOpen(identity) : null;
        return handle is null ? null : new SupervisedProcess(handle, child);
    }

    /// <summary>
    /// Starts watching. <paramref name="ended"/> is called on the watching thread as soon as the process has ended;
    /// <paramref name="reaped"/> afterwards, with its exit code, for children only.
    /// </summary>
    internal void Watch(Action<SupervisedProcess> ended, Action<SupervisedProcess, int> reaped)
    {
        var thread = new Thread(() =>
        {
            _handle.WaitForExit(-1);
            ended(this);
            if (_child is null) return;
            _child.WaitForExit(); // collects the exit status: no zombie stays
            reaped(this, _child.ExitCode);
            _child.Dispose();
        }, maxStackSize: 256 << 10)
        { IsBackground = true, Name = "watch " + Pid };
        thread.Start();
    }

    internal bool Signal(ProcessSignal signal) => _handle.Signal(signal);
}
