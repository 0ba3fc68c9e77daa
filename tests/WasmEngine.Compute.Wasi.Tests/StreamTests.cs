using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class StreamTests
{
    [Fact]
    public void Output_LinesInPieces_BecomeLines()
    {
        using var world = new World();
        foreach (var piece in (string[])["one", " and a half\ntwo\r\n", "\n", "thr", "ee"]) world.Write(1, piece);
        world.Write(2, "wrong\n");
        world.Wasi.Dispose();

        Assert.Equal(["one and a half", "two", "", "three"], world.Lines.Where(l => l.Stream == WasiStream.Output).Select(l => l.Line));
        Assert.Equal(["wrong"], world.Lines.Where(l => l.Stream == WasiStream.Error).Select(l => l.Line));
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(10_000)]
    public void Output_LongLine_ComesInParts(int length)
    {
        using var world = new World();
        var line = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        foreach (var part in line.Chunk(1000)) world.Write(1, new string(part));
        world.Write(1, "\nnext\n");

        Assert.All(world.Lines, l => Assert.True(l.Line.Length <= OutputLines.MaxLine));
        Assert.Equal("next", world.Lines[^1].Line);
        Assert.Equal(line, string.Concat(world.Lines.SkipLast(1).Select(l => l.Line)));
        Assert.Equal((length + 4095) / 4096, world.Lines.Count - 1);
    }

    [Fact]
    public void Output_AnyPieces_LoseNothing()
    {
        using var world = new World();
        var random = new Random(7);
        var all = new StringBuilder();
        for (var i = 0; i < 500; i++)
        {
            var piece = new string([.. Enumerable.Range(0, random.Next(0, 3000)).Select(_ => random.Next(60) == 0 ? '\n' : 'x')]);
            all.Append(piece);
            world.Write(1, piece);
        }

        world.Close(1);

        Assert.Equal(all.ToString().TrimEnd('\n'), string.Join('\n', world.Lines.Select(l => l.Line)).TrimEnd('\n'));
    }

    [Fact]
    public void Output_SeveralVectors_AreOneLine()
    {
        using var world = new World();
        var vectors = world.Ram.Vectors(world.Ram.Place("a"), (0xFFFFFFF0, 0u), world.Ram.Place("b\n"));
        var result = world.Ram.Take(4);

        Assert.Equal(Errno.Success, world.Wasi.FdWrite(world.Ram, 1, vectors, 3, result));

        Assert.Equal(3u, world.Ram.U32(result));
        Assert.Equal((WasiStream.Output, "ab"), Assert.Single(world.Lines));
    }

    [Fact]
    public void Input_IsEmpty()
    {
        using var world = new World();
        Assert.Empty(world.Read(0, 100));
        Assert.Equal(Errno.NotCapable, world.Write(0, "x"u8, out _));
    }

    [Fact]
    public void Streams_LookLikeATerminal_SoThatLinesComeAtOnce()
    {
        using var world = new World();
        var at = world.Ram.Take(24);
        for (uint fd = 0; fd < 3; fd++)
        {
            Assert.Equal(Errno.Success, world.Wasi.FdFdstatGet(world.Ram, fd, at));
            Assert.Equal((byte)FileType.CharacterDevice, world.Ram.Bytes[(int)at]);
            Assert.Equal(0u, world.Ram.U64(at + 8) & (Rights.Seek | Rights.Tell));
            Assert.Equal(Errno.IllegalSeek, world.Wasi.FdSeek(world.Ram, fd, 0, 0, at));
        }
    }

    [Fact]
    public void Output_WithoutASink_IsTakenAndForgotten()
    {
        using var stop = new StopSignal();
        using var wasi = WasiFactory.CreateEmpty(stop);
        var ram = new GuestRam();
        var vectors = ram.Vectors(ram.Place("x\n"));
        var result = ram.Take(4);

        Assert.Equal(Errno.Success, wasi.FdWrite(ram, 1, vectors, 1, result));
        Assert.Equal(2u, ram.U32(result));
        Assert.Equal(Errno.BadDescriptor, wasi.FdPrestatGet(ram, 3, result));
    }

    [Fact]
    public void ArgumentsAndEnvironment_AreWhatWasGiven()
    {
        using var world = new World(s => s with { Arguments = ["app", "zwei\u00E4", ""], Environment = [KeyValuePair.Create("HOME", "/data"), KeyValuePair.Create("EMPTY", "")] });
        Assert.Equal(["app", "zwei\u00E4", ""], Strings(world, world.Wasi.ArgsSizesGet, world.Wasi.ArgsGet));
        Assert.Equal(["HOME=/data", "EMPTY="], Strings(world, world.Wasi.EnvironSizesGet, world.Wasi.EnvironGet));
    }

    private static List<string> Strings(World world, Func<IGuestMemory, uint, uint, int> sizes, Func<IGuestMemory, uint, uint, int> get)
    {
        var ram = world.Ram;
        var at = ram.Take(8);
        Assert.Equal(Errno.Success, sizes(ram, at, at + 4));
        var (count, bytes) = (ram.U32(at), ram.U32(at + 4));
        var (list, text) = (ram.Take(count * 4), ram.Take(bytes));
        Assert.Equal(Errno.Success, get(ram, list, text));
        var found = new List<string>();
        for (uint i = 0; i < count; i++)
        {
            var start = ram.U32(list + (i * 4));
            found.Add(Encoding.UTF8.GetString(ram.Bytes[(int)start..][..ram.Bytes[(int)start..].IndexOf((byte)0)]));
        }

        return found;
    }

    [Fact]
    public void Factory_BadSetup_NamesEveryProblem()
    {
        using var stop = new StopSignal();
        var setup = new WasiSetup
        {
            Stop = stop,
            Arguments = ["a\0b"],
            Environment = [KeyValuePair.Create("A=B", "c")],
            Directories = [new WasiDirectory("relative", "", Writable: false)],
            MaxDescriptors = 1,
        };
        var message = Assert.Throws<ArgumentException>(() => new WasiFactory().Create(setup)).Message;
        foreach (var expected in (string[])["argument", "A=B", "relative", "MaxDescriptors"]) Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
