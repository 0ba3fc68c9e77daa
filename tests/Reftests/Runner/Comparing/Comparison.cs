using System.Collections.Immutable;

namespace WasmEngine.Reftests;

/// <summary>Compares lists of boxes, element by element.</summary>
public static class Comparison
{
    /// <summary>The tolerance of the project's aim, in px.</summary>
    public const double DefaultTolerance = 1;

    /// <summary>
    /// Pairs boxes by path: a difference in how a document was parsed costs the elements that it touches, not all that follow.
    /// Boxes in the head are not counted.
    /// </summary>
    /// <param name="tolerance">How far x, y, width or height may be off, in px; exactly so far still agrees.</param>
    public static DocumentResult Compare(Reftest reftest, IReadOnlyList<Box> expected, IReadOnlyList<Box> actual, double tolerance)
    {
        var ours = new Dictionary<string, Box>(actual.Count, StringComparer.Ordinal);
        foreach (var box in actual) ours.TryAdd(box.Path, box);

        var differences = ImmutableArray.CreateBuilder<BoxDifference>();
        var counted = 0;
        foreach (var box in expected)
        {
            var found = ours.Remove(box.Path, out var own);
            if (box.IsInHead) continue;
            counted++;
            if (!found) differences.Add(new(DifferenceKind.Missing, box.Path, box, null, double.PositiveInfinity));
            else if (box.DistanceTo(own!) is var distance && !(distance <= tolerance)) differences.Add(new(DifferenceKind.Moved, box.Path, box, own, distance));
        }

        differences.AddRange(actual.Where(box => !box.IsInHead && ours.ContainsKey(box.Path)).Select(box => new BoxDifference(DifferenceKind.Extra, box.Path, null, box, double.PositiveInfinity)));
        return new(reftest, counted, differences.ToImmutable(), Failure: null);
    }
}
