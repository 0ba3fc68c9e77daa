namespace WasmEngine.Hosting;

/// <summary>Options that make no sense, every error of them. Thrown while a layer is configured; nothing has started then.</summary>
/// <param name="errors">One sentence each, naming the option and what it may be.</param>
public sealed class OptionsException(IReadOnlyList<string> errors) : Exception(string.Join("; ", errors))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
