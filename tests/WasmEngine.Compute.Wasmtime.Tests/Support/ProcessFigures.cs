namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>What this process holds of the system, for tests that nothing leaks.</summary>
internal readonly record struct ProcessFigures(long AddressBytes, int Mappings, int Descriptors)
{
    public static ProcessFigures Now => new(
        long.Parse(File.ReadAllLines("/proc/self/status").First(l => l.StartsWith("VmSize:", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) * 1024,
        File.ReadAllLines("/proc/self/maps").Count(l => !l.Contains("doublemapper", StringComparison.Ordinal)) /* but the JIT's */,
        Directory.GetFiles("/proc/self/fd").Length);
}
