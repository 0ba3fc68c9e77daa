namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>
/// Steps that reading may take. DWARF lets few bytes refer to many, again and again; honest producers stay far below a small
/// multiple of the bytes. What runs out ends early: less is known then.
/// </summary>
internal sealed class WorkBudget(long steps)
{
    private long _left = steps;

    /// <summary>Takes steps; false once there are none.</summary>
    internal bool Take(long steps = 1)
    {
        _left -= steps;
        return _left >= 0;
    }
}
