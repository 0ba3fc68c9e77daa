namespace WasmEngine.Hosting;

/// <summary>Environment variables, without the prefix <c>WASMENGINE_</c>, by which a launcher tells its children about itself.</summary>
public static class SupervisionVariables
{
    /// <summary>Prefix of each variable.</summary>
    public const string Prefix = "WASMENGINE_";

    /// <summary>"1": a launcher started this process and supervises it.</summary>
    public const string Supervised = "SUPERVISED";

    /// <summary>Path of the launcher's executable.</summary>
    public const string Launcher = "LAUNCHER";

    /// <summary>Milliseconds that guards leave to a service manager to restart the launcher itself.</summary>
    public const string GuardDelayMs = "GUARD_DELAY_MS";

    /// <summary>Milliseconds that a process waits for the lock of its predecessor, which is about to end.</summary>
    public const string LockPatienceMs = "LOCK_PATIENCE_MS";
}
