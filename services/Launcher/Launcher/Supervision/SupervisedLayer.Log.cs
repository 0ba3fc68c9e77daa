using Microsoft.Extensions.Logging;
using WasmEngine.Launcher.Core;

namespace WasmEngine.Launcher.Supervision;

/// <summary>What is logged about a layer.</summary>
internal sealed partial class SupervisedLayer
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: {Before} -> {State}, process {ProcessId}")]
    private static partial void LogState(ILogger logger, string name, LayerState before, LayerState state, int processId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: process {ProcessId} of an earlier launcher goes on")]
    private static partial void LogAdopted(ILogger logger, string name, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}: process {ProcessId} runs already, unknown to us; adopted instead of starting another")]
    private static partial void LogOrphan(ILogger logger, string name, int processId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: spare {ProcessId} promoted")]
    private static partial void LogPromoted(ILogger logger, string name, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}: spare {ProcessId} hangs; killed")]
    private static partial void LogSpareLost(ILogger logger, string name, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}: process {ProcessId} did not move on while {State}; killed")]
    private static partial void LogKill(ILogger logger, string name, int processId, LayerState state);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: process {ProcessId} ended with exit code {ExitCode}")]
    private static partial void LogExitCode(ILogger logger, string name, int processId, int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name}: its executable can't be started")]
    private static partial void LogStartFailed(ILogger logger, Exception exception, string name);
}
