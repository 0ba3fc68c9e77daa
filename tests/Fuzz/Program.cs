using System.Globalization;
using WasmEngine.Fuzz;
using WasmEngine.Fuzz.Css;
using WasmEngine.Fuzz.Documents;
using WasmEngine.Fuzz.Rewriter;
using WasmEngine.Fuzz.Style;

// dotnet run --project tests/Fuzz -c Release -- TARGET ITERATIONS [SEED]
// A crash of the process, or an exception that is no fault of a region, is a find; the seed repeats it.
var targets = new SortedDictionary<string, Func<int, int, string>>(StringComparer.Ordinal)
{
    ["fonts"] = FontFuzzer.Run,
    ["css"] = CssFuzzer.Run,
    ["document"] = DocumentFuzzer.Run,
    ["hostile"] = HostileRun.Run,
    ["loader"] = LoaderFuzzer.Run,
    ["memory"] = MemoryFuzzer.Run,
    ["rewriter"] = RewriterFuzzer.Run,
    ["style"] = StyleFuzzer.Run,
    ["symbols"] = SymbolFuzzer.Run,
    ["wasi"] = WasiFuzzer.Run,
};
var known = string.Join(", ", targets.Keys);
if (args is not [var target, var count, .. var rest] || !int.TryParse(count, CultureInfo.InvariantCulture, out var iterations))
{
    await Console.Error.WriteLineAsync($"usage: TARGET ITERATIONS [SEED]; targets: {known}");
    return 2;
}

if (!targets.TryGetValue(target, out var run))
{
    await Console.Error.WriteLineAsync($"there is no target \"{target}\"; targets: {known}");
    return 2;
}

var seed = rest is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
Console.WriteLine($"{target}: {iterations} iterations, seed {seed}");
Console.WriteLine(run(iterations, seed));
return 0;
