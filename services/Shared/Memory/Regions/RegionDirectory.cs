using System.Globalization;
using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>The directory that holds the regions of one instance, mode 0700. Thread-safe.</summary>
public sealed class RegionDirectory
{
    private const string TemporaryPrefix = ".new-";

    /// <summary>Names a directory without touching it.</summary>
    public RegionDirectory(string path) => DirectoryPath = path;

    /// <summary>Absolute path.</summary>
    public string DirectoryPath { get; }

    /// <summary>Creates it, owner-only, if it is missing.</summary>
    public void Ensure() => InstancePaths.CreatePrivate(DirectoryPath);

    /// <summary>Path of a region's file.</summary>
    public string PathOf(RegionName name) => Path.Combine(DirectoryPath, name.Value);

    /// <summary>Whether there is a region of that name.</summary>
    public bool Exists(RegionName name) => File.Exists(PathOf(name));

    /// <summary>Removes a region's name; whoever maps it keeps its pages. Nothing happens if there is none.</summary>
    public void Delete(RegionName name)
    {
        if (Directory.Exists(DirectoryPath)) File.Delete(PathOf(name));
    }

    /// <summary>Removes a region's name if its writer or producer is dead, so that a successor can create it anew.</summary>
    /// <exception cref="RegionException">RoleTaken: it has a live one.</exception>
    public void DeleteAbandoned(RegionName name)
    {
        const long writerOrProducerRole = 0;
        try
        {
            using var file = SharedFile.Open(PathOf(name));
            if (file.IsLockedElsewhere(writerOrProducerRole))
                throw new RegionException(RegionFault.RoleTaken, $"region {name} in {DirectoryPath} belongs to a process that still runs");
        }
        catch (FileNotFoundException)
        {
            return;
        }

        Delete(name);
    }

    /// <summary>
    /// Deletes the regions that nobody needs any more, and what creators left behind that died half-way.
    /// </summary>
    /// <param name="isWanted">Told each region's name; false deletes it.</param>
    /// <returns>How many files were deleted.</returns>
    public int Sweep(Func<RegionName, bool> isWanted)
    {
        var deleted = 0;
        foreach (var path in Directory.Exists(DirectoryPath) ? Directory.EnumerateFiles(DirectoryPath) : [])
        {
            var file = Path.GetFileName(path);
            var wanted = RegionName.TryParse(file, out var name) ? isWanted(name) : !IsAbandoned(file);
            if (wanted) continue;
            File.Delete(path);
            deleted++;
        }

        return deleted;
    }

    /// <summary>A path for a region that is being created; it names the creator, so that a sweep can tell if it died.</summary>
    internal string TemporaryPath()
    {
        var self = ProcessIdentity.Current;
        return Path.Combine(DirectoryPath, string.Create(CultureInfo.InvariantCulture, $"{TemporaryPrefix}{self.Pid}-{self.StartTicks}-{Guid.NewGuid():N}"));
    }

    private static bool IsAbandoned(string file)
    {
        if (!file.StartsWith(TemporaryPrefix, StringComparison.Ordinal)) return false; // not ours to judge
        var parts = file[TemporaryPrefix.Length..].Split('-');
        return parts.Length != 3
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
            || !ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out var ticks)
            || !new ProcessIdentity(pid, ticks).IsAlive;
    }
}
