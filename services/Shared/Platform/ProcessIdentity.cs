using System.Globalization;
using System.Runtime.InteropServices;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>A process told apart from a later one with the same pid.</summary>
/// <param name="Pid">Process id, above 0.</param>
/// <param name="StartTicks">Field 22 of /proc/PID/stat: clock ticks between boot and its start.</param>
public readonly record struct ProcessIdentity(int Pid, ulong StartTicks)
{
    private static readonly Lazy<ProcessIdentity> Self = new(() => TryFind(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, 0));

    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Self.Value;

    /// <summary>Whether it still runs (a zombie does not).</summary>
    /// <exception cref="IOException">The system refuses to tell, for want of descriptors for example.</exception>
    public bool IsAlive => TryFind(Pid) is { } found && found.StartTicks == StartTicks;

    /// <summary>The process that has this pid now, or null when none runs.</summary>
    /// <exception cref="IOException">The system refuses to tell: a live process must not be taken for a dead one.</exception>
    public static ProcessIdentity? TryFind(int pid)
    {
        if (pid <= 0) return null;
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException || exception.HResult == LibC.Esrch)
        {
            return null; // it ended before or while we read
        }
        catch (UnauthorizedAccessException)
        {
            return null; // another user's, so none that we could have known
        }

        // The name, field 2, is in parentheses and may hold anything; fields are counted from its last one.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        if (fields.Length < 20 || fields[0] is "Z" or "X") return null;
        return new ProcessIdentity(pid, ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal to exactly this process; false when it has ended.</summary>
    public bool Signal(ProcessSignal signal)
    {
        using var handle = ProcessHandle.TryOpen(this);
        return handle is not null && handle.Signal(signal);
    }
}

/// <summary>Signals that the engine sends.</summary>
public enum ProcessSignal
{
    /// <summary>Please end.</summary>
    Terminate = LibC.SigTerm,

    /// <summary>End at once.</summary>
    Kill = LibC.SigKill,
}
