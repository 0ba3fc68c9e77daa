using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests;

/// <summary>Scene, log and frame requests; <see cref="GuestSurfaceCallsTests"/> has the surfaces.</summary>
public sealed class GuestCallsTests : IDisposable
{
    private readonly TempRegions _regions = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<GuestCallsTests> _log = new();
    private readonly GuestCalls _calls;

    public GuestCallsTests()
    {
        var spec = new AppSpec("a", 1, "a.wasm", 1, 1, RegionName.Parse("input"), 1 << 20);
        _calls = new GuestCalls(spec, _regions.Directory, _log, _time) { Memory = new FakeMemory() };
    }

    public void Dispose()
    {
        _calls.Dispose();
        _regions.Dispose();
    }

    [Theory]
    [InlineData(float.NaN, 0, 1, 1, 0u, GuestError.Invalid)]
    [InlineData(0, float.PositiveInfinity, 1, 1, 0u, GuestError.Invalid)]
    [InlineData(0, 0, float.NaN, 1, 0u, GuestError.Invalid)]
    [InlineData(0, 0, 1, float.NegativeInfinity, 0u, GuestError.Invalid)]
    [InlineData(0, 0, 0, 1, 0u, GuestError.Invalid)]
    [InlineData(0, 0, 1, -1, 0u, GuestError.Invalid)]
    [InlineData(0, 0, 1, 1, 2u, GuestError.Invalid)]
    [InlineData(0, 0, 1, 1, uint.MaxValue, GuestError.Invalid)]
    [InlineData(-1e30f, 1e30f, 1e30f, 1e-30f, 1u, GuestError.Ok)]
    public void SceneSurface_Arguments_AreChecked(float x, float y, float width, float height, uint flags, int result)
    {
        var surface = _calls.SurfaceCreate(8, 8);

        Assert.Equal(result, _calls.SceneSurface(1, surface, x, y, width, height, flags));
    }

    [Fact]
    public void Dom_Arguments_AreChecked()
    {
        Assert.Equal(GuestError.Ok, _calls.Dom(new DomRequest { Operation = DomOperation.Text, Id = "a"u8, Value = "x"u8 }));
        Assert.Equal(GuestError.Invalid, _calls.Dom(new DomRequest { Operation = DomOperation.Text, Value = "x"u8 }));
        Assert.Equal(GuestError.Invalid, _calls.Dom(new DomRequest { Operation = DomOperation.Html, Id = "a"u8, Place = (HtmlPlace)5 }));
        Assert.Equal(GuestError.Invalid, _calls.Dom(new DomRequest { Operation = DomOperation.Scroll, Y = float.NaN }));
        var malformed = new byte[DomRecord.MaxName];
        malformed.AsSpan().Fill(0xFF); // three times as long once it is decoded
        Assert.Equal(GuestError.Invalid, _calls.Dom(new DomRequest { Operation = DomOperation.Remove, Id = malformed }));
        Assert.Equal(GuestError.Ok, _calls.Dom(new DomRequest { Operation = DomOperation.Remove, Id = malformed.AsSpan(0, 80) }));
    }

    [Theory]
    [InlineData("", 0u, GuestError.Invalid)]
    [InlineData("plot", 2u, GuestError.Invalid)]
    [InlineData("plot", 1u, GuestError.Ok)]
    public void SurfaceName_Arguments_AreChecked(string name, uint flags, int result)
    {
        var surface = _calls.SurfaceCreate(8, 8);
        Assert.Equal(result, _calls.SurfaceName(surface, Encoding.UTF8.GetBytes(name), flags));
        Assert.Equal(GuestError.NotFound, _calls.SurfaceName(surface + 1, "plot"u8, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void SceneSurface_UnknownSurface_IsNotFound(int surface)
    {
        _calls.SurfaceCreate(8, 8);

        Assert.Equal(GuestError.NotFound, _calls.SceneSurface(1, surface, 0, 0, 1, 1, 0));
    }

    [Theory]
    [InlineData(float.NaN, 0, 1, GuestError.Invalid)]
    [InlineData(0, float.NegativeInfinity, 1, GuestError.Invalid)]
    [InlineData(0, 0, 0, GuestError.Invalid)]
    [InlineData(0, 0, -1, GuestError.Invalid)]
    [InlineData(0, 0, float.NaN, GuestError.Invalid)]
    [InlineData(0, 0, 1000.1f, GuestError.Invalid)]
    [InlineData(0, 0, 1000, GuestError.Ok)]
    public void SceneText_Arguments_AreChecked(float x, float y, float size, int result) =>
        Assert.Equal(result, _calls.SceneText(1, x, y, size, 0, "text"u8));

    [Fact]
    public void SceneText_Length_IsAtMost4096BytesAfterDecoding()
    {
        Assert.Equal(GuestError.Ok, _calls.SceneText(1, 0, 0, 10, 0, []));
        Assert.Equal(GuestError.Ok, _calls.SceneText(1, 0, 0, 10, 0, Encoding.UTF8.GetBytes(new string('x', 4096))));
        Assert.Equal(GuestError.Invalid, _calls.SceneText(1, 0, 0, 10, 0, Encoding.UTF8.GetBytes(new string('x', 4097))));

        var malformed = new byte[2000];
        malformed.AsSpan().Fill(0xFF); // each byte becomes three bytes of replacement character
        Assert.Equal(GuestError.Invalid, _calls.SceneText(1, 0, 0, 10, 0, malformed));
        Assert.Equal(GuestError.Ok, _calls.SceneText(1, 0, 0, 10, 0, malformed.AsSpan(0, 1000)));
    }

    [Fact]
    public void SceneRemove_UnknownNode_IsNotFound()
    {
        _calls.SceneText(uint.MaxValue, 0, 0, 10, 0, "x"u8);

        Assert.Equal(GuestError.NotFound, _calls.SceneRemove(0));
        Assert.Equal(GuestError.Ok, _calls.SceneRemove(uint.MaxValue));
    }

    [Fact]
    public void SceneBackground_NobodyReads_IsAgainInTheEnd()
    {
        var results = Enumerable.Range(0, 100_000).Select(i => _calls.SceneBackground((uint)i)).ToArray();

        Assert.Equal(GuestError.Ok, results[0]);
        Assert.Equal(GuestError.Again, results[^1]);
        Assert.Equal(GuestError.Again, _calls.SceneText(1, 0, 0, 10, 0, "x"u8));
    }

    [Theory]
    [InlineData(int.MinValue, LogLevel.Debug)]
    [InlineData(0, LogLevel.Debug)]
    [InlineData(1, LogLevel.Information)]
    [InlineData(2, LogLevel.Warning)]
    [InlineData(3, LogLevel.Error)]
    [InlineData(int.MaxValue, LogLevel.Error)]
    public void Log_Level_IsTheHostsOne(int level, LogLevel expected)
    {
        _calls.Log(level, "hello"u8);

        var (found, text) = Assert.Single(_log.Lines);
        Assert.Equal(expected, found);
        Assert.Equal("guest a: hello", text);
        Assert.Equal("hello", _calls.LastLogLine);
    }

    [Fact]
    public void Log_LongLine_IsCutAt4096Bytes()
    {
        _calls.Log(1, new byte[100_000]);

        Assert.Equal(4096, _calls.LastLogLine!.Length);
    }

    [Fact]
    public void Log_Flood_IsBoundedAndTheDroppedLinesAreCounted()
    {
        for (var i = 0; i < 100_000; i++) _calls.Log(1, "flood"u8);
        Assert.Equal(200, _log.Lines.Length);

        _time.Advance(TimeSpan.FromSeconds(10));
        _calls.Log(1, "after"u8);

        Assert.Contains(_log.Lines, l => l.Level == LogLevel.Warning && l.Text.Contains("99800 lines were dropped", StringComparison.Ordinal));
        Assert.Equal("after", _calls.LastLogLine);
    }

    [Fact]
    public void RequestFrame_IsKeptUntilTaken()
    {
        Assert.False(_calls.FrameRequested);

        _calls.RequestFrame();
        _calls.RequestFrame();

        Assert.True(_calls.FrameRequested);
    }

    [Fact]
    public void Journal_OfADeadFormerStart_IsReplaced()
    {
        var spec = new AppSpec("b", 1, "b.wasm", 1, 1, RegionName.Parse("input"), 1 << 20);
        using (RingProducer.Create(_regions.Directory, RegionName.Parse("app.b.g1.journal"), new RingSpec(4096, 0)))
        {
            // as a process leaves it that dies
        }

        using var calls = new GuestCalls(spec, _regions.Directory, _log, _time);

        using var reader = RingConsumer.Open(_regions.Directory, calls.Journal.Region, out _);
        Assert.Equal(1 << 20, reader.Spec.DataCapacity);
    }

    [Fact]
    public void Journal_OfALiveProducer_IsRefusedAndStays()
    {
        var spec = new AppSpec("b", 1, "b.wasm", 1, 1, RegionName.Parse("input"), 1 << 20);
        using var other = RingProducer.Create(_regions.Directory, RegionName.Parse("app.b.g1.journal"), new RingSpec(4096, 0));

        var refused = Assert.Throws<RegionException>(() => new GuestCalls(spec, _regions.Directory, _log, _time));

        Assert.Contains("app.b.g1.journal", refused.Message, StringComparison.Ordinal);
        Assert.True(_regions.Directory.Exists(other.Name));
    }
}
