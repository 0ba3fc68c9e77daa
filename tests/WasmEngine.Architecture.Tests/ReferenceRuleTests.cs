using WasmEngine.Architecture.Tests.Rules;
using Xunit;

namespace WasmEngine.Architecture.Tests;

/// <summary>Each rule finds what it forbids, and nothing else.</summary>
public sealed class ReferenceRuleTests
{
    private const string MemoryPath = "services/Shared/Memory/WasmEngine.Memory.csproj";
    private const string HostingPath = "services/Shared/Hosting/WasmEngine.Hosting.csproj";
    private const string ProtosPath = "protos/WasmEngine.Protos.csproj";
    private const string LauncherPath = "services/Launcher/Launcher/WasmEngine.Launcher.csproj";
    private const string CorePath = "services/Broker/Broker.Core/WasmEngine.Broker.Core.csproj";

    [Theory]
    [InlineData("services/Broker/Broker/WasmEngine.Broker.csproj", "../../Render/Render.Core/WasmEngine.Render.Core.csproj")]
    [InlineData("services/Broker/Broker/WasmEngine.Broker.csproj", @"..\..\Render\Render.Core\WasmEngine.Render.Core.csproj")]
    [InlineData("services/Broker/Broker/WasmEngine.Broker.csproj", "../../../clients/dotnet/WasmEngine.Client.csproj")]
    [InlineData(HostingPath, "../../Launcher/Launcher.Core/WasmEngine.Launcher.Core.csproj")]
    [InlineData(ProtosPath, "../services/Shared/Memory/WasmEngine.Memory.csproj")]
    public void ServiceIsolation_ForeignReference_IsFound(string project, string reference) =>
        Assert.Single(Sample.Check(new ServiceIsolationRule(), (project, Sample.Project($"ProjectReference={reference}"))));

    [Fact]
    public void ServiceIsolation_OwnSharedAndProtos_AreAllowed() => Assert.Empty(Sample.Check(
        new ServiceIsolationRule(),
        ("services/Broker/Broker/WasmEngine.Broker.csproj", Sample.Project(
            "ProjectReference=../Broker.Core/WasmEngine.Broker.Core.csproj",
            "ProjectReference=../../Shared/Hosting/WasmEngine.Hosting.csproj",
            "ProjectReference=../../../protos/WasmEngine.Protos.csproj")),
        ("tests/X.Tests/X.Tests.csproj", Sample.Project("ProjectReference=../../services/Broker/Broker/WasmEngine.Broker.csproj"))));

    [Theory]
    [InlineData("PackageReference=Grpc.Net.Client")]
    [InlineData("PackageReference=google.protobuf")]
    [InlineData("PackageReference=Microsoft.Extensions.Hosting")]
    [InlineData("PackageReference=SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [InlineData("PackageReference=Wasmtime")]
    [InlineData("FrameworkReference=Microsoft.AspNetCore.App")]
    [InlineData("ProjectReference=../Broker.Sqlite/WasmEngine.Broker.Sqlite.csproj")]
    [InlineData("ProjectReference=../../../protos/WasmEngine.Protos.csproj")]
    public void CorePurity_ForbiddenReference_IsFound(string item) => Assert.Single(Sample.Check(
        new CorePurityRule(),
        (CorePath, Sample.Project(item)),
        ("services/Broker/Broker.Sqlite/WasmEngine.Broker.Sqlite.csproj", Sample.Project()),
        (ProtosPath, Sample.Project())));

    [Fact]
    public void CorePurity_PackageOfAReferencedProject_IsFound()
    {
        var found = Assert.Single(Sample.Check(
            new CorePurityRule(),
            (CorePath, Sample.Project("ProjectReference=../../Shared/Memory/WasmEngine.Memory.csproj")),
            (MemoryPath, Sample.Project("PackageReference=Grpc.Core.Api"))));
        Assert.Contains("Grpc.Core.Api through WasmEngine.Memory", found, StringComparison.Ordinal);
    }

    [Fact]
    public void CorePurity_MemoryAndPurePackages_AreAllowed() => Assert.Empty(Sample.Check(
        new CorePurityRule(),
        (CorePath, Sample.Project("ProjectReference=../../Shared/Memory/WasmEngine.Memory.csproj", "PackageReference=AngleSharp", "PackageReference=GrpcLike")),
        (MemoryPath, Sample.Project())));

    [Fact]
    public void LauncherSize_MemoryThroughHosting_IsFound() => Assert.Single(Sample.Check(
        new LauncherSizeRule(),
        (LauncherPath, Sample.Project("ProjectReference=../../Shared/Hosting/WasmEngine.Hosting.csproj")),
        (HostingPath, Sample.Project("ProjectReference=../Memory/WasmEngine.Memory.csproj")),
        (MemoryPath, Sample.Project())));

    [Theory]
    [InlineData("Wasmtime")]
    [InlineData("SkiaSharp")]
    public void LauncherSize_NativePackage_IsFound(string package) =>
        Assert.Single(Sample.Check(new LauncherSizeRule(), (LauncherPath, Sample.Project($"PackageReference={package}"))));

    [Fact]
    public void LauncherSize_HostingAlone_IsAllowed() => Assert.Empty(Sample.Check(
        new LauncherSizeRule(),
        (LauncherPath, Sample.Project("ProjectReference=../../Shared/Hosting/WasmEngine.Hosting.csproj")),
        (HostingPath, Sample.Project("PackageReference=Grpc.AspNetCore"))));

    [Theory]
    [InlineData("../../protos/WasmEngine.Protos.Internal.csproj")]
    [InlineData("../../services/Shared/Hosting/WasmEngine.Hosting.csproj")]
    [InlineData("../../services/Broker/Broker.Core/WasmEngine.Broker.Core.csproj")]
    public void ClientReference_LayersOrInternals_AreFound(string reference) =>
        Assert.Single(Sample.Check(new ClientReferenceRule(), ("clients/cli/WasmEngine.Cli.csproj", Sample.Project($"ProjectReference={reference}"))));

    [Fact]
    public void ClientReference_ProtosMemoryAndClients_AreAllowed() => Assert.Empty(Sample.Check(
        new ClientReferenceRule(),
        ("clients/cli/WasmEngine.Cli.csproj", Sample.Project(
            "ProjectReference=../dotnet/WasmEngine.Client.csproj",
            "ProjectReference=../../protos/WasmEngine.Protos.csproj",
            "ProjectReference=../../services/Shared/Memory/WasmEngine.Memory.csproj"))));

    [Fact]
    public void Solution_ProjectLeftOut_IsFound()
    {
        const string solution = "Project(\"{FAE}\") = \"A\", \"services\\A\\A.csproj\", \"{1}\"";
        var found = Assert.Single(Sample.Check(
            new SolutionRule(),
            ("WasmEngine.sln", solution),
            ("services/A/A.csproj", Sample.Project()),
            ("services/B/B.csproj", Sample.Project())));
        Assert.StartsWith("services/B/B.csproj", found, StringComparison.Ordinal);
    }
}
