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
                _ = identity.IsAlive; // whatever the runtime loads for this is loaded now
                ProcessHandle.TryOpen(identity)?.Dispose();
                _ = Judge(() => throw new IOException());
                UseUpDescriptors();
                return $"{Judge(() => identity.IsAlive.ToString())} {Judge(() => (ProcessHandle.TryOpen(identity) is not null).ToString())}";
            default:
                return string.Join(' ', command);
        }
    }

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
