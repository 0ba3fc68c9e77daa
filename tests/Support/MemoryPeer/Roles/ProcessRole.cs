using WasmEngine.Platform;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>process DIRECTORY: lock FILE | exhaust-and-ask PID TICKS | echo TEXT. A process to look at, and one that looks.</summary>
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
            default:
                return string.Join(' ', command);
        }
    }

    public void Dispose() => _held.ForEach(h => h.Dispose());
}
