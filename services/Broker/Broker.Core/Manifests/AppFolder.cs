namespace WasmEngine.Broker;

/// <summary>An app's folder, checked.</summary>
/// <param name="Directory">Absolute path as it was given.</param>
/// <param name="ModulePath">Absolute path of the module with all links resolved; it lies in the folder.</param>
/// <param name="Manifest">What the manifest says.</param>
public sealed record AppFolder(string Directory, string ModulePath, AppManifest Manifest)
{
    private const int MaxLinks = 40;

    /// <summary>Reads and checks a folder.</summary>
    /// <exception cref="BrokerException">MANIFEST_MISSING; MANIFEST_INVALID with every problem in one message.</exception>
    public static AppFolder Load(string directory)
    {
        if (directory.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(directory))
            throw Faults.Invalid("MANIFEST_MISSING", $"app_directory \"{Faults.Shorten(directory)}\" must be the absolute path of a folder that holds {AppManifest.FileName}");
        var file = Path.Combine(directory, AppManifest.FileName);
        var manifest = AppManifest.Parse(ReadManifest(directory, file), out var problems) ?? throw Invalid(file, problems);
        var module = ResolveModule(directory, manifest.Module, out var problem);
        return problem is null ? new AppFolder(directory, module, manifest) : throw Invalid(file, [problem]);
    }

    private static byte[] ReadManifest(string directory, string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists) throw Faults.Invalid("MANIFEST_MISSING", $"there is no {AppManifest.FileName} in {directory}: name the folder of an app");
            if (info.Length == 0) throw Invalid(file, ["it is empty"]); // a pipe, whose opening would hold us up, has no length either
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > AppManifest.MaxBytes) throw Invalid(file, [$"it has {stream.Length} bytes, at most {AppManifest.MaxBytes} are allowed"]);
            var contents = new byte[stream.Length];
            stream.ReadExactly(contents);
            return contents;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, [$"it can't be read: {e.Message}"]);
        }
    }

    private static string ResolveModule(string directory, string module, out string? problem)
    {
        problem = null;
        try
        {
            var root = RealPath(directory);
            var path = RealPath(Path.Combine(root, module));
            var inside = path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (!inside) problem = $"field \"module\" names \"{module}\", which leads out of the folder to {path}: put the file itself in the folder";
            else if (!File.Exists(path)) problem = $"field \"module\" names \"{module}\", but there is no such file in {directory}: build the app first";
            return path;
        }
        catch (IOException e)
        {
            problem = $"field \"module\" names \"{module}\", which can't be followed: {e.Message}";
            return "";
        }
    }

    /// <summary>Follows the links in every part of a path, as realpath(3) does; parts that do not exist are taken as they are.</summary>
    internal static string RealPath(string path)
    {
        var links = 0;
        var pending = new Stack<string>(Split(Path.GetFullPath(path)));
        var resolved = Path.GetPathRoot(Path.GetFullPath(path))!;
        while (pending.TryPop(out var part))
        {
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException($"too many links on the way to {path}");
            var full = Path.GetFullPath(Path.Combine(resolved, target));
            foreach (var rest in Split(full)) pending.Push(rest);
            resolved = Path.GetPathRoot(full)!;
        }

        return resolved;
    }

    // In reverse, for pushing onto a stack.
    private static IEnumerable<string> Split(string full) =>
        full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static BrokerException Invalid(string file, IReadOnlyList<string> problems) =>
        Faults.Invalid("MANIFEST_INVALID", $"{file} can't be used: {string.Join("; ", problems)}");
}
