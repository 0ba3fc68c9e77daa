using System.Globalization;
using WasmEngine.Fuzz;

// dotnet run --project tests/Fuzz -c Release -- TARGET ITERATIONS [SEED]
// A crash of the process, or an exception that is no fault of a region, is a find; the seed repeats it.
if (args is not [var target, var count, .. var rest] || !int.TryParse(count, CultureInfo.InvariantCulture, out var iterations))
{
    await Console.Error.WriteLineAsync("usage: TARGET ITERATIONS [SEED]; targets: memory, symbols");
    return 2;
}

var seed = rest is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
switch (target)
{
    case "memory":
        Console.WriteLine($"memory: {iterations} iterations, seed {seed}");
        Console.WriteLine(MemoryFuzzer.Run(iterations, seed));
        return 0;
    case "symbols":
        Console.WriteLine($"symbols: {iterations} iterations, seed {seed}");
        Console.WriteLine(SymbolFuzzer.Run(iterations, seed));
        return 0;
    default:
        await Console.Error.WriteLineAsync($"there is no target \"{target}\"; targets: memory, symbols");
        return 2;
}
