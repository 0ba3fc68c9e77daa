using System.Globalization;

namespace WasmEngine.Render.Style;

/// <summary>Reads @keyframes (css-animations-1, section 3).</summary>
internal static class KeyframesReader
{
    // Each becomes a style of each element that is animated by them.
    private const int Most = 1000;

    /// <summary>The keyframes, sorted; null when the rule has no name.</summary>
    public static KeyframesRule? Read(AtRule rule, Dom.IssueLog issues)
    {
        if (rule.Prelude is not [{ Kind: CssTokenKind.Ident or CssTokenKind.String, Text: { } name }]) return null;
        var frames = new List<Keyframe>();
        foreach (var inner in rule.Rules)
        {
            if (inner is not StyleRule style) continue;
            Declaration? easing = null;
            var declarations = new List<Declaration>();
            foreach (var declaration in style.Declarations)
            {
                if (declaration.IsImportant) continue;
                if (declaration.Id == PropertyId.AnimationTimingFunction) easing = declaration;
                else if (declaration.Id is not (>= PropertyId.AnimationName and <= PropertyId.AnimationPlayState)) declarations.Add(declaration);
            }

            foreach (var selector in style.PreludeText.Split(','))
            {
                if (Offset(selector.Trim()) is not { } offset) continue;
                if (frames.Count >= Most)
                {
                    issues.Add(Dom.IssueSeverity.Limit, $"@keyframes {name} has more than {Most} keyframes: the others are ignored", line: rule.Line);
                    break;
                }

                Merge(frames, new Keyframe(offset, declarations, easing));
            }
        }

        return new KeyframesRule(name, [.. frames.OrderBy(f => f.Offset)]);
    }

    // Keyframes at one offset cascade: later declarations win.
    private static void Merge(List<Keyframe> frames, Keyframe frame)
    {
        var index = frames.FindIndex(f => f.Offset == frame.Offset);
        if (index < 0)
        {
            frames.Add(frame);
            return;
        }

        var old = frames[index];
        frames[index] = new Keyframe(frame.Offset, [.. old.Declarations, .. frame.Declarations], frame.Easing ?? old.Easing);
    }

    private static double? Offset(string text)
    {
        if (text.Equals("from", StringComparison.OrdinalIgnoreCase)) return 0;
        if (text.Equals("to", StringComparison.OrdinalIgnoreCase)) return 1;
        if (!text.EndsWith('%') || !double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)) return null;
        return percent is >= 0 and <= 100 ? percent / 100 : null;
    }
}
