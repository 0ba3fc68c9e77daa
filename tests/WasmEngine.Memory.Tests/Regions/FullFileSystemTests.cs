using System.Diagnostics;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

/// <summary>Sparse files on a file system that is full: a page that can't be had would be SIGBUS, in whoever touches it.</summary>
public sealed class FullFileSystemTests : MemoryTest
{
    // The peer sees a tmpfs of 1 MiB over the sandbox, in a mount namespace of its own.
    private PeerProcess StartInSmallTmpfs(params ReadOnlySpan<string> arguments) => Sandbox.StartThrough(
        ["unshare", "-rm", "sh", "-c", $"mount -t tmpfs -o size=1m tmpfs {Sandbox.Path} && exec \"$0\" \"$@\""], arguments);

    private void RequireNamespaces()
    {
        using var probe = Process.Start("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Sandbox.Path]);
        probe.WaitForExit();
        Assert.SkipUnless(probe.ExitCode == 0, "this system lets nobody mount a tmpfs in a namespace of their own");
    }

    [Fact]
    public void Publish_NoSpaceForAnotherSlot_FaultAndTheWriterLives()
    {
        RequireNamespaces();
        // 256 KiB a slot: three fit beside the head, one more reader's lease asks for a fourth.
        var peer = StartInSmallTmpfs("write", Sandbox.Path, "view", "FrameChain", "256", "256", "2");
        Assert.Equal("opened 0", peer.Ask("open"));
        Assert.Equal("published 100 0", peer.Ask("publish 100"));
        var greedy = StartInSmallTmpfs("write", Sandbox.Path, "view", "FrameChain", "600", "600", "2");
        Assert.Equal("opened 0", greedy.Ask("open"));
        Assert.Equal("fault NoSpace", greedy.Ask("publish 1"));
        Assert.Equal("fault NoSpace", greedy.Ask("publish 1"));
    }

    [Fact]
    public void Create_NoSpaceForTheHead_FaultAndNothingIsLeft()
    {
        RequireNamespaces();
        var peer = StartInSmallTmpfs("produce", Sandbox.Path, "ring", "1048576", "0");
        Assert.Equal("fault NoSpace", peer.Ask("open"));
        Assert.Equal("fault NoSpace", peer.Ask("open")); // not NameTaken, and no pages are lost to the first
    }

    [Fact]
    public void SaveCheckpoint_NoSpace_FaultAndTheRingGoesOn()
    {
        RequireNamespaces();
        var peer = StartInSmallTmpfs("produce", Sandbox.Path, "ring", "4096", "4194304");
        Assert.Equal("opened", peer.Ask("open")); // checkpoints cost nothing until they are written
        Assert.Equal("checkpointed fault NoSpace", peer.Ask("checkpoint-large 4194304"));
        Assert.Equal("checkpointed 1000", peer.Ask("checkpoint-large 1000"));
    }
}
