using System.Globalization;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>Runs one of the engine's processes from Main to its exit code. The only fatal-error choke point.</summary>
public static class LayerHost
{
    /// <summary>
    /// Runs the process until it is asked to end: parses the command line (<c>[--instance NAME] [--standby] [--console]
    /// [--detach]</c>), takes the layer's lock, logs, serves gRPC on the layer's socket, drains on SIGTERM.
    /// </summary>
    /// <param name="layer">One of <see cref="LayerNames"/>.</param>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Adds what the layer does.</param>
    /// <param name="ownOptions">Names, without dashes, of further options that take a value; they go to the configuration.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string layer, string[] args, Action<LayerBuilder> configure, IReadOnlyCollection<string>? ownOptions = null)
    {
        if (!LayerArguments.TryParse(args, ownOptions ?? [], out var arguments, out var errors))
            return Refuse(layer, ExitCodes.Usage, errors);
        if (arguments.Standby && layer == LayerNames.Launcher)
            return Refuse(layer, ExitCodes.Usage, ["a launcher has no spare: leave out --standby"]);
        try
        {
            var paths = InstancePaths.For(arguments.Instance);
            CreateDirectories(paths);
            using var held = arguments.Standby ? null : await TakeLockAsync(paths.Lock(layer)).ConfigureAwait(false);
            if (held is null && !arguments.Standby) return Refuse(layer, ExitCodes.AlreadyRunning, [AlreadyRunning(layer, paths)]);
            if (arguments.Detach) Daemon.Detach(Path.Combine(paths.LogDirectory, "daemon.err"));
            await using var process = new LayerProcess(layer, arguments, paths);
            return await process.RunAsync(configure).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (e.ParamName == "instance")
        {
            return Refuse(layer, ExitCodes.Usage, [e.Message.Replace(" (Parameter 'instance')", "", StringComparison.Ordinal)]);
        }
        catch (OptionsException e)
        {
            return Refuse(layer, ExitCodes.Usage, e.Errors);
        }
        catch (Exception e)
        {
            return Refuse(layer, ExitCodes.Fatal, [e.ToString()]);
        }
    }

    /// <summary>Null when another process has the lock and keeps it, for as long as a successor was told to be patient.</summary>
    private static async Task<LayerLock?> TakeLockAsync(string path)
    {
        var text = Environment.GetEnvironmentVariable(SupervisionVariables.Prefix + SupervisionVariables.LockPatienceMs);
        var patience = TimeSpan.FromMilliseconds(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : 0);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (LayerLock.TryTake(path) is { } taken) return taken;
            if (TimeProvider.System.GetElapsedTime(start) >= patience) return null;
            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    internal static string AlreadyRunning(string layer, InstancePaths paths)
    {
        var holder = LayerLock.LastHolder(paths.Lock(layer));
        var process = holder is { } identity ? $"process {identity.Pid}" : "another process";
        return $"instance \"{paths.Instance}\" already has a {layer}: {process}. Use that one, stop it first (`wasmengine down --instance {paths.Instance}`), or choose another --instance NAME";
    }

    private static int Refuse(string layer, int exitCode, IEnumerable<string> errors)
    {
        foreach (var error in errors) Console.Error.WriteLine($"wasmengine {layer}: {error}");
        return exitCode;
    }

    private static void CreateDirectories(InstancePaths paths)
    {
        // The parents are ours too: in a directory that others may write to, a foreign parent could be swapped under us.
        InstancePaths.CreatePrivate(Path.GetDirectoryName(paths.RuntimeDirectory)!);
        InstancePaths.CreatePrivate(paths.RuntimeDirectory);
        InstancePaths.CreatePrivate(Path.GetDirectoryName(paths.RegionDirectory)!);
        InstancePaths.CreatePrivate(paths.RegionDirectory);
        InstancePaths.CreatePrivate(paths.StateDirectory);
        InstancePaths.CreatePrivate(paths.LogDirectory);
    }
}
