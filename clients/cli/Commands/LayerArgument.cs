using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>The name of a layer as an argument.</summary>
internal static class LayerArgument
{
    public static Argument<string?> Create(string description, ArgumentArity arity)
    {
        var argument = new Argument<string?>("LAYER") { HelpName = "LAYER", Description = description, Arity = arity };
        argument.CompletionSources.Add([.. EngineStatus.LayerNames]);
        return argument;
    }

    /// <summary>The name, if there is such a layer.</summary>
    public static string Check(string name) => EngineStatus.LayerNames.Contains(name, StringComparer.Ordinal)
        ? name
        : throw new EngineException(EngineFault.Refused, "UNKNOWN_LAYER", $"there is no layer \"{Terminal.OneLine(name)}\"", $"The layers are {string.Join(", ", EngineStatus.LayerNames)}.");
}
