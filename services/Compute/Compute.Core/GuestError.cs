namespace WasmEngine.Compute.Core;

/// <summary>Results of imports, as wasmengine.h defines them.</summary>
public static class GuestError
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>An argument is out of its range.</summary>
    public const int Invalid = -1;

    /// <summary>A limit of the app is reached.</summary>
    public const int Limit = -2;

    /// <summary>There is no such surface or node.</summary>
    public const int NotFound = -3;

    /// <summary>No room right now.</summary>
    public const int Again = -4;

    /// <summary>Not in this state.</summary>
    public const int State = -5;

    /// <summary>A pointer lies outside the guest's memory.</summary>
    public const int Fault = -6;

    /// <summary>Not granted.</summary>
    public const int Denied = -7;

    /// <summary>Major version of the ABI that this engine serves.</summary>
    public const int AbiMajor = 1;
}
