using System.Globalization;
using WasmEngine.Platform;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>process DIRECTORY: lock FILE | judge-without-descriptors PID TICKS, else an echo. A process to look at, and one that looks.</summary>
internal sealed class ProcessRole(string directory) : IRole
{
    private readonly List<IDisposable> _held = [];

    public string Execute(string[] command)
    {
        switch (command[0])
        {
            case "lock":
                var file = SharedFile.OpenOrCreate(Path.Combine(directory, command[1]));
                _held.Add(file);
                return file.TryLock(0) ? "locked" : "refused";
            case "judge-without-descriptors":
                var identity = new ProcessIdentity(int.Parse(command[1], CultureInfo.InvariantCulture), ulong.Parse(command[2], CultureInfo.InvariantCulture));
                // The runtime can't load an assembly without a descriptor: what the answers need is loaded now.
                _ = Ask(identity) + Ask(new ProcessIdentity(int.MaxValue, 1)) + Judge(() => SharedFile.Open("/").Path);
                UseUpDescriptors();
                return Ask(identity);
            default:
                return string.Join(' ', command);
        }
    }

    private static string Ask(ProcessIdentity identity) =>
        $"{Judge(() => identity.IsAlive.ToString())} {Judge(() => (ProcessHandle.TryOpen(identity) is not null).ToString())}";

    private static string Judge(Func<string> question)
    {
        try
        {
            return question();
        }
        catch (IOException exception)
        {
            return exception.GetType().Name;
        }
    }

    private void UseUpDescriptors()
    {
        try
        {
            while (true) _held.Add(File.OpenHandle("/dev/null"));
        }
        catch (IOException)
        {
            // none is left
        }
    }

    public void Dispose() => _held.ForEach(h => h.Dispose());
}
