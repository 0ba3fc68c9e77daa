namespace WasmEngine.Render.Layout;

/// <summary>Floats whose position depends on a margin that is not known yet.</summary>
[Flags]
public enum AdjoiningFloats : byte
{
    None = 0,
    Left = 1,
    Right = 2,
}

/// <summary>
/// State of a block formatting context on entry of a box that takes part in it: pending margins, the position as far as it is known, floats so far.
/// Made and read by block layout alone (inline layout gets the exclusions and the position from it). Positions are in the block formatting context's
/// coordinates, whose origin means nothing where there are no floats.
/// </summary>
public sealed record BlockFlowInput
{
    /// <summary>Left edge of the border box.</summary>
    public LayoutUnit X { get; init; }

    /// <summary>Where the border box would begin without the pending margins.</summary>
    public LayoutUnit Y { get; init; }

    /// <summary>Pending margins, the box's own top margin among them.</summary>
    public MarginStrut Strut { get; init; }

    /// <summary>Where the border box begins, as a former pass has found out; or Indefinite.</summary>
    public LayoutUnit Forced { get; init; } = LayoutUnit.Indefinite;

    /// <summary>Where the border box may begin at the highest because of `clear`; or <see cref="LayoutUnit.Min"/>.</summary>
    public LayoutUnit Clearance { get; init; } = LayoutUnit.Min;

    /// <summary>Floats so far.</summary>
    public ExclusionSpace Exclusions { get; init; } = ExclusionSpace.Empty;

    /// <summary>Floats that stand before the box with nothing but pending margins between.</summary>
    public AdjoiningFloats Adjoining { get; init; }

    /// <summary>Where those took the border edge to be: Indefinite without such floats, <see cref="LayoutUnit.Min"/> when at several places.</summary>
    public LayoutUnit FloatsAt { get; init; } = LayoutUnit.Indefinite;

    /// <summary>The last pass: it does not stop, whatever it finds out.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Where the border box begins unless margins within change it.</summary>
    public LayoutUnit Expected => Forced.IsDefinite ? Forced : LayoutUnit.Larger(Y + Strut.Sum, Clearance);
}

/// <summary>State of a block formatting context on leaving a box.</summary>
public sealed record BlockFlowOutput
{
    /// <summary>Where the border box begins; Indefinite where no margin was separated from those before the box.</summary>
    public LayoutUnit Top { get; init; }

    /// <summary>The box's margins collapse through it.</summary>
    public bool IsSelfCollapsing { get; init; }

    /// <summary>Margins pending at its end, its own bottom margin not among them.</summary>
    public MarginStrut EndStrut { get; init; }

    /// <summary>Floats, with those in the box.</summary>
    public ExclusionSpace Exclusions { get; init; } = ExclusionSpace.Empty;

    /// <summary>`clear` decided on <see cref="Top"/>.</summary>
    public bool IsPushed { get; init; }

    /// <summary>Layout stopped: <see cref="Top"/> turned out not to be where floats before took it to be. To be laid out again, with it forced.</summary>
    public bool IsAborted { get; init; }

    /// <summary>With <see cref="IsAborted"/>: whether <see cref="Top"/> holds shows only when floats before have been moved there.</summary>
    public bool IsTentative { get; init; }

    /// <summary>As in <see cref="BlockFlowInput.Adjoining"/>, for what follows.</summary>
    public AdjoiningFloats Adjoining { get; init; }

    /// <summary>As in <see cref="BlockFlowInput.FloatsAt"/>.</summary>
    public LayoutUnit FloatsAt { get; init; } = LayoutUnit.Indefinite;
}
