using System.Globalization;

namespace WasmEngine.Platform;

/// <summary>One line of /proc/PID/maps that maps a file.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">Address after the last byte.</param>
/// <param name="Permissions">For example "rw-s".</param>
/// <param name="FileOffset">Offset of the first byte in the file.</param>
/// <param name="Inode">Inode of the file; with the device it names the pages.</param>
/// <param name="Path">Path of the file.</param>
public sealed record FileMapping(ulong Start, ulong End, string Permissions, ulong FileOffset, ulong Inode, string Path);

/// <summary>What the kernel says of processes' memory and CPU.</summary>
public static class ProcessMemory
{
    /// <summary>Proportional set size in bytes; 0 if the process has ended or the kernel does not tell.</summary>
    public static long ProportionalSetSize(int pid)
    {
        foreach (var line in ReadLines($"/proc/{pid}/smaps_rollup"))
        {
            if (!line.StartsWith("Pss:", StringComparison.Ordinal)) continue;
            var kibibytes = line.AsSpan(4).Trim();
            return long.Parse(kibibytes[..kibibytes.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }

    /// <summary>User plus system CPU time that the process has used.</summary>
    public static TimeSpan CpuTime(int pid)
    {
        var stat = ReadLines($"/proc/{pid}/stat").FirstOrDefault();
        if (stat is null) return TimeSpan.Zero;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromMilliseconds(ticks * 10); // USER_HZ is 100 on every Linux that .NET runs on
    }

    /// <summary>The file mappings of a process whose path begins with a prefix.</summary>
    public static IReadOnlyList<FileMapping> FileMappings(int pid, string pathPrefix)
    {
        var mappings = new List<FileMapping>();
        foreach (var line in ReadLines($"/proc/{pid}/maps"))
        {
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 6 || !fields[5].StartsWith(pathPrefix, StringComparison.Ordinal)) continue;
            var range = fields[0].Split('-');
            mappings.Add(new FileMapping(Hex(range[0]), Hex(range[1]), fields[1], Hex(fields[2]), ulong.Parse(fields[4], CultureInfo.InvariantCulture), fields[5]));
        }

        return mappings;
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // the process has ended
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
