namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>Paths as compilers record them, on any system.</summary>
internal static class SourcePath
{
    /// <summary>A path below a folder, unless it is complete by itself.</summary>
    internal static string Join(string? folder, string path)
    {
        if (string.IsNullOrEmpty(folder) || IsComplete(path)) return path;
        if (path.Length == 0) return folder;
        while (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        if (path is "" or ".") return folder;
        return folder[^1] is '/' or '\\' ? folder + path : folder + '/' + path;
    }

    private static bool IsComplete(string path) => path is ['/' or '\\', ..] or [_, ':', '/' or '\\', ..];
}
