using System.CommandLine;
using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal sealed record StoredModuleReport(string Sha256, long SizeBytes, string Name, DateTimeOffset InstalledAt)
{
    public static StoredModuleReport Of(StoredModuleInfo module) => new(module.Sha256, module.SizeBytes, module.Name, module.InstalledAt);
}

internal sealed record StoredModulesReport(string Instance, IReadOnlyList<StoredModuleReport> Modules);

internal sealed record ModuleRemovedReport(string Sha256, bool Removed);

internal static class ModuleCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("module", "Install, list and remove modules of the store");
        command.Subcommands.Add(Install(globals));
        command.Subcommands.Add(List(globals));
        command.Subcommands.Add(Remove(globals));
        return command;
    }

    private static Command Install(GlobalOptions globals)
    {
        var file = new Argument<string>("FILE.wasm") { Description = "The module" };
        return CommandContext.Bind(new Command("install", "Put a module into the store and compile it") { file }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            var path = context.Arguments.GetRequiredValue(file);
            var module = context.Json || !context.Terminal.IsLive ? await engine.Modules.InstallAsync(path, null, context.Cancellation) : await InstallLiveAsync(context, engine, path);
            context.Report(StoredModuleReport.Of(module), CliJson.Readable.StoredModuleReport, terminal => terminal.WriteLine($"{module.Sha256}  {Terminal.OneLine(module.Name)}, {Quantities.Bytes(module.SizeBytes)}"));
        });
    }

    private static async Task<StoredModuleInfo> InstallLiveAsync(CommandContext context, EngineClient engine, string path)
    {
        StoredModuleInfo? module = null;
        await context.Terminal.Progress.Progress().AutoClear(true).StartAsync(async display =>
        {
            var bar = display.AddTask(Tables.Safe(Path.GetFileName(path)), maxValue: 1);
            module = await engine.Modules.InstallAsync(path, new BarProgress(bar), context.Cancellation);
        });
        return module!;
    }

    private static Command List(GlobalOptions globals) => CommandContext.Bind(new Command("list", "List the modules in the store"), globals, async context =>
    {
        await using var engine = await context.ConnectKeptAsync();
        var modules = (await engine.Modules.ListAsync(context.Cancellation)).Select(StoredModuleReport.Of).ToList();
        context.Report(new StoredModulesReport(engine.Instance, modules), CliJson.Readable.StoredModulesReport, terminal => Show(modules, terminal));
    });

    private static void Show(List<StoredModuleReport> modules, Terminal terminal)
    {
        if (modules.Count == 0)
        {
            terminal.WriteLine("the store is empty; wasmengine module install FILE.wasm adds a module");
            return;
        }

        var table = Tables.Create("sha-256", "name", "size", "installed");
        foreach (var module in modules)
            table.AddRow(module.Sha256, Tables.Safe(module.Name), Quantities.Bytes(module.SizeBytes), module.InstalledAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss"));
        terminal.Output.Write(table);
    }

    private static Command Remove(GlobalOptions globals)
    {
        var sha256 = new Argument<string>("SHA256") { Description = "The module's SHA-256, or a beginning that only one has" };
        return CommandContext.Bind(new Command("remove", "Take a module out of the store") { sha256 }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            var found = await StoredModules.MatchAsync(engine, context.Arguments.GetRequiredValue(sha256), context.Cancellation);
            await engine.Modules.RemoveAsync(found, context.Cancellation);
            context.Report(new ModuleRemovedReport(found, Removed: true), CliJson.Readable.ModuleRemovedReport, terminal => terminal.WriteLine($"removed {found}"));
        });
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<InstallProgress>
    {
        public void Report(InstallProgress value)
        {
            bar.Description = value.Functions > 0 ? $"{value.Step} {value.Functions} functions" : value.Step;
            bar.Value = value.Fraction;
        }
    }
}
