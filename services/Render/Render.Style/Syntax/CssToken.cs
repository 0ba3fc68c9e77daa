namespace WasmEngine.Render.Style;

/// <summary>Kinds of tokens (css-syntax-3, section 4). Comments make no token.</summary>
public enum CssTokenKind : byte
{
    /// <summary>Past the last token.</summary>
    End,
    Ident,

    /// <summary>A name with its opening parenthesis.</summary>
    Function,
    AtKeyword,
    Hash,
    String,
    BadString,

    /// <summary>url(…) without quotes.</summary>
    Url,
    BadUrl,
    Delim,
    Number,
    Percentage,
    Dimension,
    Whitespace,
    Cdo,
    Cdc,
    Colon,
    Semicolon,
    Comma,
    OpenSquare,
    CloseSquare,
    OpenParen,
    CloseParen,
    OpenCurly,
    CloseCurly,
}

/// <summary>Details of a token.</summary>
[Flags]
public enum CssTokenFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A hash that is an identifier (and so an id selector).</summary>
    IsId = 1,

    /// <summary>A number without fraction and exponent.</summary>
    IsInteger = 2,

    /// <summary>A number with a plus or minus sign.</summary>
    HasSign = 4,
}

/// <summary>A token. It holds no reference to its source but offsets.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Flags">Details.</param>
/// <param name="Delim">The character of a Delim; 0 else.</param>
/// <param name="Line">Line counted from 1.</param>
/// <param name="Start">First character in the source.</param>
/// <param name="End">Past its last character.</param>
/// <param name="Number">Value of a number, percentage or dimension.</param>
/// <param name="Text">Unescaped name of an identifier, function, at-keyword, hash; content of a string or url; unit of a dimension, case as written.</param>
public readonly record struct CssToken(
    CssTokenKind Kind, CssTokenFlags Flags, char Delim, int Line, int Start, int End, double Number = 0, string? Text = null)
{
    /// <summary>Whether it is that delimiter.</summary>
    public bool IsDelim(char c) => Kind == CssTokenKind.Delim && Delim == c;

    /// <summary>Whether it is that identifier, ASCII case aside.</summary>
    public bool IsIdent(string name) => Kind == CssTokenKind.Ident && string.Equals(Text, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is that function's name, ASCII case aside.</summary>
    public bool IsFunction(string name) => Kind == CssTokenKind.Function && string.Equals(Text, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it opens a block: a function, ( [ or {.</summary>
    public bool Opens => Kind is CssTokenKind.Function or CssTokenKind.OpenParen or CssTokenKind.OpenSquare or CssTokenKind.OpenCurly;

    /// <summary>Whether it is ) ] or }.</summary>
    public bool Closes => Kind is CssTokenKind.CloseParen or CssTokenKind.CloseSquare or CssTokenKind.CloseCurly;

    /// <summary>The kind of token that ends the block that this one opens.</summary>
    public CssTokenKind Closer => Kind switch
    {
        CssTokenKind.OpenSquare => CssTokenKind.CloseSquare,
        CssTokenKind.OpenCurly => CssTokenKind.CloseCurly,
        _ => CssTokenKind.CloseParen,
    };
}
