namespace WasmEngine.Render.Pages;

/// <summary>
/// Loads data: URLs and files under one folder; file: URLs and relative ones alike. What lies outside of the folder, links followed, is refused, and so is
/// every other scheme.
/// </summary>
/// <param name="folder">Absolute path; null: every file may be read, as for a person's own tools.</param>
public sealed class FileResourceLoader(string? folder) : IResourceLoader
{
    /// <inheritdoc/>
    public Resource? Load(string url, string baseUrl, long limit, out string problem)
    {
        problem = "";
        if (DataUrl.Is(url))
        {
            var data = DataUrl.Read(url, limit);
            if (data is null) problem = $"it is malformed, or larger than {limit} bytes";
            return data;
        }

        if (!TryResolve(url, baseUrl, out var file))
        {
            problem = "only file: and data: addresses are loaded";
            return null;
        }

        try
        {
            return Read(file, limit, ref problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            return null;
        }
    }

    private Resource? Read(Uri file, long limit, ref string problem)
    {
        var info = new FileInfo(file.LocalPath);
        if (!info.Exists)
        {
            problem = "there is no such file";
            return null;
        }

        if (!IsAllowed(info))
        {
            problem = "it is outside of the application's folder";
            return null;
        }

        if ((info.Attributes & FileAttributes.Device) != 0 || info.Length > limit)
        {
            problem = $"it is larger than {limit} bytes";
            return null;
        }

        return new Resource(file.AbsoluteUri, File.ReadAllBytes(info.FullName), "");
    }

    private bool IsAllowed(FileInfo file)
    {
        if (folder is null) return true;
        var root = Path.TrimEndingDirectorySeparator(RealPath(folder)) + Path.DirectorySeparatorChar;
        return RealPath(file.FullName).StartsWith(root, StringComparison.Ordinal);
    }

    // Links in every part of the path count: a folder within may be one, too.
    private static string RealPath(string path)
    {
        const int mostLinks = 40;
        var full = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(full)!;
        var pending = new Stack<string>(Parts(full));
        var links = 0;
        while (pending.TryPop(out var part))
        {
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > mostLinks) throw new IOException("there are too many links on the way to it");
            var aim = Path.GetFullPath(Path.Combine(resolved, target));
            foreach (var rest in Parts(aim)) pending.Push(rest);
            resolved = Path.GetPathRoot(aim)!;
        }

        return resolved;
    }

    // Last part first, for pushing onto a stack.
    private static IEnumerable<string> Parts(string full) =>
        full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static bool TryResolve(string url, string baseUrl, out Uri file)
    {
        file = null!;
        if (baseUrl.Length > 0 && Uri.TryCreate(baseUrl, UriKind.Absolute, out var from) && from.IsFile)
        {
            if (!Uri.TryCreate(from, url, out var made)) return false;
            file = made;
        }
        else
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var made)) return false;
            file = made;
        }

        return file.IsFile && file.Host.Length == 0;
    }
}
