using System.Text.RegularExpressions;

namespace WasmEngine.Cli;

/// <summary>What an app is written in.</summary>
internal enum GuestLanguage
{
    C,
    Cpp,
    Rust,
}

/// <summary>An app's sources.</summary>
/// <param name="Language">Found by the sources.</param>
/// <param name="Files">What is compiled: C and C++ sources, or the root of the Rust crate.</param>
/// <param name="IsCommand">It has a main function, and is no library of exports.</param>
internal sealed partial record GuestSources(GuestLanguage Language, IReadOnlyList<string> Files, bool IsCommand)
{
    private static readonly string[] CppEndings = [".cpp", ".cc", ".cxx"];

    public static bool IsCpp(string file) => CppEndings.Contains(Path.GetExtension(file), StringComparer.Ordinal);

    /// <summary>Looks into an app's folder.</summary>
    /// <exception cref="WasmEngine.Client.EngineException">NO_SOURCES.</exception>
    public static GuestSources Find(string folder)
    {
        var sources = Path.Combine(folder, "src");
        var files = Directory.Exists(sources) ? Directory.GetFiles(sources, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : [];
        var native = files.Where(f => f.EndsWith(".c", StringComparison.Ordinal) || IsCpp(f)).ToList();
        var rust = new[] { "lib.rs", "main.rs" }.Select(name => Path.Combine(sources, name)).FirstOrDefault(File.Exists);
        if (rust is not null && native.Count > 0)
        {
            throw BuildFailure.Sources(
                $"{sources} holds both Rust and C or C++", "Keep to one: an app that mixes them is built by a Makefile or build.rs of its own.");
        }

        if (rust is not null) return new GuestSources(GuestLanguage.Rust, [rust], rust.EndsWith("main.rs", StringComparison.Ordinal));
        if (native.Count > 0)
            return new GuestSources(native.Exists(IsCpp) ? GuestLanguage.Cpp : GuestLanguage.C, native, native.Exists(f => MainFunction().IsMatch(File.ReadAllText(f))));
        var missing = File.Exists(Path.Combine(folder, "Cargo.toml")) ? "there is a Cargo.toml, but neither src/lib.rs nor src/main.rs" : "there are no sources";
        throw BuildFailure.Sources($"{missing} in {folder}", "Put C into src/*.c, C++ into src/*.cpp, Rust into src/lib.rs.");
    }

    [GeneratedRegex(@"^[ \t]*(extern[ \t]+""C""[ \t]+)?int\s+main\s*\(", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MainFunction();
}
