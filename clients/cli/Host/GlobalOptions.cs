using System.CommandLine;

namespace WasmEngine.Cli;

/// <summary>Options that every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Instance { get; } = new("--instance")
    {
        Description = "Name of the daemon's instance (default: WASMENGINE_INSTANCE, then \"default\")",
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Report as JSON on standard output", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Print without colours (also: environment variable NO_COLOR)", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Instance);
        root.Options.Add(Json);
        root.Options.Add(NoColor);
    }
}
