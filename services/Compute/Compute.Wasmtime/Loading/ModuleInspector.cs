using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Says what a module is, and whether it can be an app of this engine.</summary>
internal static class ModuleInspector
{
    private static readonly (string Name, bool Required, string Signature)[] AppExports =
    [
        ("wasmengine_abi_version", true, "() -> (i32)"),
        ("wasmengine_init", true, "(i32, i32) -> (i32)"),
        ("wasmengine_frame", false, "(i64) -> ()"),
        ("wasmengine_event", false, "(i32, f32, f32, i32, i32, i64) -> ()"),
    ];

    private const int MaxListed = 1000, MaxProblems = 20;

    /// <summary>Describes a module.</summary>
    /// <exception cref="ModuleException">It uses kinds of imports or exports that no app of this engine can have.</exception>
    internal static ModuleDescription Describe(Module module, double compileMs, long size)
    {
        try
        {
            return new ModuleDescription(
                Bounded(module.Imports.Select(i => $"{Names.OneLine(i.ModuleName)}.{Names.OneLine(i.Name)}: {Kind(i)}"), module.Imports.Count, MaxListed),
                Bounded(module.Exports.Select(e => $"{Names.OneLine(e.Name)}: {Kind(e)}"), module.Exports.Count, MaxListed),
                Problems(module),
                compileMs,
                size)
            {
                ImportProblems = Shortened(ImportProblems(module)),
            };
        }
        catch (Exception e) when (e is WasmtimeException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new ModuleException($"it imports or exports what this engine does not know: {Names.OneLine(e.Message)}");
        }
    }

    private static List<string> Problems(Module module) => Shortened(ExportProblems(module).Concat(ImportProblems(module)));

    private static List<string> Shortened(IEnumerable<string> problems)
    {
        var all = problems.Take(MaxProblems + 1).ToList();
        if (all.Count > MaxProblems) all[MaxProblems] = "and more";
        return all;
    }

    /// <summary>A message about a module must not outgrow a message of the control plane.</summary>
    private static List<string> Bounded(IEnumerable<string> lines, int count, int most) =>
        count <= most ? [.. lines] : [.. lines.Take(most), $"and {count - most} more"];

    private static IEnumerable<string> ExportProblems(Module module)
    {
        var exports = module.Exports.ToDictionary(e => e.Name, StringComparer.Ordinal);
        if (!exports.TryGetValue("memory", out var memory) || memory is not MemoryExport found) yield return "the export \"memory\" is missing";
        else if (found.Is64Bit) yield return "its memory is 64-bit: build for wasm32";

        foreach (var (name, required, signature) in AppExports)
        {
            if (!exports.TryGetValue(name, out var export))
            {
                if (required) yield return $"the export \"{name}\" {signature} is missing: build it with packages/guest-c or packages/guest-rust";
            }
            else if (Kind(export) != "func " + signature)
            {
                yield return $"the export \"{name}\" is {Kind(export)}, it must be func {signature}";
            }
        }
    }

    private static IEnumerable<string> ImportProblems(Module module)
    {
        foreach (var import in module.Imports)
        {
            var known = import.ModuleName switch
            {
                WasiImports.ModuleName => WasiImports.Names.Contains(import.Name),
                GuestImports.ModuleName => GuestImports.Names.Contains(import.Name),
                _ => false,
            };
            if (!known) yield return $"it imports {Names.OneLine(import.ModuleName)}.{Names.OneLine(import.Name)}, which this engine does not provide";
        }
    }

    private static string Kind(Import import) => import switch
    {
        FunctionImport f => Signature(f.Parameters, f.Results),
        MemoryImport => "memory",
        TableImport => "table",
        GlobalImport => "global",
        _ => "other",
    };

    private static string Kind(Export export) => export switch
    {
        FunctionExport f => Signature(f.Parameters, f.Results),
        MemoryExport => "memory",
        TableExport => "table",
        GlobalExport => "global",
        _ => "other",
    };

    private static string Signature(IReadOnlyList<ValueKind> parameters, IReadOnlyList<ValueKind> results) =>
        $"func ({string.Join(", ", parameters.Select(Name))}) -> ({string.Join(", ", results.Select(Name))})";

    private static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => "i32",
        ValueKind.Int64 => "i64",
        ValueKind.Float32 => "f32",
        ValueKind.Float64 => "f64",
        ValueKind.V128 => "v128",
        ValueKind.FuncRef => "funcref",
        ValueKind.ExternRef => "externref",
        _ => "ref",
    };
}
