namespace WasmEngine.Testing;

/// <summary>
/// What a step of some work allocates on the heap, round by round. Now and then a round bears what is no step's doing: a method that
/// becomes hot is compiled anew, a type is initialised. What each step allocates is in every round, so the quietest one tells;
/// what only some steps allocate is found if it happens within every round. Compiled into whoever needs it. One thread.
/// </summary>
/// <param name="rounds">Rounds that count; one goes before them to warm up.</param>
/// <param name="stepsPerRound">Steps of a round.</param>
/// <param name="count">Bytes allocated so far; null: by the calling thread.</param>
internal sealed class Allocations(int rounds, int stepsPerRound, Func<long>? count = null)
{
    private readonly Func<long> _count = count ?? GC.GetAllocatedBytesForCurrentThread;
    private long _before;
    private int _steps;

    /// <summary>Bytes of the quietest round; <see cref="long.MaxValue"/> before one that counts has ended.</summary>
    public long Least { get; private set; } = long.MaxValue;

    /// <summary>Whether all rounds are over.</summary>
    public bool IsDone => _steps >= stepsPerRound * (rounds + 1);

    /// <summary>Runs rounds until one allocates nothing, or there were as many as given.</summary>
    /// <param name="rounds">Rounds that count, at most.</param>
    /// <param name="round">A round: many steps, lest what only some of them allocate is missed.</param>
    /// <param name="count">Bytes allocated so far; null: by the calling thread.</param>
    /// <returns>Bytes of the quietest round.</returns>
    public static long LeastOf(int rounds, Action round, Func<long>? count = null)
    {
        var measured = new Allocations(rounds, 1, count);
        do
        {
            round();
            measured.Step();
        }
        while (!measured.IsDone && measured.Least != 0);
        return measured.Least;
    }

    /// <summary>Counts a step that ends here; allocates nothing itself.</summary>
    public void Step()
    {
        if (IsDone || ++_steps % stepsPerRound != 0) return;
        var now = _count();
        if (_steps > stepsPerRound) Least = Math.Min(Least, now - _before);
        _before = now;
    }
}
