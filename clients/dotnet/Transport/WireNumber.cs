namespace WasmEngine.Client.Transport;

/// <summary>Numbers on their way into unsigned fields.</summary>
internal static class WireNumber
{
    /// <summary>A size: a negative one becomes one that the engine refuses, instead of one that wraps into range.</summary>
    public static uint From(int size) => size < 0 ? uint.MaxValue : (uint)size;
}
