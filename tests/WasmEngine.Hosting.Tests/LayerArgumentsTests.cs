using WasmEngine.Hosting;
using Xunit;

namespace WasmEngine.Hosting.Tests;

public sealed class LayerArgumentsTests
{
    [Fact]
    public void TryParse_AllOptions_AreTaken()
    {
        Assert.True(LayerArguments.TryParse(["--instance", "a", "--standby", "--console", "--detach", "--layers-directory=/x"], ["layers-directory"], out var parsed, out _));
        Assert.Equal(("a", true, true, true), (parsed.Instance, parsed.Standby, parsed.Console, parsed.Detach));
        Assert.Equal("/x", parsed.Settings["LAYERS_DIRECTORY"]);
    }

    [Fact]
    public void TryParse_Nothing_IsTheDefault()
    {
        Assert.True(LayerArguments.TryParse([], [], out var parsed, out _));
        Assert.Equal((null, false, false, false), (parsed.Instance, parsed.Standby, parsed.Console, parsed.Detach));
    }

    [Theory]
    [InlineData("--instnace", "unknown argument \"--instnace\"")]
    [InlineData("--layers-directory", "unknown argument \"--layers-directory\"")]
    [InlineData("stray", "unknown argument \"stray\"")]
    [InlineData("--standby=yes", "unknown argument \"--standby=yes\"")]
    [InlineData("--instance", "--instance needs a value")]
    public void TryParse_Mistake_IsNamed(string argument, string expected)
    {
        Assert.False(LayerArguments.TryParse([argument], [], out _, out var errors));
        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_SeveralMistakes_ReportsEach()
    {
        Assert.False(LayerArguments.TryParse(["--a", "--b", "--instance"], [], out _, out var errors));
        Assert.Equal(3, errors.Count);
    }
}
