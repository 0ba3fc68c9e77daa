using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>How clusters with emoji are to be shown (UTS 51 §1.4 and §4).</summary>
public static class EmojiSequences
{
    private const int TextSelector = 0xFE0E, EmojiSelector = 0xFE0F, Keycap = 0x20E3;

    /// <summary>Looks at one grapheme cluster.</summary>
    public static EmojiPresentation PresentationOf(ReadOnlySpan<char> cluster)
    {
        var first = UnicodeData.CodepointAt(cluster, 0, out var length);
        var record = UnicodeData.Lookup(first);
        if (!record.IsEmoji && record.Grapheme != GraphemeClass.RegionalIndicator) return EmojiPresentation.None;
        for (var at = length; at < cluster.Length; at += length)
        {
            var next = UnicodeData.CodepointAt(cluster, at, out length);
            if (next == TextSelector) return EmojiPresentation.Text;
            if (next is EmojiSelector or Keycap || UnicodeData.Lookup(next).IsEmojiModifier) return EmojiPresentation.Emoji;
        }

        if (record.IsEmojiPresentation) return EmojiPresentation.Emoji;
        return record.IsExtendedPictographic ? EmojiPresentation.Text : EmojiPresentation.None;
    }
}
