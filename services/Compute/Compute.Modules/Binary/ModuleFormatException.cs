namespace WasmEngine.Compute.Modules.Binary;

/// <summary>A module can't be used, or not by what reads it. Never leaves this project's public calls.</summary>
internal sealed class ModuleFormatException(string reason, int offset, bool unsupported = false) : Exception(reason)
{
    /// <summary>Where in the module, in bytes from its beginning.</summary>
    internal int Offset { get; } = offset;

    /// <summary>The module may be valid all the same: it uses something that this reader does not know.</summary>
    internal bool IsUnsupported { get; } = unsupported;
}
