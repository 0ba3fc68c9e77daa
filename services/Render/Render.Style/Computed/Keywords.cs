namespace WasmEngine.Render.Style;

/// <summary>Computed `display`, outer and inner type joined; blockified where the element floats, is out of flow, or is a flex or grid item.</summary>
public enum Display : byte
{
    None, Contents, Block, Inline, InlineBlock, FlowRoot, ListItem, InlineListItem, Flex, InlineFlex, Grid, InlineGrid, Table, InlineTable,
    TableRowGroup, TableHeaderGroup, TableFooterGroup, TableRow, TableCell, TableColumnGroup, TableColumn, TableCaption,
}

public enum Position : byte { Static, Relative, Absolute, Fixed, Sticky }

public enum Float : byte { None, Left, Right }

/// <summary>`inline-start` and `inline-end` are resolved to sides.</summary>
public enum Clear : byte { None, Left, Right, Both }

public enum Overflow : byte { Visible, Hidden, Clip, Scroll, Auto }

public enum BoxSizing : byte { ContentBox, BorderBox }

public enum Visibility : byte { Visible, Hidden, Collapse }

public enum Direction : byte { Ltr, Rtl }

public enum WritingMode : byte { HorizontalTb, VerticalRl, VerticalLr }

public enum UnicodeBidi : byte { Normal, Embed, Isolate, BidiOverride, IsolateOverride, Plaintext }

public enum FlexDirection : byte { Row, RowReverse, Column, ColumnReverse }

public enum FlexWrap : byte { NoWrap, Wrap, WrapReverse }

/// <summary>Values of all alignment properties (css-align-3); which of them a property may have depends on it.</summary>
public enum Alignment : byte
{
    Auto, Normal, Stretch, Start, End, FlexStart, FlexEnd, SelfStart, SelfEnd, Center, Left, Right, Baseline, LastBaseline,
    SpaceBetween, SpaceAround, SpaceEvenly,
}

/// <summary>An alignment with its overflow position.</summary>
/// <param name="Value">The alignment.</param>
/// <param name="IsSafe">`safe`: falls back to start where it would overflow.</param>
/// <param name="IsLegacy">`legacy` of justify-items.</param>
public readonly record struct AlignmentValue(Alignment Value, bool IsSafe = false, bool IsLegacy = false, bool IsUnsafe = false);

public enum GridAutoFlow : byte { Row, Column, RowDense, ColumnDense }

public enum TextAlign : byte { Start, End, Left, Right, Center, Justify, MatchParent, WebkitLeft, WebkitRight, WebkitCenter }

public enum TextAlignLast : byte { Auto, Start, End, Left, Right, Center, Justify }

public enum TextTransform : byte { None, Uppercase, Lowercase, Capitalize, FullWidth }

/// <summary>`white-space-collapse`.</summary>
public enum WhiteSpaceCollapse : byte { Collapse, Preserve, PreserveBreaks, PreserveSpaces, BreakSpaces }

public enum TextWrap : byte { Wrap, NoWrap, Balance, Pretty, Stable }

public enum OverflowWrap : byte { Normal, BreakWord, Anywhere }

public enum WordBreak : byte { Normal, BreakAll, KeepAll, BreakWord }

public enum LineBreak : byte { Auto, Loose, Normal, Strict, Anywhere }

public enum Hyphens : byte { None, Manual, Auto }

public enum TextOverflow : byte { Clip, Ellipsis }

[Flags]
public enum TextDecorationLines : byte { None = 0, Underline = 1, Overline = 2, LineThrough = 4 }

public enum TextDecorationStyle : byte { Solid, Double, Dotted, Dashed, Wavy }

/// <summary>`vertical-align` keywords; Length: see <see cref="BoxStyle.VerticalAlignLength"/>.</summary>
public enum VerticalAlign : byte { Baseline, Sub, Super, Top, TextTop, Middle, Bottom, TextBottom, Length }

public enum FontSlant : byte { Normal, Italic, Oblique }

public enum BorderStyle : byte { None, Hidden, Dotted, Dashed, Solid, Double, Groove, Ridge, Inset, Outset }

public enum ListStylePosition : byte { Outside, Inside }

public enum BorderCollapse : byte { Separate, Collapse }

public enum CaptionSide : byte { Top, Bottom }

public enum TableLayout : byte { Auto, Fixed }

public enum ObjectFit : byte { Fill, Contain, Cover, None, ScaleDown }

public enum BackgroundBox : byte { BorderBox, PaddingBox, ContentBox, Text }

public enum BackgroundRepeat : byte { Repeat, NoRepeat, Space, Round }

public enum BackgroundAttachment : byte { Scroll, Fixed, Local }

public enum BlendMode : byte
{
    Normal, Multiply, Screen, Overlay, Darken, Lighten, ColorDodge, ColorBurn, HardLight, SoftLight, Difference, Exclusion, Hue, Saturation, Color, Luminosity, PlusLighter,
}

public enum TransformStyle : byte { Flat, Preserve3d }

public enum BackfaceVisibility : byte { Visible, Hidden }

public enum PointerEvents : byte { Auto, None }

public enum UserSelect : byte { Auto, None, Text, All }

public enum ImageRendering : byte { Auto, Pixelated, CrispEdges }

public enum Appearance : byte { None, Auto }

/// <summary>What generates a box.</summary>
public enum PseudoElement : byte { None, Before, After, Marker, Placeholder, Selection, FirstLetter, FirstLine, Backdrop }
