using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>What a build has made.</summary>
internal sealed record BuiltApp(BuildManifest Manifest, GuestLanguage Language, string Toolchain, bool UpToDate, long SizeBytes, string Warnings);

/// <summary>Builds the module of an app's folder. The one that was there stays until the new one takes its place.</summary>
internal sealed class AppBuilder(string folder, bool debug, bool colors, CancellationToken cancellation)
{
    /// <summary>Builds it, unless it is up to date.</summary>
    /// <exception cref="EngineException">Refused, with a reason as in docs/cli.md.</exception>
    public async Task<BuiltApp> BuildAsync()
    {
        var manifest = BuildManifest.Read(folder);
        var sources = GuestSources.Find(folder);
        var scratch = Path.Combine(Path.GetDirectoryName(manifest.Module)!, $".build-{Environment.ProcessId}");
        var order = new BuildOrder(folder, manifest, sources, debug, colors, scratch);
        var plan = sources.Language == GuestLanguage.Rust ? await RustToolchain.PlanAsync(order, cancellation) : ClangToolchain.Plan(order);
        if (!plan.KnowsItself && BuildStamp.IsCurrent(order, plan)) return Built(order, plan, upToDate: true, "");
        await plan.CheckAsync(cancellation);
        try
        {
            Directory.CreateDirectory(scratch);
            return await MakeAsync(order, plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.Refused, "FILE_UNWRITABLE", $"the module {manifest.Module} can't be written: {e.Message}", "Make its folder writable, or name another in the manifest.", e);
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<BuiltApp> MakeAsync(BuildOrder order, BuildPlan plan)
    {
        var inputs = BuildStamp.Inputs(order, plan);
        var warnings = "";
        foreach (var stage in plan.Stages)
        {
            var results = new ToolResult[stage.Count];
            await Parallel.ForAsync(0, stage.Count, cancellation, async (i, stop) =>
                results[i] = await Tool.RunAsync(stage[i].Tool, stage[i].Arguments, order.Folder, stop, [.. stage[i].Environment]));
            var output = string.Concat(results.Select(r => r.Errors + r.Output));
            if (results.Any(r => r.ExitCode != 0)) throw new CompilerFailedException(Path.GetFileName(stage[0].Tool), order.Manifest.Id, warnings + output);
            warnings += output;
        }

        var made = plan.Output;
        if (plan.KnowsItself)
        {
            // Its own file stays where it looks for it.
            made = Path.Combine(order.Scratch, "out.wasm");
            File.Copy(Only(plan.Output), made);
        }

        BuildStamp.Remove(order);
        File.Move(made, order.Manifest.Module, overwrite: true);
        BuildStamp.Write(order, inputs);
        return Built(order, plan, upToDate: false, warnings);
    }

    private static string Only(string pattern)
    {
        var found = Directory.GetFiles(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern));
        return found.Length == 1
            ? found[0]
            : throw BuildFailure.Sources($"cargo made {found.Length} modules, one is wanted", "Let Cargo.toml say [lib] crate-type = [\"cdylib\"], or have one binary.");
    }

    private static BuiltApp Built(BuildOrder order, BuildPlan plan, bool upToDate, string warnings) =>
        new(order.Manifest, order.Sources.Language, plan.Toolchain, upToDate, new FileInfo(order.Manifest.Module).Length, warnings);
}

/// <summary>A compiler found faults; what it printed is for people to read as it is.</summary>
internal sealed class CompilerFailedException(string tool, string app, string output) : Exception(output)
{
    public EngineException Explain() => BuildFailure.Compiler(tool, app, Message);
}
