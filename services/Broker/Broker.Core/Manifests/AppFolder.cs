namespace WasmEngine.Broker;

/// <summary>An app's folder, checked.</summary>
/// <param name="Directory">Absolute path as it was given.</param>
/// <param name="ModulePath">Absolute path of the module with all links resolved; it lies in the folder.</param>
/// <param name="Manifest">What the manifest says.</param>
public sealed record AppFolder(string Directory, string ModulePath, AppManifest Manifest)
{
    /// <summary>Most bytes of a document.</summary>
    public const long MaxDocumentBytes = 64 << 20;

    private const int MaxLinks = 40;

    /// <summary>Absolute path of the document with all links resolved; it lies in the folder. Empty when the app shows none.</summary>
    public string DocumentFile { get; init; } = "";

    /// <summary>The folder with all links resolved; empty when the app shows no document.</summary>
    public string DocumentFolder { get; init; } = "";

    /// <summary>Reads and checks a folder.</summary>
    /// <exception cref="BrokerException">MANIFEST_MISSING; MANIFEST_INVALID with every problem in one message.</exception>
    public static AppFolder Load(string directory)
    {
        if (directory.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(directory))
            throw Faults.Invalid("MANIFEST_MISSING", $"app_directory \"{Faults.Shorten(directory)}\" must be the absolute path of a folder that holds {AppManifest.FileName}");
        var file = Path.Combine(directory, AppManifest.FileName);
        var manifest = AppManifest.Parse(ReadManifest(directory, file), out var problems) ?? throw Invalid(file, problems);
        var found = new List<string>();
        var module = Resolve(directory, "module", manifest.Module, "build the app first", found);
        var document = manifest.Document.Length == 0 ? "" : Resolve(directory, "document", manifest.Document, "put it there, or take the field away", found);
        if (document.Length > 0 && found.Count == 0 && new FileInfo(document).Length > MaxDocumentBytes)
            found.Add($"field \"document\" names \"{manifest.Document}\", which has {new FileInfo(document).Length} bytes, at most {MaxDocumentBytes} are allowed");
        if (found.Count > 0) throw Invalid(file, found);
        return new AppFolder(directory, module, manifest) { DocumentFile = document, DocumentFolder = document.Length == 0 ? "" : RealPath(directory) };
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

    private static string Resolve(string directory, string field, string name, string remedy, List<string> problems)
    {
        try
        {
            var root = RealPath(directory);
            var path = RealPath(Path.Combine(root, name));
            var inside = path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (!inside) problems.Add($"field \"{field}\" names \"{name}\", which leads out of the folder to {path}: put the file itself in the folder");
            else if (!File.Exists(path)) problems.Add($"field \"{field}\" names \"{name}\", but there is no such file in {directory}: {remedy}");
            return path;
        }
        catch (IOException e)
        {
            problems.Add($"field \"{field}\" names \"{name}\", which can't be followed: {e.Message}");
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
