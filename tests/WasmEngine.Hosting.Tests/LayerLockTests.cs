using WasmEngine.Hosting;
using WasmEngine.Platform;
using Xunit;

namespace WasmEngine.Hosting.Tests;

public sealed class LayerLockTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lock-{Guid.NewGuid():N}");

    [Fact]
    public void TryTake_Free_NamesTheHolder()
    {
        using var taken = LayerLock.TryTake(_path);
        Assert.NotNull(taken);
        Assert.True(LayerLock.IsHeld(_path));
        Assert.Equal(ProcessIdentity.Current, LayerLock.LastHolder(_path));
    }

    [Fact]
    public void TryTake_Held_IsRefused()
    {
        using var first = LayerLock.TryTake(_path);
        Assert.Null(LayerLock.TryTake(_path));
    }

    [Fact]
    public void Dispose_Held_FreesItAndLeavesTheFile()
    {
        LayerLock.TryTake(_path)!.Dispose();
        Assert.False(LayerLock.IsHeld(_path));
        Assert.True(File.Exists(_path));
        using var second = LayerLock.TryTake(_path);
        Assert.NotNull(second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("-1 5")]
    [InlineData("1 2 3")]
    [InlineData("pid ticks")]
    [InlineData("99999999999999999999 1")]
    public void LastHolder_Rubbish_IsNobody(string content)
    {
        File.WriteAllText(_path, content);
        Assert.Null(LayerLock.LastHolder(_path));
    }

    [Fact]
    public void LastHolder_NoFile_IsNobody()
    {
        Assert.Null(LayerLock.LastHolder(_path));
        Assert.False(LayerLock.IsHeld(_path));
    }

    public void Dispose() => File.Delete(_path);
}
