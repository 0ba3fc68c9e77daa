using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>What inline layout wants to know of a computed style, resolved once for a paragraph.</summary>
internal sealed class InlineStyle
{
    internal InlineStyle(ComputedStyle style, IFontSystem fonts)
    {
        Style = style;
        Font = InlineFonts.Resolve(style, fonts);
        var text = style.Text;
        Collapses = text.WhiteSpace is WhiteSpaceCollapse.Collapse or WhiteSpaceCollapse.PreserveBreaks;
        Wraps = text.Wrap != TextWrap.NoWrap;
        Hangs = Collapses || (Wraps && text.WhiteSpace is WhiteSpaceCollapse.Preserve or WhiteSpaceCollapse.PreserveSpaces);
        BreaksAtSpaces = Wraps && text.WhiteSpace == WhiteSpaceCollapse.BreakSpaces;
        BreaksAnywhere = Wraps && (text.OverflowWrap != OverflowWrap.Normal || text.WordBreak == WordBreak.BreakWord);
        ShrinksAnywhere = Wraps && (text.OverflowWrap == OverflowWrap.Anywhere || text.WordBreak == WordBreak.BreakWord);
        LineHeight = LineHeightOf(style, Font.Metrics);
        TextHeight = HeightOf(Font.Metrics);
        Height = TextHeight.WithLineHeight(LineHeight);
        BreakOptions = new LineBreakOptions((LineBreakRule)text.LineBreak, WordRule(text.WordBreak), IsChineseOrJapanese(text.Language));
    }

    internal ComputedStyle Style { get; }

    internal ResolvedFont Font { get; }

    /// <summary>Spaces collapse (css-text-4, 3.1).</summary>
    internal bool Collapses { get; }

    /// <summary>Lines may break in it.</summary>
    internal bool Wraps { get; }

    /// <summary>Spaces at a line's end take no room, be they dropped or left hanging.</summary>
    internal bool Hangs { get; }

    /// <summary>A line may end after each space, and spaces take room.</summary>
    internal bool BreaksAtSpaces { get; }

    /// <summary>A line without another opportunity may break between any two characters.</summary>
    internal bool BreaksAnywhere { get; }

    /// <summary>Such opportunities count for the min-content width.</summary>
    internal bool ShrinksAnywhere { get; }

    /// <summary>Used line-height.</summary>
    internal LayoutUnit LineHeight { get; }

    /// <summary>Ascent and descent of the first available font.</summary>
    internal FontHeight TextHeight { get; }

    /// <summary><see cref="TextHeight"/> with the half-leadings: an inline box's part in the line's height.</summary>
    internal FontHeight Height { get; }

    internal bool IsNormalLineHeight => Style.Text.LineHeight.Kind == LineHeightKind.Normal;

    /// <summary>The tailoring of line breaks.</summary>
    internal LineBreakOptions BreakOptions { get; }

    internal bool HasSpacing => Style.Text.LetterSpacing != 0 || Style.Text.WordSpacing != 0;

    /// <summary>A font's rounded ascent and descent.</summary>
    internal static FontHeight HeightOf(FontMetrics metrics)
    {
        var height = new FontHeight(LayoutUnit.From(metrics.Ascent), LayoutUnit.From(metrics.Descent));
        if (!WritingFlow.IsVertical) return height;
        // Vertical lines are aligned by the middle of their text (css-writing-modes-4, 4.4).
        LayoutUnit below = (height.Height / 2).FloorToInt();
        return new FontHeight(height.Height - below, below);
    }

    private static LayoutUnit LineHeightOf(ComputedStyle style, FontMetrics metrics) => style.Text.LineHeight.Kind switch
    {
        LineHeightKind.Normal => LayoutUnit.From(metrics.LineSpacing),
        LineHeightKind.Number => LayoutUnit.From(style.Text.LineHeight.Value * LayoutUnit.From(style.Font.Size).ToFloat()),
        _ => LayoutUnit.Round(style.Text.LineHeight.Value),
    };

    private static WordBreakRule WordRule(WordBreak value) => value switch
    {
        WordBreak.BreakAll => WordBreakRule.BreakAll,
        WordBreak.KeepAll => WordBreakRule.KeepAll,
        _ => WordBreakRule.Normal,
    };

    private static bool IsChineseOrJapanese(string language) =>
        language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || language.StartsWith("ja", StringComparison.OrdinalIgnoreCase);
}
