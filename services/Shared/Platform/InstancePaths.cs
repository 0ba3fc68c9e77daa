using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WasmEngine.Platform;

/// <summary>
/// Where one instance of the daemon keeps its things. Pure names: nothing is created. Clients and layers derive the same
/// paths from the same environment.
/// </summary>
public sealed partial record InstancePaths
{
    /// <summary>Environment variable that names the instance.</summary>
    public const string InstanceVariable = "WASMENGINE_INSTANCE";

    private const int MaxSocketPath = 107; // sun_path of unix(7), without its terminator

    private InstancePaths(string instance, string runtime, string regions, string state, string cache)
    {
        Instance = instance;
        RuntimeDirectory = runtime;
        RegionDirectory = regions;
        StateDirectory = state;
        CacheDirectory = cache;
    }

    /// <summary>Name of the instance: 1 to 32 of [a-z0-9-], beginning with a letter or digit.</summary>
    public string Instance { get; }

    /// <summary>Sockets, locks and the launcher's note of its layers.</summary>
    public string RuntimeDirectory { get; }

    /// <summary>Shared-memory regions.</summary>
    public string RegionDirectory { get; }

    /// <summary>What outlives the daemon: the broker's database and the logs.</summary>
    public string StateDirectory { get; }

    /// <summary>What may be deleted at any time: compiled code.</summary>
    public string CacheDirectory { get; }

    /// <summary>Log files, one for each layer.</summary>
    public string LogDirectory => Path.Combine(StateDirectory, "logs");

    /// <summary>The Unix socket of a layer.</summary>
    public string Socket(string layer) => Path.Combine(RuntimeDirectory, layer + ".sock");

    /// <summary>The file whose lock says that a layer of this instance serves.</summary>
    public string Lock(string layer) => Path.Combine(RuntimeDirectory, layer + ".lock");

    /// <summary>Derives the paths; <paramref name="instance"/> null or empty takes the environment's, then "default".</summary>
    /// <exception cref="ArgumentException">The name is not allowed, or a socket path would be too long.</exception>
    public static InstancePaths For(string? instance)
    {
        var name = FirstSet(instance, Environment.GetEnvironmentVariable(InstanceVariable), "default");
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException($"\"{name}\" can't name an instance: use 1 to 32 of a-z, 0-9 and '-', beginning with a letter or digit", nameof(instance));
        var user = PeerCredentials.CurrentUserId.ToString(CultureInfo.InvariantCulture);
        var home = Environment.GetEnvironmentVariable("HOME") ?? "/";
        var paths = new InstancePaths(
            name,
            Path.Combine(RuntimeRoot(user), name),
            Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "wasmengine-" + user, name),
            Path.Combine(FirstSet(Environment.GetEnvironmentVariable("XDG_STATE_HOME"), Path.Combine(home, ".local/state")), "wasmengine", name),
            Path.Combine(FirstSet(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Path.Combine(home, ".cache")), "wasmengine"));
        var longest = paths.Socket("launcher");
        if (Encoding.UTF8.GetByteCount(longest) > MaxSocketPath)
            throw new ArgumentException($"the socket path {longest} is over {MaxSocketPath} bytes: set XDG_RUNTIME_DIR to a shorter directory", nameof(instance));
        return paths;
    }

    private static string RuntimeRoot(string user)
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } given) return Path.Combine(given, "wasmengine");
        return user == "0" && Directory.Exists("/run") ? "/run/wasmengine" : Path.Combine(Path.GetTempPath(), "wasmengine-" + user);
    }

    private static string FirstSet(params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!string.IsNullOrEmpty(candidate)) return candidate;
        }

        return "";
    }

    /// <summary>
    /// Creates a directory that only this user may enter. Refuses a symbolic link, one that belongs to somebody else, and one
    /// below a "wasmengine…" directory that somebody else could change: in /tmp and /dev/shm anyone may have made those first.
    /// </summary>
    /// <exception cref="IOException">It is refused; the message says what to remove.</exception>
    public static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory); // per-user directories are private there
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(directory, ownerOnly);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RequireOwn(path);
        File.SetUnixFileMode(path, ownerOnly);
        while (Path.GetDirectoryName(path) is { } parent && Path.GetFileName(parent).StartsWith("wasmengine", StringComparison.Ordinal))
        {
            RequireOwn(parent);
            if ((File.GetUnixFileMode(parent) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
                throw new IOException($"{parent} can be changed by other users: take their right to write, or remove it");
            path = parent;
        }
    }

    private static void RequireOwn(string directory)
    {
        var entry = FileEntry.Of(directory);
        if (!entry.IsDirectory) throw new IOException($"{directory} is not a directory, or a symbolic link: remove it");
        if (entry.UserId != PeerCredentials.CurrentUserId)
            throw new IOException($"{directory} belongs to user {entry.UserId}, not to {PeerCredentials.CurrentUserId}: have it removed");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
