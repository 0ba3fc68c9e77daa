using System.Diagnostics;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class ProcessIdentityTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Current_IsThisLiveProcess()
    {
        Assert.Equal(Environment.ProcessId, ProcessIdentity.Current.Pid);
        Assert.NotEqual(0UL, ProcessIdentity.Current.StartTicks);
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.Equal(ProcessIdentity.Current, ProcessIdentity.TryFind(Environment.ProcessId));
    }

    [Fact]
    public void IsAlive_KilledButNotReaped_False()
    {
        var peer = _sandbox.Start("process");
        var identity = peer.Identity;
        using var handle = ProcessHandle.TryOpen(identity);
        peer.KillWithoutWaiting();
        Assert.True(handle!.WaitForExit(-1)); // a zombie, or reaped already: dead either way
        Assert.False(identity.IsAlive);
        peer.WaitForEnd();
        Assert.False(identity.IsAlive);
        Assert.Null(ProcessIdentity.TryFind(identity.Pid));
    }

    [Fact]
    public void IsAlive_OtherStartTime_False() =>
        Assert.False(new ProcessIdentity(Environment.ProcessId, ProcessIdentity.Current.StartTicks + 1).IsAlive);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public void TryFind_ImpossiblePid_Null(int pid) => Assert.Null(ProcessIdentity.TryFind(pid));

    [Theory]
    [InlineData("x) Z 0 (y")]
    [InlineData("a b)")]
    [InlineData("((((")]
    public void TryFind_NameWithParentheses_Found(string name)
    {
        var program = _sandbox.File(name);
        File.Copy("/bin/cat", program);
        using var process = Process.Start(new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.WriteLine("here");
        process.StandardInput.Flush();
        Assert.Equal("here", process.StandardOutput.ReadLine()); // it runs under its own name now
        var found = ProcessIdentity.TryFind(process.Id);
        Assert.True(found is { StartTicks: > 0 });
        Assert.True(found.Value.IsAlive);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.False(found.Value.IsAlive);
    }
}
