using System.Globalization;

namespace WasmEngine.Hosting;

/// <summary>The sockets of processes that do not serve yet, named after their pids.</summary>
public static class PendingSockets
{
    internal const string Suffix = ".bind";

    /// <summary>Deletes the one that a dead process may have left.</summary>
    public static void Delete(string runtimeDirectory, int pid) =>
        File.Delete(Path.Combine(runtimeDirectory, pid.ToString(CultureInfo.InvariantCulture) + Suffix));

    /// <summary>Deletes those of all dead processes; call it when no other process of the instance runs.</summary>
    public static void DeleteAll(string runtimeDirectory)
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + Suffix; // which may be about to get its name
        foreach (var path in Directory.EnumerateFiles(runtimeDirectory, "*" + Suffix + "*"))
        {
            if (Path.GetFileName(path) != own) File.Delete(path);
        }
    }
}
