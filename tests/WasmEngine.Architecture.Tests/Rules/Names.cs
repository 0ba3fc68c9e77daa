using WasmEngine.Architecture.Tests.Tree;

namespace WasmEngine.Architecture.Tests.Rules;

/// <summary>Which projects and packages are of which kind.</summary>
internal static class Names
{
    private static readonly string[] AdapterEndings = [".Wasmtime", ".Skia", ".Vulkan", ".Sqlite"];

    /// <summary>Adapters that may hold unsafe code and native calls: SQLite's is neither.</summary>
    private static readonly string[] NativeAdapterEndings = [".Wasmtime", ".Skia", ".Vulkan"];

    private static readonly string[] NativePackages = ["Wasmtime", "SkiaSharp", "HarfBuzzSharp", "Silk.NET", "Microsoft.Data.Sqlite", "SQLitePCLRaw"];

    private static readonly string[] ControlPlanePackages =
        ["Grpc", "Google.Protobuf", "Google.Api.CommonProtos", "Microsoft.AspNetCore", "Microsoft.Extensions.Hosting", "Serilog", "OpenTelemetry"];

    internal static bool IsAdapter(ProjectFile project) => EndsWithAny(project.Name, AdapterEndings);

    internal static bool IsNativeAdapter(ProjectFile project) => EndsWithAny(project.Name, NativeAdapterEndings);

    internal static bool IsProtos(ProjectFile project) => project.Name is "WasmEngine.Protos" or "WasmEngine.Protos.Internal";

    internal static bool IsNativePackage(string package) => IsOneOf(package, NativePackages);

    internal static bool IsControlPlanePackage(string package) => IsOneOf(package, ControlPlanePackages);

    private static bool EndsWithAny(string name, string[] endings) => endings.Any(e => name.EndsWith(e, StringComparison.Ordinal));

    private static bool IsOneOf(string package, string[] families) =>
        families.Any(f => package.Equals(f, StringComparison.OrdinalIgnoreCase) || package.StartsWith(f + ".", StringComparison.OrdinalIgnoreCase));
}
