using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi.Tests.Support;
using WasmEngine.Testing;

namespace WasmEngine.Compute.Wasi.Tests;

/// <summary>Addresses that a guest may not use: each call refuses them, and does nothing besides.</summary>
public sealed class PointerTests : IDisposable
{
    private readonly World _world = new(s => s with { Arguments = ["a"], Environment = [KeyValuePair.Create("E", "v")] });

    public void Dispose() => _world.Dispose();

    // Where nothing can be written; the first three can't be read either.
    public static TheoryData<uint> Wild => [GuestRam.Gone, GuestRam.Size - 1, uint.MaxValue, GuestRam.ReadOnly];

    [Theory]
    [MemberData(nameof(Wild))]
    public void Result_ThatCannotBeWritten_IsAFault(uint wild)
    {
        File.WriteAllText(_world.Host("f"), "text");
        var (w, m) = (_world.Wasi, _world.Ram);
        var fd = _world.Open("f");
        var name = m.Place("f").Address;
        var vector = m.Vectors((m.Take(16), 4u));
        var good = m.Take(64);
        int[] results =
        [
            w.ArgsGet(m, wild, good), w.ArgsGet(m, good, wild), w.ArgsSizesGet(m, wild, good), w.ArgsSizesGet(m, good, wild), w.EnvironGet(m, wild, good),
            w.EnvironSizesGet(m, wild, good), w.ClockResGet(m, 0, wild), w.ClockTimeGet(m, 1, 0, wild), w.FdFdstatGet(m, fd, wild), w.FdFilestatGet(m, fd, wild),
            w.FdPread(m, fd, vector, 1, 0, wild), w.FdPrestatGet(m, 3, wild), w.FdPrestatDirName(m, 3, wild, 100), w.FdPwrite(m, fd, vector, 1, 0, wild),
            w.FdRead(m, fd, vector, 1, wild), w.FdReaddir(m, 3, good, 10, 0, wild), w.FdReaddir(m, 3, wild, 10, 0, good), w.FdSeek(m, fd, 1, 0, wild), w.FdTell(m, fd, wild),
            w.FdWrite(m, fd, vector, 1, wild), w.PathFilestatGet(m, 3, 0, name, 1, wild), w.PathOpen(m, 3, 0, name, 1, 8, Rights.File, 0, 0, wild),
            w.PathReadlink(m, 3, name, 1, wild, 10, good), w.PathReadlink(m, 3, name, 1, good, 10, wild), w.RandomGet(m, wild, 10), w.RandomGet(m, GuestRam.Size - 8, 16),
        ];
        Assert.All(results, r => Assert.Equal(Errno.Fault, r));
        Assert.Equal("text", File.ReadAllText(_world.Host("f"))); // not truncated, not written
        Assert.Equal(fd + 1, _world.Open("f")); // nothing was left open
        Assert.Equal("text", _world.ReadText(fd)); // its position is where it was
    }

    [Theory]
    [InlineData(GuestRam.Gone)]
    [InlineData(GuestRam.Size - 1)]
    [InlineData(uint.MaxValue)]
    public void Argument_ThatCannotBeRead_IsAFault(uint wild)
    {
        File.WriteAllText(_world.Host("f"), "text");
        var (w, m) = (_world.Wasi, _world.Ram);
        var fd = _world.Open("f");
        var name = m.Place("g").Address;
        var good = m.Take(64);
        int[] results =
        [
            w.FdPread(m, fd, wild, 1, 0, good), w.FdPwrite(m, fd, wild, 1, 0, good), w.FdRead(m, fd, wild, 1, good), w.FdWrite(m, fd, wild, 1, good),
            w.FdRead(m, fd, m.Vectors((wild, 4u)), 1, good), w.FdWrite(m, fd, m.Vectors((wild, 4u)), 1, good),
            w.FdWrite(m, fd, m.Vectors((wild, 4u), (good, 4u)), 2, good), w.FdWrite(m, 1, m.Vectors((wild, 4u)), 1, good),
            w.FdRead(m, fd, m.Vectors((good, uint.MaxValue)), 0, wild), w.PathCreateDirectory(m, 3, wild, 4), w.PathFilestatGet(m, 3, 0, wild, 4, good),
            w.PathFilestatSetTimes(m, 3, 0, wild, 4, 0, 0, 0), w.PathLink(m, 3, 0, wild, 4, 3, name, 1), w.PathLink(m, 3, 0, name, 1, 3, wild, 4),
            w.PathOpen(m, 3, 0, wild, 4, 1, Rights.File, 0, 0, good), w.PathReadlink(m, 3, wild, 4, good, 4, good), w.PathRemoveDirectory(m, 3, wild, 4),
            w.PathRename(m, 3, wild, 4, 3, name, 1), w.PathRename(m, 3, name, 1, 3, wild, 4), w.PathSymlink(m, wild, 4, 3, name, 1), w.PathSymlink(m, name, 1, 3, wild, 4),
            w.PathUnlinkFile(m, 3, wild, 4), w.PollOneoff(m, wild, good, 1, good), w.PathOpen(m, 3, 0, wild, uint.MaxValue, 1, Rights.File, 0, 0, good),
        ];
        Assert.All(results, r => Assert.Equal(Errno.Fault, r));
        Assert.Equal(["f"], Directory.GetFileSystemEntries(_world.Host("")).Select(p => Path.GetFileName(p)!));
        Assert.Equal("text", File.ReadAllText(_world.Host("f")));
        Assert.Empty(_world.Lines);
    }

    [Fact]
    public void Transfer_ThatRunsIntoAWindow_StopsBeforeIt()
    {
        var m = _world.Ram;
        var fd = _world.Open("f", 1);
        var result = m.Take(4);
        m.Bytes[(int)(GuestRam.Gone - 100)..(int)GuestRam.Gone].Fill((byte)'x');
        Assert.Equal(Errno.Success, _world.Wasi.FdWrite(m, fd, m.Vectors((GuestRam.Gone - 100, 100u), (GuestRam.Gone, 8u)), 2, result));
        Assert.Equal(100u, m.U32(result)); // what came before counts
        Assert.Equal(100, new FileInfo(_world.Host("f")).Length);
        Assert.Equal(Errno.Fault, _world.Wasi.FdWrite(m, fd, m.Vectors((GuestRam.Gone - 100, 101u)), 1, result));
        Assert.Equal(100, new FileInfo(_world.Host("f")).Length);

        _world.Seek(fd, 0);
        var readOnly = m.Copy(GuestRam.ReadOnly, 64);
        Assert.Equal(Errno.Success, _world.Wasi.FdRead(m, fd, m.Vectors((m.Take(10), 10u), (GuestRam.ReadOnly, 10u)), 2, result));
        Assert.Equal(10u, m.U32(result));
        Assert.Equal(readOnly, m.Copy(GuestRam.ReadOnly, 64));
        Assert.Equal(Errno.Success, _world.Wasi.FdPwrite(m, fd, m.Vectors((GuestRam.ReadOnly, 10u)), 1, 0, result)); // reading from there is fine
    }

    [Fact]
    public void Vectors_TooMany_AreRefused()
    {
        var m = _world.Ram;
        var fd = _world.Open("f", 1);
        Assert.Equal(Errno.Invalid, _world.Wasi.FdWrite(m, fd, 0x40000, 1025, 0x40000));
        Assert.Equal(Errno.Invalid, _world.Wasi.FdRead(m, fd, 0x40000, uint.MaxValue, 0x40000));
        Assert.Equal(Errno.Success, _world.Wasi.FdRead(m, fd, 0x40000, 1024, 0x60000));
    }

    [Fact]
    public void Read_OverItsOwnList_UsesWhatWasThereBefore()
    {
        // The first part of the file replaces the entry that was read already; the second entry is read after that, once.
        var m = _world.Ram;
        File.WriteAllBytes(_world.Host("f"), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]);
        var fd = _world.Open("f");
        var target = m.Take(16);
        var list = m.Vectors((0u, 8u), (target, 4u));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(m.Bytes[(int)list..], list);
        var result = m.Take(4);
        Assert.Equal(Errno.Success, _world.Wasi.FdRead(m, fd, list, 2, result));
        Assert.Equal(12u, m.U32(result));
        Assert.Equal([1, 2, 3, 4], m.Copy(target, 4));
    }

    [Fact]
    public void Transfers_AllocateNothing()
    {
        var m = _world.Ram;
        var fd = _world.Open("f", 1);
        var buffer = m.Take(4096);
        var (one, two, result) = (m.Vectors((buffer, 4096u)), m.Vectors((buffer, 100u), (buffer, 2000u)), m.Take(8));
        Assert.Equal(0, Allocations.LeastOf(20, Round));

        void Round()
        {
            for (var i = 0; i < 1000; i++)
            {
                var w = _world.Wasi;
                var errors = w.FdPwrite(m, fd, one, 1, 0, result) | w.FdWrite(m, fd, two, 2, result) | w.FdSeek(m, fd, 0, 0, result) | w.FdRead(m, fd, two, 2, result)
                    | w.FdPread(m, fd, one, 1, 0, result) | w.ClockTimeGet(m, 1, 0, result) | w.FdFilestatGet(m, fd, buffer) | w.RandomGet(m, buffer, 64);
                if (errors != 0) throw new InvalidOperationException("a transfer failed");
            }
        }
    }
}
