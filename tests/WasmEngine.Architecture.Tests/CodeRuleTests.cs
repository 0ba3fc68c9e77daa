using WasmEngine.Architecture.Tests.Rules;
using Xunit;

namespace WasmEngine.Architecture.Tests;

/// <summary>Each rule finds what it forbids, and nothing else.</summary>
public sealed class CodeRuleTests
{
    private static readonly (string Path, string Text) Broker =
        ("services/Broker/Broker/WasmEngine.Broker.csproj", Sample.Project("OutputType:Exe"));

    private static readonly (string Path, string Text) BrokerCore =
        ("services/Broker/Broker.Core/WasmEngine.Broker.Core.csproj", Sample.Project());

    [Theory]
    [InlineData("services/Broker/Broker.Core/WasmEngine.Broker.Core.csproj", 1)]
    [InlineData("services/Broker/Broker.Sqlite/WasmEngine.Broker.Sqlite.csproj", 1)]
    [InlineData("tests/WasmEngine.Memory.Tests/WasmEngine.Memory.Tests.csproj", 1)]
    [InlineData("services/Shared/Memory/WasmEngine.Memory.csproj", 0)]
    [InlineData("services/Render/Render.Skia/WasmEngine.Render.Skia.csproj", 0)]
    public void UnsafeCode_Project_IsJudgedByItsKind(string project, int violations) =>
        Assert.Equal(violations, Sample.Check(new UnsafeCodeRule(), (project, Sample.Project("AllowUnsafeBlocks:true"))).Count);

    [Fact]
    public void UnsafeCode_SwitchedOff_IsAllowed() =>
        Assert.Empty(Sample.Check(new UnsafeCodeRule(), ("clients/x/X.csproj", Sample.Project("AllowUnsafeBlocks:false"))));

    [Theory]
    [InlineData("[LibraryImport(\"libc\")] static partial int f();", 1)]
    [InlineData("[SuppressGCTransition, DllImport(\"libc\")] static extern int f();", 1)]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int f();", 1)]
    [InlineData("// [DllImport(\"libc\")] is for Platform", 0)]
    public void NativeCall_InACore_IsFound(string line, int violations) =>
        Assert.Equal(violations, Sample.Check(new NativeCallRule(), BrokerCore, ("services/Broker/Broker.Core/A.cs", line)).Count);

    [Fact]
    public void NativeCall_InPlatformAndAdapters_IsAllowed() => Assert.Empty(Sample.Check(
        new NativeCallRule(),
        ("services/Shared/Platform/WasmEngine.Platform.csproj", Sample.Project()),
        ("services/Shared/Platform/Linux/A.cs", "[LibraryImport(\"libc\")] static partial int f();"),
        ("services/Compute/Compute.Wasmtime/WasmEngine.Compute.Wasmtime.csproj", Sample.Project()),
        ("services/Compute/Compute.Wasmtime/A.cs", "[LibraryImport(\"wasmtime\")] static partial int f();")));

    [Theory]
    [InlineData("using WasmEngine.V1;")]
    [InlineData("using Wire = WasmEngine.Internal.V1;")]
    [InlineData("var view = new V1.View();")]
    [InlineData("Internal.V1.LayerState state = default;")]
    public void GeneratedTypes_OutsideAnEdge_AreFound(string line)
    {
        Assert.Single(Sample.Check(new GeneratedTypesRule(), Broker, ("services/Broker/Broker/Sessions/A.cs", line)));
        Assert.Single(Sample.Check(new GeneratedTypesRule(), BrokerCore, ("services/Broker/Broker.Core/Grpc/A.cs", line)));
    }

    [Theory]
    [InlineData("services/Broker/Broker/Grpc/Views/A.cs")]
    [InlineData("services/Shared/Hosting/Supervision/A.cs")]
    [InlineData("clients/dotnet/A.cs")]
    [InlineData("tests/X.Tests/A.cs")]
    public void GeneratedTypes_AtAnEdge_AreAllowed(string path) =>
        Assert.Empty(Sample.Check(new GeneratedTypesRule(), Broker, (path, "using WasmEngine.V1;")));

    [Fact]
    public void GeneratedTypes_AlikeNamesAndComments_AreAllowed() => Assert.Empty(Sample.Check(
        new GeneratedTypesRule(), Broker, ("services/Broker/Broker/A.cs", "using Grpc.Health.V1;\n// as WasmEngine.V1 says\nvar x = LayoutV1.Size;")));

    [Fact]
    public void GeneratedTypes_GlobalUsing_IsFound() => Assert.Single(Sample.Check(
        new GeneratedTypesRule(), ("services/Broker/Broker/WasmEngine.Broker.csproj", Sample.Project("OutputType:Exe", "Using=WasmEngine.V1"))));

    [Theory]
    [InlineData("Volatile.Write(ref x, 1);", 1)]
    [InlineData("Interlocked .Increment(ref x);", 1)]
    [InlineData("System.Threading.Volatile.Read(ref x);", 1)]
    [InlineData("Volatile.Read(ref x); // SYNC: pairs with Publish", 0)]
    [InlineData("// SYNC: pairs with Publish\n\n\n\n\n\nVolatile.Read(ref x);", 0)]
    [InlineData("// SYNC: pairs with Publish\n\n\n\n\n\n\nVolatile.Read(ref x);", 1)]
    [InlineData("Volatile.Read(ref x);\n// SYNC: too late", 1)]
    [InlineData("// Interlocked.Increment would do", 0)]
    public void SyncComment_Access_NeedsItsReason(string text, int violations) =>
        Assert.Equal(violations, Sample.Check(new SyncCommentRule(), ("services/Shared/Memory/A.cs", text)).Count);

    [Theory]
    [InlineData("services/A.cs", FileLengthRule.Limit, 0)]
    [InlineData("services/A.cs", FileLengthRule.Limit + 1, 1)]
    [InlineData("packages/guest-c/a.c", FileLengthRule.Limit + 1, 1)]
    [InlineData("docs/a.md", FileLengthRule.Limit + 1, 0)]
    public void FileLength_Lines_AreCounted(string path, int lines, int violations) =>
        Assert.Equal(violations, Sample.Check(new FileLengthRule(), (path, string.Concat(Enumerable.Repeat("x\n", lines)))).Count);

    // Put together from pieces: this file is read by the rule, too.
    public static TheoryData<string, int> Lines => new()
    {
        { "see /" + "home/somebody/project", 1 },
        { "\"/" + "work/tree\"", 1 },
        { "cd /" + "root/x", 1 },
        { "https://api." + "nuget" + ".org/v3", 1 },
        { "\"resolved\": \"https://registry." + "npmjs" + ".org/x\"", 1 },
        { "$ROOT/" + "work/tree and out/" + "home/x", 0 },
        { "/run/wasmengine, /dev/shm, /proc/self, the nuget package", 0 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void ForeignPath_Line_IsJudged(string line, int violations) =>
        Assert.Equal(violations, Sample.Check(new ForeignPathRule(), ("docs/a.md", line)).Count);
}
