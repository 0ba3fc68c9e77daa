namespace WasmEngine.Compute.Modules;

/// <summary>What a module may have at most. Each limit is inclusive; what goes over it is refused with a message that says both figures.</summary>
public sealed record ModuleLimits
{
    /// <summary>The limits for untrusted modules.</summary>
    public static ModuleLimits Default { get; } = new();

    /// <summary>Bytes of the module file.</summary>
    public int ModuleBytes { get; init; } = 64 << 20;

    /// <summary>Functions, imported ones counted.</summary>
    public int Functions { get; init; } = 100_000;

    /// <summary>Bytes of one function body.</summary>
    public int BodyBytes { get; init; } = 4 << 20;

    /// <summary>Local variables that one function declares.</summary>
    public int Locals { get; init; } = 50_000;

    /// <summary>Types.</summary>
    public int Types { get; init; } = 100_000;

    /// <summary>Globals, imported ones counted.</summary>
    public int Globals { get; init; } = 100_000;

    /// <summary>Imports of all kinds.</summary>
    public int Imports { get; init; } = 100_000;

    /// <summary>Exports.</summary>
    public int Exports { get; init; } = 100_000;

    /// <summary>Element segments, and data segments: each may have this many.</summary>
    public int Segments { get; init; } = 100_000;

    /// <summary>Exception tags, imported ones counted.</summary>
    public int Tags { get; init; } = 100_000;

    /// <summary>Tables, imported ones counted.</summary>
    public int Tables { get; init; } = 4;

    /// <summary>Memories, imported ones counted; the guard memory that rewriting adds is not.</summary>
    public int Memories { get; init; } = 4;

    /// <summary>Elements that a table may have at the start.</summary>
    public int TableElements { get; init; } = 262_144;

    /// <summary>Blocks within blocks of one function.</summary>
    public int NestingDepth { get; init; } = 10_000;

    /// <summary>Bytes of one name of an import, an export or a custom section.</summary>
    public int NameBytes { get; init; } = 16_384;

    /// <summary>Functions that rewriting may add for bulk memory operations; a module that needs more is not rewritten.</summary>
    public int InjectedFunctions { get; init; } = 1_024;

    /// <summary>Loops and bulk memory operations of all functions together; each takes memory while rewriting.</summary>
    public int GuardPoints { get; init; } = 2_000_000;

    /// <summary>Bytes of the module after rewriting.</summary>
    public int RewrittenBytes { get; init; } = 256 << 20;

    /// <summary>Checks all limits.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        (string Name, int Value, int Most)[] all =
        [
            (nameof(ModuleBytes), ModuleBytes, 1 << 29), (nameof(Functions), Functions, 500_000), (nameof(BodyBytes), BodyBytes, 7 << 20),
            (nameof(Locals), Locals, 50_000), (nameof(Types), Types, 500_000), (nameof(Globals), Globals, 1_000_000), (nameof(Imports), Imports, 1_000_000),
            (nameof(Exports), Exports, 1_000_000), (nameof(Segments), Segments, 100_000), (nameof(Tags), Tags, 1_000_000), (nameof(Tables), Tables, 100),
            (nameof(Memories), Memories, 99), (nameof(TableElements), TableElements, 10_000_000), (nameof(NestingDepth), NestingDepth, 1_000_000),
            (nameof(NameBytes), NameBytes, 100_000), (nameof(InjectedFunctions), InjectedFunctions, 100_000), (nameof(GuardPoints), GuardPoints, 50_000_000), (nameof(RewrittenBytes), RewrittenBytes, 1 << 30),
        ];
        var errors = all.Where(l => l.Value < 0 || l.Value > l.Most).Select(l => $"{l.Name} {l.Value} is not between 0 and {l.Most}").ToList();
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));
    }
}
