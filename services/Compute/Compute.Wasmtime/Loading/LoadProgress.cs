using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Tells of the progress of one loading. Wasmtime says nothing while it compiles, so that part is an estimate.</summary>
internal sealed class LoadProgress(Action<ModuleProgress>? listener)
{
    private const double AtRewriting = 0.05, AtCompiling = 0.15, AtStoring = 0.95;
    private const double BytesPerSecond = 2e6; // of one core, about
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    internal void Reading() => Tell(ModuleStep.Reading, 0, 0);

    internal void Rewriting() => Tell(ModuleStep.Rewriting, AtRewriting, 0);

    /// <summary>Tells of compilation again and again until it is disposed.</summary>
    internal IDisposable? Compiling(PreparedModule module)
    {
        Tell(ModuleStep.Compiling, AtCompiling, module.Functions);
        if (listener is null) return null;
        var start = TimeProvider.System.GetTimestamp();
        var expected = (module.Bytes.Length / BytesPerSecond / Environment.ProcessorCount) + 0.1;
        return TimeProvider.System.CreateTimer(
            _ =>
            {
                // Nears the end and never reaches it, whatever was expected.
                var done = 1 - Math.Exp(-TimeProvider.System.GetElapsedTime(start).TotalSeconds / expected);
                Tell(ModuleStep.Compiling, AtCompiling + ((AtStoring - AtCompiling) * done), module.Functions);
            },
            null, Interval, Interval);
    }

    internal void Storing(int functions) => Tell(ModuleStep.Storing, AtStoring, functions);

    internal void Ready(int functions) => Tell(ModuleStep.Ready, 1, functions);

    private void Tell(ModuleStep step, double fraction, int functions) => listener?.Invoke(new ModuleProgress(step, fraction, functions));
}
