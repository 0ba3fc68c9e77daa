using System.Diagnostics.CodeAnalysis;

namespace WasmEngine.Hosting;

/// <summary>The command line of one of the engine's processes.</summary>
/// <param name="Instance">Name of the instance; null takes the environment's.</param>
/// <param name="Standby">Load everything, then wait to be promoted.</param>
/// <param name="Console">Log to the console too.</param>
/// <param name="Detach">Leave the terminal once the lock is taken.</param>
/// <param name="Settings">The process's own options, keyed as their environment variables are without the prefix.</param>
internal sealed record LayerArguments(
    string? Instance, bool Standby, bool Console, bool Detach, IReadOnlyDictionary<string, string?> Settings)
{
    internal static bool TryParse(
        IReadOnlyList<string> args,
        IReadOnlyCollection<string> ownOptions,
        [NotNullWhen(true)] out LayerArguments? parsed,
        out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        string? instance = null;
        bool standby = false, console = false, detach = false;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            switch (name)
            {
                case "--standby" when inline is null: standby = true; break;
                case "--console" when inline is null: console = true; break;
                case "--detach" when inline is null: detach = true; break;
                case "--instance": instance = Value(); break;
                default:
                    if (!name.StartsWith("--", StringComparison.Ordinal) || !ownOptions.Contains(name[2..]))
                        found.Add($"unknown argument \"{args[i]}\"; known are {Known(ownOptions)}");
                    else settings[SettingKey(name[2..])] = Value();
                    break;
            }

            string? Value()
            {
                if (inline is not null) return inline;
                if (i + 1 < args.Count) return args[++i];
                found.Add($"{name} needs a value");
                return null;
            }
        }

        errors = found;
        parsed = found.Count == 0 ? new LayerArguments(instance, standby, console, detach, settings) : null;
        return parsed is not null;
    }

    /// <summary>Key of an option in the configuration: "layers-directory" is LAYERS_DIRECTORY, as in WASMENGINE_LAYERS_DIRECTORY.</summary>
    private static string SettingKey(string option) => option.Replace('-', '_').ToUpperInvariant();

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Known(IEnumerable<string> ownOptions) =>
        string.Join(", ", new[] { "--instance NAME", "--standby", "--console", "--detach" }.Concat(ownOptions.Select(option => $"--{option} VALUE")));
}
