using CsCheck;
using WasmEngine.Platform;

namespace WasmEngine.Memory.Tests;

public sealed class RegionDirectoryTests : MemoryTest
{
    [Fact]
    public void Sweep_DeadCreatorsLeftovers_GoAndNothingElseDoes()
    {
        var self = ProcessIdentity.Current;
        var peer = Sandbox.Start("process");
        var dead = peer.Identity;
        peer.Kill();
        string[] kept = ["wanted", "README", ".hidden", "UPPER", "a..b", $".new-{self.Pid}-{self.StartTicks}-0123"];
        string[] gone = ["unwanted", $".new-{dead.Pid}-{dead.StartTicks}-0123", $".new-{self.Pid}-{self.StartTicks + 1}-0123", ".new-x-y-z", ".new-", ".new-1"];
        foreach (var file in kept.Concat(gone)) File.WriteAllText(Sandbox.File(file), "");
        Directory.CreateDirectory(Path.Combine(Sandbox.Path, "folder"));
        Assert.Equal(gone.Length, Regions.Sweep(name => name.Value == "wanted"));
        Assert.Equal(kept.Append("folder").Order(StringComparer.Ordinal), Entries());
        Directory.Delete(Path.Combine(Sandbox.Path, "folder"));
    }

    [Fact]
    public void Sweep_RegionInUse_KeepsItsPages()
    {
        using var writer = ChainWriter.Create(Regions, RegionName.Parse("view"), new ChainSpec(RegionKind.FrameChain, 8, 8, 1));
        using var reader = ViewFrames.Open(Regions, writer.Name);
        Assert.Equal(1, Regions.Sweep(_ => false));
        PublishOne(writer);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.True(IsWhole(frame));
        Assert.Empty(Entries());
    }

    [Fact]
    public void SweepAndDelete_NoDirectory_NothingHappens()
    {
        var missing = new RegionDirectory(Path.Combine(Sandbox.Path, "missing"));
        Assert.Equal(0, missing.Sweep(_ => false));
        missing.Delete(RegionName.Parse("x"));
        Assert.False(missing.Exists(RegionName.Parse("x")));
        Assert.Equal(RegionFault.Missing, FaultOf(() => ViewFrames.Open(missing, RegionName.Parse("x"))));
    }

    [Fact]
    public void Create_Refused_LeavesNothing()
    {
        var name = Sandbox.Name("taken");
        File.WriteAllText(Regions.PathOf(name), "");
        Assert.Equal(RegionFault.NameTaken, FaultOf(() => BufferRegion.Create(Regions, name, 5)));
        Assert.Equal(RegionFault.NameTaken, FaultOf(() => RingProducer.Create(Regions, name, new RingSpec(4096, 0))));
        Assert.Equal(RegionFault.NameTaken, FaultOf(() => ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.Surface, 8, 8, 1))));
        Assert.Equal(["taken"], Entries());
    }

    [Fact]
    public void Ensure_New_IsOwnerOnly()
    {
        var directory = new RegionDirectory(Path.Combine(Sandbox.Path, "regions"));
        directory.Ensure();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.DirectoryPath));
        Directory.Delete(directory.DirectoryPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc")]
    [InlineData("-a")]
    [InlineData(".new-1")]
    [InlineData("A")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("ä")]
    public void Parse_BadName_NameInvalid(string text)
    {
        Assert.Equal(RegionFault.NameInvalid, FaultOf(() => RegionName.Parse(text)));
        Assert.False(RegionName.TryParse(text, out _));
    }

    [Fact]
    public void Parse_Length_OneTo120()
    {
        Assert.Equal(120, RegionName.Parse(new string('a', 120)).Value.Length);
        Assert.Equal(RegionFault.NameInvalid, FaultOf(() => RegionName.Parse(new string('a', 121))));
        Assert.False(RegionName.TryParse(null, out _));
        Assert.Throws<InvalidOperationException>(() => default(RegionName).Value);
    }

    [Fact]
    public void Parse_AnyText_NeverLeavesTheDirectory() => Gen.String.Sample(text =>
        !RegionName.TryParse(text, out var name) || Path.GetDirectoryName(Path.GetFullPath(Regions.PathOf(name))) == Sandbox.Path);

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(Sandbox.Path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)!;
}
