using System.Collections.Immutable;

namespace WasmEngine.Reftests;

/// <summary>What is wrong with a box.</summary>
public enum DifferenceKind
{
    /// <summary>It is farther off than the tolerance.</summary>
    Moved,

    /// <summary>Chromium has the element, we have not.</summary>
    Missing,

    /// <summary>We have the element, Chromium has not.</summary>
    Extra,
}

/// <summary>A box that does not agree.</summary>
/// <param name="Expected">Null if it is extra.</param>
/// <param name="Actual">Null if it is missing.</param>
/// <param name="Distance">In px, as <see cref="Box.DistanceTo"/>; infinite where one of the two is not there.</param>
public sealed record BoxDifference(DifferenceKind Kind, string Path, Box? Expected, Box? Actual, double Distance);

/// <summary>How a document compares.</summary>
/// <param name="Boxes">How many boxes Chromium has, those in the head left out.</param>
/// <param name="Differences">In document order; extra ones last.</param>
/// <param name="Failure">Why there are no boxes of ours, or none of Chromium's; null if both are there.</param>
public sealed record DocumentResult(Reftest Reftest, int Boxes, ImmutableArray<BoxDifference> Differences, string? Failure)
{
    /// <summary>Boxes that agree. An extra element counts against the document but not against another box.</summary>
    public int Agreeing => Failure is null ? Boxes - Differences.Count(d => d.Kind != DifferenceKind.Extra) : 0;

    /// <summary>Whether nothing differs.</summary>
    public bool IsExact => Failure is null && Differences.IsEmpty;

    public static DocumentResult Failed(Reftest reftest, int boxes, string failure) => new(reftest, boxes, [], failure);
}
