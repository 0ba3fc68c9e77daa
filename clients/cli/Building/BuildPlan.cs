namespace WasmEngine.Cli;

/// <summary>One run of a compiler.</summary>
internal sealed record BuildStep(string Tool, IReadOnlyList<string> Arguments, params IReadOnlyList<(string Name, string Value)> Environment);

/// <summary>
/// How an app is built: steps of a stage run side by side, stages one after the other. What is written goes to the scratch
/// folder, the module to <paramref name="Output"/> in it.
/// </summary>
/// <param name="Toolchain">For people: what compiles it.</param>
/// <param name="Stages">What is run.</param>
/// <param name="Output">The module that the last stage leaves; a pattern if its name is the tool's choice.</param>
/// <param name="PackageFolder">The guest package that is compiled in: part of what the module is made of.</param>
internal sealed record BuildPlan(string Toolchain, IReadOnlyList<IReadOnlyList<BuildStep>> Stages, string Output, string PackageFolder)
{
    /// <summary>The tool judges by itself what is up to date: it is always run.</summary>
    public bool KnowsItself { get; init; }

    /// <summary>Checks, before anything is compiled, what else the steps need.</summary>
    public Func<CancellationToken, Task> CheckAsync { get; init; } = _ => Task.CompletedTask;
}

/// <summary>What a plan is made for.</summary>
/// <param name="Folder">The app's folder.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Sources">Its sources.</param>
/// <param name="Debug">For finding faults: lines in traps, little optimization. Else as fast as possible, with names alone.</param>
/// <param name="Colors">A person watches.</param>
/// <param name="Scratch">An own folder for what is made on the way.</param>
internal sealed record BuildOrder(string Folder, BuildManifest Manifest, GuestSources Sources, bool Debug, bool Colors, string Scratch);
