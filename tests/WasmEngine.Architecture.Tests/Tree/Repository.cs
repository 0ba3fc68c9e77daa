using System.Diagnostics;
using System.Text;

namespace WasmEngine.Architecture.Tests.Tree;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private const int ProbeBytes = 8000;
    private static readonly string[] Untracked = [".git", "out", "bin", "obj", "node_modules", "target"];
    private static readonly Lazy<SourceTree> Loaded = new(() => new SourceTree(ReadFiles(FindRoot())));

    internal static SourceTree Tree => Loaded.Value;

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Directory.Packages.props"))) return directory.FullName;
        }

        throw new InvalidOperationException($"there is no repository around {AppContext.BaseDirectory}");
    }

    private static IEnumerable<SourceFile> ReadFiles(string root)
    {
        foreach (var path in TrackedPaths(root) ?? WalkedPaths(root, ""))
        {
            var file = Path.Combine(root, path);
            if (!File.Exists(file)) continue; // deleted, but not yet from the index
            var bytes = File.ReadAllBytes(file);
            if (!bytes.AsSpan(0, Math.Min(bytes.Length, ProbeBytes)).Contains((byte)0)) yield return new SourceFile(path, Encoding.UTF8.GetString(bytes));
        }
    }

    /// <summary>What git tracks; null where there is no git or no checkout (a source archive).</summary>
    private static string[]? TrackedPaths(string root)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "ls-files", "-z"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> WalkedPaths(string root, string folder)
    {
        var directory = new DirectoryInfo(Path.Combine(root, folder));
        foreach (var file in directory.EnumerateFiles()) yield return folder + file.Name;
        foreach (var child in directory.EnumerateDirectories().Where(d => !Untracked.Contains(d.Name) && d.LinkTarget is null))
        {
            foreach (var path in WalkedPaths(root, $"{folder}{child.Name}/")) yield return path;
        }
    }
}
