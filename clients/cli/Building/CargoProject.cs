namespace WasmEngine.Cli;

/// <summary>The little that is needed of a Cargo.toml, read line by line; what is more involved is left to cargo.</summary>
/// <param name="Edition">Of the language.</param>
/// <param name="NeedsCargo">It has dependencies beside the guest package, or a build script.</param>
internal sealed record CargoProject(string Edition, bool NeedsCargo)
{
    /// <summary>Reads the project of a folder; one without the file is as plain as can be.</summary>
    public static CargoProject Read(string folder)
    {
        var file = Path.Combine(folder, "Cargo.toml");
        return File.Exists(file) ? Parse(File.ReadAllLines(file), File.Exists(Path.Combine(folder, "build.rs"))) : new CargoProject("2021", NeedsCargo: false);
    }

    internal static CargoProject Parse(IEnumerable<string> lines, bool hasBuildScript)
    {
        var (edition, needsCargo, section) = ("2015", hasBuildScript, "");
        foreach (var line in lines.Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            if (line[0] == '[')
            {
                section = line.Trim('[', ']', ' ');
                // [dependencies.name]
                needsCargo |= section == "workspace" || (Table(section) is { } dependency && dependency.Length > 0 && dependency != "wasmengine");
                continue;
            }

            var key = line.Split('=')[0].Trim().Trim('"');
            if (section == "package" && key == "edition") edition = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"');
            needsCargo |= Table(section) is "" && key.Split('.')[0] != "wasmengine";
        }

        return new CargoProject(edition, needsCargo);
    }

    /// <summary>The dependency that a section is about; empty if it lists them, null if it is about something else.</summary>
    private static string? Table(string section)
    {
        foreach (var kind in (ReadOnlySpan<string>)["build-dependencies", "dependencies"])
        {
            var at = section.LastIndexOf(kind, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && section[at - 1] is not '.')) continue;
            return section[(at + kind.Length)..].TrimStart('.');
        }

        return null;
    }
}
