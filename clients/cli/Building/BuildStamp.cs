using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WasmEngine.Cli;

/// <summary>
/// Says whether a module is up to date: a file beside it holds a hash of everything that it was made of (sources, guest package,
/// compilers and their arguments) and of the module itself, by size and time.
/// </summary>
internal static class BuildStamp
{
    private static readonly string[] Others = ["Cargo.toml", "Cargo.lock", "build.rs"];

    public static string FileOf(string module) => module + ".stamp";

    /// <summary>The module is what these steps would make of these sources.</summary>
    public static bool IsCurrent(BuildOrder order, BuildPlan plan)
    {
        var stamp = FileOf(order.Manifest.Module);
        return File.Exists(order.Manifest.Module) && File.Exists(stamp) && File.ReadAllText(stamp) == Compute(order, plan);
    }

    /// <summary>Remembers what the module, which has just been made, was made of.</summary>
    public static void Write(BuildOrder order, string inputs) => File.WriteAllText(FileOf(order.Manifest.Module), With(order.Manifest.Module, inputs));

    public static void Remove(BuildOrder order) => File.Delete(FileOf(order.Manifest.Module));

    private static string Compute(BuildOrder order, BuildPlan plan) => With(order.Manifest.Module, Inputs(order, plan));

    private static string With(string module, string inputs) => inputs + " " + Describe(module);

    /// <summary>A hash of what goes in. Taken before the build: what changes meanwhile is built again.</summary>
    public static string Inputs(BuildOrder order, BuildPlan plan)
    {
        var text = new StringBuilder();
        foreach (var step in plan.Stages.SelectMany(s => s))
        {
            text.AppendLine(Describe(step.Tool));
            // The scratch folder has another name each time, and colours do not count.
            foreach (var argument in step.Arguments.Where(a => !a.Contains("color", StringComparison.Ordinal) && a is not ("always" or "never")))
                text.AppendLine(argument.Replace(order.Scratch, "", StringComparison.Ordinal));
            foreach (var (name, value) in step.Environment) text.AppendLine(CultureInfo.InvariantCulture, $"{name}={value.Replace(order.Scratch, "", StringComparison.Ordinal)}");
        }

        foreach (var file in Files(order, plan)) text.AppendLine(Describe(file));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<string> Files(BuildOrder order, BuildPlan plan) =>
        new[] { Path.Combine(order.Folder, "src"), Path.Combine(order.Folder, "include"), plan.PackageFolder }
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Concat(Others.Select(name => Path.Combine(order.Folder, name)).Where(File.Exists))
            .Order(StringComparer.Ordinal);

    private static string Describe(string file)
    {
        var info = new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"{file} {(info.Exists ? info.Length : -1)} {(info.Exists ? info.LastWriteTimeUtc.Ticks : 0)}");
    }
}
