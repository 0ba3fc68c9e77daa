using System.Runtime.InteropServices;

namespace WasmEngine.Bench;

/// <summary>The machine that figures hold for.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="Kernel">Kernel and its version.</param>
/// <param name="Dotnet">Version of the runtime.</param>
public sealed record MachineDescription(string Cpu, int Cores, string Kernel, string Dotnet)
{
    /// <summary>This machine.</summary>
    public static MachineDescription Current { get; } = new(
        CpuModel("/proc/cpuinfo"), Environment.ProcessorCount, Environment.OSVersion.VersionString, Environment.Version.ToString());

    private static string CpuModel(string path)
    {
        if (!File.Exists(path)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
