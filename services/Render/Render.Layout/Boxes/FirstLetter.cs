using System.Globalization;
using System.Text;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Gives the first letter of a block container, with punctuation around it, a box of its own (css-pseudo-4, 2.3).</summary>
internal static class FirstLetter
{
    /// <summary>Splits the first text in a block's first line.</summary>
    /// <param name="block">The block.</param>
    /// <param name="style">Style of ::first-letter.</param>
    /// <param name="textStyle">Style of a text in it.</param>
    internal static void Split(LayoutBox block, ComputedStyle style, ComputedStyle textStyle)
    {
        if (FindText(block) is not { } text) return;
        var (start, end) = Find(text.Text);
        if (end == start) return;
        var parent = text.Parent!;
        var box = new LayoutBox(style.Display == Display.Inline ? BoxKind.Inline : BoxKind.Block, style, block.Node, PseudoElement.FirstLetter);
        box.Insert(new TextBox(textStyle, null, text.Text[start..end], PseudoElement.FirstLetter));
        box.HasInlineChildren = box.Kind == BoxKind.Block;
        if (start > 0) parent.Insert(new TextBox(text.Style, null, text.Text[..start], text.Pseudo), text);
        parent.Insert(box, text);
        text.FirstLetterLength = end;
        text.SetText(text.Text[end..]);
    }

    private static TextBox? FindText(LayoutBox box)
    {
        foreach (var child in box.Children)
        {
            if (!BoxFixup.IsInFlow(child) || child.Pseudo == PseudoElement.Marker) continue;
            switch (child.Kind)
            {
                case BoxKind.Text:
                    var text = (TextBox)child;
                    if (text.Text.AsSpan().Trim().IsEmpty) continue;
                    return text;
                case BoxKind.Inline or BoxKind.Block when !child.IsAtomicInline && child.Pseudo is PseudoElement.None or PseudoElement.Before:
                    return FindText(child);
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Where the letter with its punctuation is, white space before it left out.</summary>
    private static (int Start, int End) Find(string text)
    {
        var start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
        var end = start;
        while (end < text.Length && IsPunctuation(text, end)) end += Rune.GetRuneAt(text, end).Utf16SequenceLength;
        if (end >= text.Length || char.IsWhiteSpace(text[end])) return (0, 0);
        end += StringInfo.GetNextTextElementLength(text, end);
        while (end < text.Length && IsPunctuation(text, end)) end += Rune.GetRuneAt(text, end).Utf16SequenceLength;
        return (start, end);
    }

    private static bool IsPunctuation(string text, int index) =>
        Rune.TryGetRuneAt(text, index, out var rune) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}
