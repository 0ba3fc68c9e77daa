namespace WasmEngine.Hosting;

/// <summary>Exit codes of the engine's processes.</summary>
public static class ExitCodes
{
    /// <summary>Ended because it was asked to.</summary>
    public const int Success = 0;

    /// <summary>Ended by an error; standard error and the log tell which.</summary>
    public const int Fatal = 1;

    /// <summary>The command line or an option makes no sense; nothing was changed.</summary>
    public const int Usage = 2;

    /// <summary>Another process of the same name serves this instance; nothing was changed.</summary>
    public const int AlreadyRunning = 3;

    /// <summary>The launcher ended to be replaced by a successor; its layers go on. (EX_TEMPFAIL of sysexits.)</summary>
    public const int Handover = 75;
}
