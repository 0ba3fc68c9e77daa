using System.Runtime.CompilerServices;

namespace WasmEngine.Testing;

/// <summary>Keeps the sockets and logs of the tests away from those of the user's own daemon.</summary>
internal static class TestEnvironment
{
    public static string Root { get; } = Path.Combine(Path.GetTempPath(), "wet-" + Environment.ProcessId);

    [ModuleInitializer]
    internal static void Initialise()
    {
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", Root);
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", Path.Combine(Root, "state"));
        Environment.SetEnvironmentVariable("WASMENGINE_INSTANCE", null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
        };
    }
}
