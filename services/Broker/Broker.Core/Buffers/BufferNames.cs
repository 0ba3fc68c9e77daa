using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>Names that clients give their buffers.</summary>
internal static class BufferNames
{
    public const int MaxLength = 64;

    public static bool IsValid(string name) => name.Length <= MaxLength && RegionName.TryParse(name, out _);
}
