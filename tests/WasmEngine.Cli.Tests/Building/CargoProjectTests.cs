using Xunit;

namespace WasmEngine.Cli.Tests.Building;

public sealed class CargoProjectTests
{
    [Theory]
    [InlineData("[package]\nedition = \"2021\"", "2021", false)]
    [InlineData("[package]\nname = \"a\"", "2015", false)]
    [InlineData("[package]\nedition = \"2018\" # old\n[dependencies]\nwasmengine = { path = \"../..\" }", "2018", false)]
    [InlineData("[dependencies]\nwasmengine.path = \"x\"", "2015", false)]
    [InlineData("[dependencies.wasmengine]\npath = \"x\"", "2015", false)]
    [InlineData("[dependencies]\nserde = \"1\"", "2015", true)]
    [InlineData("[dependencies]\n# serde = \"1\"", "2015", false)]
    [InlineData("[dependencies.serde]\nversion = \"1\"", "2015", true)]
    [InlineData("[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"", "2015", true)]
    [InlineData("[build-dependencies]\ncc = \"1\"", "2015", true)]
    [InlineData("[dev-dependencies]\nquickcheck = \"1\"", "2015", false)]
    [InlineData("[workspace]\nmembers = []", "2015", true)]
    [InlineData("[profile.release]\nlto = true", "2015", false)]
    public void Parse_Project_FindsEditionAndWhetherCargoIsNeeded(string text, string edition, bool needsCargo) =>
        Assert.Equal(new CargoProject(edition, needsCargo), CargoProject.Parse(text.Split('\n'), hasBuildScript: false));

    [Fact]
    public void Parse_WithBuildScript_NeedsCargo() => Assert.True(CargoProject.Parse(["[package]"], hasBuildScript: true).NeedsCargo);
}
