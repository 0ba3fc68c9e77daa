using System.Globalization;
using WasmEngine.Compute.Modules.Symbols;
using WasmEngine.GuestToolchain;

namespace WasmEngine.Fuzz;

/// <summary>
/// Mutates modules with debug information (made by clang, so that there is everything that a compiler writes) and asks for
/// symbols at many offsets: there must be an answer, printable and in range, or none.
/// </summary>
public static class SymbolFuzzer
{
    private const int Questions = 24;

    private const string Source = """
        template <class T> struct Box { T v; T get(int i) const { if (i > 3) __builtin_trap(); return v / i; } };
        namespace deep { namespace er { static inline int twice(const Box<int> &b, int i) { return b.get(i) * 2; } } }
        extern "C" __attribute__((export_name("run"))) int run(int a)
        {
            Box<int> box{a};
            int s = 0;
            for (int i = 1; i < a; i++) s += deep::er::twice(box, i);
            return s;
        }
        extern "C" __attribute__((export_name("other"))) int other(int a) { return run(a) + deep::er::twice(Box<int>{a}, 3); }
        """;

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        if (Toolchain.NoClang is { } reason) throw new InvalidOperationException(reason);
        string[][] flags = [["-O0", "-gdwarf-2"], ["-O2", "-gdwarf-4"], ["-O2", "-gdwarf-5"], ["-O0", "-gdwarf-5"]];
        var modules = flags.Select(f => Toolchain.Clang("seed.cpp", Source, ["--target=wasm32", "-nostdlib", "-Wl,--no-entry", .. f])).ToArray();
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < iterations; i++)
        {
            try
            {
                RunOne(random, modules[i % modules.Length], outcomes);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed}: {exception.Message}"), exception);
            }
        }

        return string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    private static void RunOne(Random random, byte[] valid, SortedDictionary<string, int> outcomes)
    {
        var module = valid.ToArray();
        for (var rounds = random.Next(1, 6); rounds > 0; rounds--)
        {
            // Most of a module is debug information; its head, which decides what is found at all, is spared more often.
            var from = random.Next(8) == 0 ? 0 : module.Length / 8;
            Mutation.Apply(random, module.AsSpan(from));
        }

        if (random.Next(16) == 0) module = module[..random.Next(module.Length)];
        var symbols = ModuleSymbols.Read(module);
        for (var question = 0; question < Questions; question++)
        {
            var offset = random.Next(4) == 0 ? (uint)random.NextInt64(uint.MaxValue) : (uint)random.Next(module.Length / 4 + 1);
            MemoryFuzzer.Count(outcomes, Judge(symbols.Find(offset)));
        }
    }

    private static string Judge(Symbol? symbol)
    {
        if (symbol is null) return "nothing";
        Require(symbol.Frames.Length is > 0 and <= 64 && symbol.FunctionIndex >= 0);
        foreach (var frame in symbol.Frames)
        {
            Require(frame.Function.Length > 0 && !frame.Function.Any(char.IsControl));
            if (frame.Source is { } source) Require(source.Line >= 0 && source.Column >= 0 && source.File.Length > 0 && !source.File.Any(char.IsControl));
        }

        if (symbol.Frames.Length > 1) return "inlined";
        return symbol.Source is null ? "named" : "with lines";
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("a symbol is out of range");
    }
}
