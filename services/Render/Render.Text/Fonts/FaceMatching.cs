namespace WasmEngine.Render.Text.Fonts;

/// <summary>What a face of a family serves: single values, or ranges of a variable font or an @font-face rule.</summary>
public readonly record struct FaceStyle(float MinWeight, float MaxWeight, float MinStretch, float MaxStretch, bool IsSlanted)
{
    /// <summary>One of single values.</summary>
    public FaceStyle(float weight, float stretch, bool isSlanted)
        : this(weight, weight, stretch, stretch, isSlanted)
    {
    }
}

/// <summary>
/// Chooses among the faces of a family: by stretch, then slant, then weight (css-fonts-4 §5.2, step 4).
/// </summary>
public static class FaceMatching
{
    private const float Bold = 600;
    private static readonly float[] StretchClasses = [50, 62.5f, 75, 87.5f, 100, 112.5f, 125, 150, 200];

    /// <summary>The index of the best face; -1 if there are none. Of equal ones the first.</summary>
    /// <param name="faces">The faces of one family.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="nearestStretch">
    /// Whether the nearest stretch wins, as fontconfig has it for the machine's fonts; else narrower ones come first for
    /// a stretch of 100 % or less, wider ones for more, as CSS has it for a document's own.
    /// </param>
    public static int FindBest(ReadOnlySpan<FaceStyle> faces, FontDescription wanted, bool nearestStretch)
    {
        var best = -1;
        var bestRank = (Stretch: float.MaxValue, Slant: int.MaxValue, Weight: float.MaxValue);
        for (var i = 0; i < faces.Length; i++)
        {
            var rank = Rank(faces[i], wanted, nearestStretch);
            if (rank.CompareTo(bestRank) < 0) (best, bestRank) = (i, rank);
        }

        return best;
    }

    private static (float Stretch, int Slant, float Weight) Rank(FaceStyle face, FontDescription wanted, bool nearestStretch)
    {
        var wantedStretch = nearestStretch ? ClassOf(wanted.Stretch) : wanted.Stretch;
        var stretch = Math.Clamp(wantedStretch, face.MinStretch, face.MaxStretch);
        return (nearestStretch ? Math.Abs(stretch - wantedStretch) : StretchRank(wantedStretch, stretch),
            face.IsSlanted == (wanted.Slant != FontSlant.Normal) ? 0 : 1,
            WeightRank(wanted.Weight, Math.Clamp(wanted.Weight, face.MinWeight, face.MaxWeight)));
    }

    // fontconfig is asked for the next wider of the nine classes.
    private static float ClassOf(float stretch)
    {
        foreach (var value in StretchClasses)
        {
            if (stretch <= value) return value;
        }

        return StretchClasses[^1];
    }

    private static float StretchRank(float wanted, float has)
    {
        const float otherSide = 10_000;
        if (wanted <= 100) return has <= wanted ? wanted - has : otherSide + has - wanted;
        return has >= wanted ? has - wanted : otherSide + wanted - has;
    }

    private static float WeightRank(float wanted, float has)
    {
        const float second = 10_000, third = 20_000;
        if (wanted is >= 400 and <= 500)
        {
            if (has >= wanted && has <= 500) return has - wanted;
            return has < wanted ? second + wanted - has : third + has - wanted;
        }

        if (wanted < 400) return has <= wanted ? wanted - has : second + has - wanted;
        return has >= wanted ? has - wanted : second + wanted - has;
    }

    /// <summary>Whether bold has to be imitated with this face.</summary>
    public static bool NeedsSyntheticBold(FaceStyle face, FontDescription wanted) =>
        wanted.Weight >= Bold && face.MaxWeight < Bold && (wanted.Synthesis & FontSynthesis.Weight) != 0;

    /// <summary>Whether slant has to be imitated with this face.</summary>
    public static bool NeedsSyntheticSlant(FaceStyle face, FontDescription wanted) =>
        wanted.Slant != FontSlant.Normal && !face.IsSlanted && (wanted.Synthesis & FontSynthesis.Style) != 0;
}
