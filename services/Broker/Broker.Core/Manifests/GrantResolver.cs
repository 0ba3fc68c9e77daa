namespace WasmEngine.Broker;

/// <summary>
/// Turns what a manifest asks for into what the app gets. What lies in the app's own folder is the app's; everything else
/// only if the user granted it at the launch: the manifest asks, the grant decides.
/// </summary>
internal static class GrantResolver
{
    private const int MaxGranted = 64;

    /// <summary>Resolves.</summary>
    /// <param name="folder">The app.</param>
    /// <param name="granted">Absolute paths of directories that the user grants, with all below them.</param>
    /// <param name="own">The app's own directory for data; null: it has none. A manifest that asks for its guest name has its wish.</param>
    /// <exception cref="BrokerException">GRANT_INVALID; MANIFEST_INVALID; DIRECTORY_NOT_GRANTED, which names all that lack.</exception>
    internal static AppGrants Resolve(AppFolder folder, IReadOnlyList<string> granted, AppDirectory? own)
    {
        var asked = folder.Manifest.Grants;
        var allowed = CheckGranted(granted);
        var home = AppFolder.RealPath(folder.Directory);
        List<string> problems = [];
        List<AppDirectory> lacking = [];
        var directories = asked.Directories.Select(directory => Resolve(folder, home, directory, problems)).OfType<AppDirectory>().ToList();
        if (problems.Count > 0) throw Faults.Invalid("MANIFEST_INVALID", $"{Path.Combine(folder.Directory, AppManifest.FileName)} can't be used: {string.Join("; ", problems)}");
        lacking.AddRange(directories.Where(d => !IsWithin(d.HostPath, home) && !allowed.Any(a => IsWithin(d.HostPath, a))));
        if (lacking.Count > 0) throw NotGranted(folder, lacking);
        if (own is not null && directories.TrueForAll(d => d.GuestPath != own.GuestPath)) directories.Insert(0, own);
        return new AppGrants { Directories = [.. directories], Environment = asked.Environment, Arguments = asked.Arguments };
    }

    private static List<string> CheckGranted(IReadOnlyList<string> granted)
    {
        if (granted.Count > MaxGranted) throw Faults.Invalid("GRANT_INVALID", $"{granted.Count} directories are granted, at most {MaxGranted} can be");
        var allowed = new List<string>();
        foreach (var path in granted)
        {
            if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
                throw Faults.Invalid("GRANT_INVALID", $"\"{Faults.Shorten(path)}\" can't be granted: name a directory by its absolute path");
            var real = RealPath(path);
            if (real is null || !Directory.Exists(real)) throw Faults.Invalid("GRANT_INVALID", $"{path} can't be granted: there is no such directory");
            allowed.Add(real);
        }

        return allowed;
    }

    private static AppDirectory? Resolve(AppFolder folder, string home, ManifestDirectory asked, List<string> problems)
    {
        var path = RealPath(Path.Combine(home, asked.Path));
        if (path is null || !Directory.Exists(path)) problems.Add($"field \"directories\" names \"{asked.Path}\", but there is no such directory{(Path.IsPathRooted(asked.Path) ? "" : $" in {folder.Directory}")}");
        else if (asked.Writable && path == home) problems.Add($"field \"directories\" asks to write to the app's folder itself, where its program is: name a folder in it, or use {AppStorage.GuestPath}");
        else return new AppDirectory(path, asked.Guest, asked.Writable);
        return null;
    }

    private static string? RealPath(string path)
    {
        try
        {
            return AppFolder.RealPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // links in circles, or nobody's business
        }
    }

    private static bool IsWithin(string path, string directory) =>
        path == directory || path.StartsWith(Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static BrokerException NotGranted(AppFolder folder, List<AppDirectory> lacking)
    {
        var wishes = string.Join(", ", lacking.Select(d => $"{d.HostPath} ({(d.Writable ? "to read and write" : "to read")})"));
        var flags = string.Join(' ', lacking.Select(d => $"--grant {d.HostPath}"));
        return new BrokerException(FaultKind.PermissionDenied, "DIRECTORY_NOT_GRANTED",
            $"app \"{folder.Manifest.Id}\" asks for {wishes}: if it may have that, launch it with {flags}");
    }
}
