using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Layout;

/// <summary>A piece of text on one line: one font, one direction. Its height is the font's ascent and descent, not the line's.</summary>
public sealed class TextFragment : Fragment
{
    public TextFragment(LayoutBox box, ShapedRun run, string text, int start, int length)
        : base(box, FragmentKind.Text)
    {
        Run = run;
        Text = text;
        Start = start;
        Length = length;
    }

    /// <summary>Its glyphs, spacing and justification included.</summary>
    public ShapedRun Run { get; }

    /// <summary>The paragraph that it is a part of, after white space was collapsed.</summary>
    public string Text { get; }

    /// <summary>Where it begins in <see cref="Text"/>.</summary>
    public int Start { get; }

    public int Length { get; }

    /// <summary>The baseline from its top.</summary>
    public LayoutUnit Baseline { get; init; }

    /// <summary>The text goes down, turned clockwise by a quarter: <see cref="Baseline"/> is from its right side then.</summary>
    public bool IsVertical { get; init; }

    /// <summary>It stands for text that was cut off.</summary>
    public bool IsEllipsis { get; init; }
}
