using System.Collections.Immutable;
using System.Globalization;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>A place in a source file.</summary>
/// <param name="File">Path as the compiler recorded it, made complete by the folder that it compiled in.</param>
/// <param name="Line">From 1; 0 if the compiler names no line for the instruction.</param>
/// <param name="Column">From 1; 0 if not known.</param>
public sealed record SourcePlace(string File, int Line, int Column)
{
    /// <summary>file:line:column, less what is not known.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}"),
    };
}

/// <summary>A function that is being executed at an address.</summary>
/// <param name="Function">Its readable name.</param>
/// <param name="Source">Where in it; null without debug information.</param>
/// <param name="IsInlined">The compiler merged it into the next frame's function.</param>
public sealed record SymbolFrame(string Function, SourcePlace? Source, bool IsInlined)
{
    /// <summary>function (file:line:column).</summary>
    public override string ToString() => Source is null ? Function : $"{Function} ({Source})";
}

/// <summary>What is known about an address in a module's code.</summary>
/// <param name="FunctionIndex">Index of the function in the module's index space, imports first.</param>
/// <param name="Frames">
/// Innermost first, never empty. All but the last are inlined; the last is the module's function itself, named by the name
/// section, else by debug information or an export, else <c>wasm-function[INDEX]</c>.
/// </param>
public sealed record Symbol(int FunctionIndex, ImmutableArray<SymbolFrame> Frames)
{
    /// <summary>Name of the innermost function.</summary>
    public string Function => Frames[0].Function;

    /// <summary>Where the innermost function was.</summary>
    public SourcePlace? Source => Frames[0].Source;

    /// <summary>The frames, joined by " &lt;- ".</summary>
    public override string ToString() => string.Join(" <- ", Frames);
}
