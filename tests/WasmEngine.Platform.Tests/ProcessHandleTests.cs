using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class ProcessHandleTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void TryOpen_LiveProcess_SignalsAndSeesItsEnd()
    {
        var peer = _sandbox.Start("process");
        Assert.Equal("ready", peer.Ask("ready"));
        using var handle = ProcessHandle.TryOpen(peer.Identity);
        Assert.NotNull(handle);
        Assert.False(handle.WaitForExit(0));
        Assert.True(handle.Signal(ProcessSignal.Kill));
        Assert.True(handle.WaitForExit(-1));
        peer.WaitForEnd();
        Assert.Equal(128 + 9, peer.ExitCode);
        Assert.False(handle.Signal(ProcessSignal.Kill));
        Assert.True(handle.WaitForExit(0));
    }

    [Fact]
    public async Task WaitForExitAsync_ProcessKilled_Completes()
    {
        var peer = _sandbox.Start("process");
        using var handle = ProcessHandle.TryOpen(peer.Identity);
        var ended = handle!.WaitForExitAsync();
        Assert.False(ended.IsCompleted);
        peer.KillWithoutWaiting();
        await ended;
        peer.WaitForEnd();
    }

    [Fact]
    public void TryOpen_EndedProcess_Null()
    {
        var peer = _sandbox.Start("process");
        var identity = peer.Identity;
        peer.Kill();
        Assert.Null(ProcessHandle.TryOpen(identity));
        Assert.False(identity.Signal(ProcessSignal.Terminate));
    }

    [Fact]
    public void TryOpen_SamePidOtherStart_Null()
    {
        var self = ProcessIdentity.Current;
        Assert.Null(ProcessHandle.TryOpen(self with { StartTicks = self.StartTicks - 1 }));
        Assert.False((self with { StartTicks = self.StartTicks - 1 }).Signal(ProcessSignal.Terminate));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void TryOpen_ImpossiblePid_Null(int pid) => Assert.Null(ProcessHandle.TryOpen(new ProcessIdentity(pid, 1)));

    [Fact]
    public void WaitForExit_Disposed_Throws()
    {
        var handle = ProcessHandle.TryOpen(ProcessIdentity.Current);
        handle!.Dispose();
        // Its descriptor number may belong to something else by now.
        Assert.Throws<ObjectDisposedException>(() => handle.WaitForExit(0));
        Assert.Throws<ObjectDisposedException>(() => handle.Signal(ProcessSignal.Terminate));
    }

    [Fact]
    public void TryOpenAndIsAlive_NoDescriptorLeft_NeverSayThatALiveProcessEnded()
    {
        var self = ProcessIdentity.Current;
        var peer = _sandbox.StartThrough(["/bin/sh", "-c", "ulimit -n 256 && exec \"$0\" \"$@\""], ["process", _sandbox.Path]);
        Assert.Equal("IOException IOException", peer.Ask($"judge-without-descriptors {self.Pid} {self.StartTicks}"));
    }
}
