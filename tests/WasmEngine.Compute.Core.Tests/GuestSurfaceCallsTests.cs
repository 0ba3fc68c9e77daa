using Microsoft.Extensions.Time.Testing;
using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests;

public sealed class GuestSurfaceCallsTests : IDisposable
{
    private static readonly PixelRect All = new(0, 0, 0, 0);
    private static readonly RegionName FirstRegion = RegionName.Parse("app.a.g3.s1");
    private readonly TempRegions _regions = new();
    private readonly FakeMemory _memory = new();
    private readonly GuestCalls _calls;

    public GuestSurfaceCallsTests()
    {
        var spec = new AppSpec("a", 3, "a.wasm", 1, 1, RegionName.Parse("input"), 1 << 20);
        _calls = new GuestCalls(spec, _regions.Directory, new LogLines<GuestSurfaceCallsTests>(), new FakeTimeProvider()) { Memory = _memory };
    }

    public void Dispose()
    {
        _calls.Dispose();
        _regions.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, int.MinValue)]
    [InlineData(16385, 1)]
    [InlineData(1, int.MaxValue)]
    public void SurfaceCreate_SideOutOfRange_IsInvalid(int width, int height)
    {
        Assert.Equal(GuestError.Invalid, _calls.SurfaceCreate(width, height));
        Assert.Empty(_memory.Windows);
    }

    [Fact]
    public void SurfaceCreate_BeforeTheInstanceExists_IsState()
    {
        _calls.Memory = null;

        Assert.Equal(GuestError.State, _calls.SurfaceCreate(8, 8));
    }

    [Fact]
    public void SurfaceCreate_Valid_HasARegionOfItsOwnAndAWindow()
    {
        var first = _calls.SurfaceCreate(100, 7);
        var second = _calls.SurfaceCreate(1, 1);

        Assert.True(first > 0);
        Assert.NotEqual(first, second);
        Assert.Equal(448, _calls.SurfaceStride(first));
        Assert.Equal(64, _calls.SurfaceStride(second));
        Assert.Equal(["app.a.g3.journal", "app.a.g3.s1", "app.a.g3.s2"], _regions.Names);
        Assert.Equal(2, _memory.Windows.Count);
    }

    [Fact]
    public void SurfaceCreate_OneTooMany_IsLimitUntilOneIsDestroyed()
    {
        var handles = Enumerable.Range(0, 16).Select(_ => _calls.SurfaceCreate(1, 1)).ToArray();
        Assert.All(handles, h => Assert.True(h > 0));

        Assert.Equal(GuestError.Limit, _calls.SurfaceCreate(1, 1));
        Assert.Equal(GuestError.Ok, _calls.SurfaceDestroy(handles[3]));
        Assert.True(_calls.SurfaceCreate(1, 1) > 0);
    }

    [Fact]
    public void SurfaceCreate_MemoryCannotGrow_IsLimitAndLeavesNothing()
    {
        _memory.IsFull = true;

        Assert.Equal(GuestError.Limit, _calls.SurfaceCreate(8, 8));
        Assert.Equal(["app.a.g3.journal"], _regions.Names);
    }

    [Fact]
    public void SurfaceCreate_TheSystemRefuses_IsLimitAndLeavesNothing()
    {
        _memory.Failure = new IOException("mapping a window failed: no memory (errno 12)");

        Assert.Equal(GuestError.Limit, _calls.SurfaceCreate(8, 8));
        Assert.Equal(["app.a.g3.journal"], _regions.Names);
    }

    [Fact]
    public void SurfaceCreate_LargestPossible_IsLimit()
    {
        // 1 GiB for each of ten slots: no 32-bit guest has room for that.
        Assert.Equal(GuestError.Limit, _calls.SurfaceCreate(16384, 16384));
        Assert.Equal(["app.a.g3.journal"], _regions.Names);
    }

    [Fact]
    public void SurfaceCreate_RegionOfADeadFormerStart_IsReplaced()
    {
        using (ChainWriter.Create(_regions.Directory, FirstRegion, new ChainSpec(RegionKind.Surface, 5, 5, 2)))
        {
            // as a process leaves it that dies
        }

        Assert.Equal(1, _calls.SurfaceCreate(8, 8));

        using var reader = ChainReader.Open(_regions.Directory, FirstRegion, RegionKind.Surface);
        Assert.Equal(8, reader.Spec.Width);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-6)]
    [InlineData(int.MaxValue)]
    public void Calls_UnknownSurface_AreNotFound(int surface)
    {
        _calls.SurfaceCreate(8, 8);

        Assert.Equal(GuestError.NotFound, _calls.SurfaceStride(surface));
        Assert.Equal(0u, _calls.SurfaceBegin(surface));
        Assert.Equal(GuestError.NotFound, _calls.SurfacePresent(surface, All));
        Assert.Equal(GuestError.NotFound, _calls.SurfaceDestroy(surface));
    }

    [Fact]
    public void SurfaceBegin_Address_LiesInTheWindow()
    {
        var surface = _calls.SurfaceCreate(300, 300);
        var (window, length) = Assert.Single(_memory.Windows);
        var slotBytes = length / 10;
        var seen = new HashSet<uint>();
        for (var i = 0; i < 30; i++)
        {
            var address = _calls.SurfaceBegin(surface);
            Assert.Equal(address, _calls.SurfaceBegin(surface)); // until it is presented
            Assert.Equal(0, (address - window) % slotBytes);
            Assert.InRange(address, window, window + length - slotBytes);
            seen.Add(address);
            Assert.Equal(GuestError.Ok, _calls.SurfacePresent(surface, All));
        }

        Assert.True(seen.Count >= 2); // never the one that is shown
    }

    [Fact]
    public void SurfacePresent_NotBegun_IsState()
    {
        var surface = _calls.SurfaceCreate(8, 8);

        Assert.Equal(GuestError.State, _calls.SurfacePresent(surface, All));
        _calls.SurfaceBegin(surface);
        Assert.Equal(GuestError.Ok, _calls.SurfacePresent(surface, All));
        Assert.Equal(GuestError.State, _calls.SurfacePresent(surface, All));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData(1, 2, 3, 4, 1, 2, 3, 4)]
    [InlineData(-5, -5, 10, 10, 0, 0, 5, 5)]
    [InlineData(int.MinValue, int.MinValue, int.MaxValue, int.MaxValue, 0, 0, 0, 0)]
    [InlineData(60, 20, int.MaxValue, int.MaxValue, 60, 20, 4, 12)]
    [InlineData(1, 1, -1, 5, 0, 0, 0, 0)]
    public void SurfacePresent_Damage_IsClippedToTheSurface(int x, int y, int width, int height, int left, int top, int across, int down)
    {
        var surface = _calls.SurfaceCreate(64, 32);
        using var reader = ChainReader.Open(_regions.Directory, FirstRegion, RegionKind.Surface);
        _calls.SurfaceBegin(surface);

        Assert.Equal(GuestError.Ok, _calls.SurfacePresent(surface, new PixelRect(x, y, width, height)));

        Assert.True(reader.TryTakeLatest(0, out var lease));
        var descriptor = reader.Describe(lease);
        var expected = new PixelRect(left, top, across, down);
        Assert.Equal(expected.IsEmpty ? 0u : 1u, descriptor.DamageCount); // none means that all may have changed
        if (!expected.IsEmpty) Assert.Equal(expected, descriptor.Damage[0]);
        Assert.InRange(descriptor.KernelStartNs, 1, descriptor.KernelEndNs);
    }

    [Fact]
    public void SurfaceDestroy_TakesNodesRegionAndWindowAway()
    {
        var surface = _calls.SurfaceCreate(8, 8);
        _calls.SceneSurface(4, surface, 0, 0, 8, 8, 0);
        using var reader = ChainReader.Open(_regions.Directory, FirstRegion, RegionKind.Surface);

        Assert.Equal(GuestError.Ok, _calls.SurfaceDestroy(surface));

        Assert.True(reader.IsClosed);
        Assert.Empty(_memory.Windows);
        Assert.Equal(["app.a.g3.journal"], _regions.Names);
        Assert.Equal(GuestError.NotFound, _calls.SceneRemove(4));
        Assert.Equal(GuestError.NotFound, _calls.SurfaceDestroy(surface));
        Assert.NotEqual(surface, _calls.SurfaceCreate(8, 8)); // handles are never used again
    }

    [Fact]
    public void Dispose_DeletesAllRegions_ReadersKeepTheLastPicture()
    {
        var surface = _calls.SurfaceCreate(8, 8);
        using var reader = ChainReader.Open(_regions.Directory, FirstRegion, RegionKind.Surface);
        _calls.SurfaceBegin(surface);
        _calls.SurfacePresent(surface, All);
        _memory.IsGone = true; // windows go with their instance, which ends first

        _calls.Dispose();

        Assert.Empty(_regions.Names);
        Assert.True(reader.IsClosed);
        Assert.True(reader.TryTakeLatest(0, out _));
        Assert.Equal(0, _memory.LateCalls);
    }
}
