using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.MemoryTesting;

/// <summary>
/// A directory of regions for one test. Its end fails on everything that the test, or the code under test, left behind:
/// mappings, open files, files that were not asked for, child processes.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private readonly List<PeerProcess> _peers = [];
    private readonly HashSet<string> _expected = [];
    private readonly HashSet<int> _formerChildren = Children();

    /// <summary>Creates the directory, in shared memory where the system has it.</summary>
    public Sandbox()
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"wasmengine-test-{Environment.ProcessId}-{Guid.NewGuid():N}"));
        Regions = new RegionDirectory(Path);
        Regions.Ensure();
    }

    /// <summary>Where everything of this test lies.</summary>
    public string Path { get; }

    /// <summary>The directory as the code under test sees it.</summary>
    public RegionDirectory Regions { get; }

    /// <summary>A name whose region the sandbox removes in the end.</summary>
    public RegionName Name(string text)
    {
        _expected.Add(text);
        return RegionName.Parse(text);
    }

    /// <summary>Path of a file that the sandbox removes in the end.</summary>
    public string File(string name)
    {
        _expected.Add(name);
        return System.IO.Path.Combine(Path, name);
    }

    /// <summary>Starts a peer that ends with the sandbox at the latest. The directory is its first argument after the role.</summary>
    public PeerProcess Start(string role, params ReadOnlySpan<string> arguments) => StartAt(role, Path, arguments);

    /// <summary>Starts a peer whose first argument is another path.</summary>
    public PeerProcess StartAt(string role, string path, params ReadOnlySpan<string> arguments) => StartThrough([], [role, path, .. arguments]);

    /// <summary>Starts a peer through another command.</summary>
    public PeerProcess StartThrough(ReadOnlySpan<string> command, ReadOnlySpan<string> arguments)
    {
        var peer = PeerProcess.StartThrough(command, arguments);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>Starts another program that lies beside the test.</summary>
    public PeerProcess StartProgram(string program, params ReadOnlySpan<string> arguments)
    {
        var peer = PeerProcess.StartProgram(program, arguments);
        _peers.Add(peer);
        return peer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var peer in _peers) peer.Dispose();
        foreach (var path in _expected.Select(name => System.IO.Path.Combine(Path, name)).Where(path => !Directory.Exists(path))) System.IO.File.Delete(path);
        List<string> leaks =
        [
            .. ProcessMemory.FileMappings(Environment.ProcessId, Path).Select(m => $"mapping {m.Permissions} {m.Path}"),
            .. OpenFiles().Select(f => $"open file {f}"),
            .. Directory.EnumerateFileSystemEntries(Path).Select(f => $"file {f}"),
            .. Children().Except(_formerChildren).Select(p => $"child process {p}"),
        ];
        Directory.Delete(Path, recursive: true);
        if (leaks.Count > 0) throw new InvalidOperationException("left behind: " + string.Join(", ", leaks));
    }

    private IEnumerable<string> OpenFiles() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(link => new FileInfo(link).LinkTarget)
            .Where(target => target?.StartsWith(Path, StringComparison.Ordinal) == true)!;

    private static HashSet<int> Children()
    {
        var children = new HashSet<int>();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            foreach (var pid in ReadWords(System.IO.Path.Combine(task, "children"))) children.Add(int.Parse(pid, CultureInfo.InvariantCulture));
        }

        return children;
    }

    private static string[] ReadWords(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return []; // the thread has ended
        }
    }
}
