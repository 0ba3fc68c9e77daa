namespace WasmEngine.Render.Style;

/// <summary>
/// All tokens of a text with, for each that opens a block, where the block ends: skipping a block then costs nothing, and the
/// parser stays linear though it reads some things twice.
/// </summary>
internal sealed class TokenStream
{
    private const int Kept = 1 << 20;

    [ThreadStatic]
    private static TokenStream? t_spare;

    private CssToken[] _tokens = new CssToken[256];
    private int[] _ends = new int[256];
    private readonly Stack<int> _open = new();

    private TokenStream()
    {
    }

    internal int Count { get; private set; }

    internal string Source { get; private set; } = "";

    internal CssToken[] Tokens => _tokens;

    internal ref readonly CssToken this[int index] => ref _tokens[index];

    /// <summary>Splits a text. Give the stream back with <see cref="Release"/>; it belongs to the calling thread.</summary>
    internal static TokenStream Read(string source, int firstLine)
    {
        var stream = t_spare ?? new TokenStream();
        t_spare = null;
        stream.Fill(source, firstLine);
        return stream;
    }

    internal void Release()
    {
        Source = "";
        if (_tokens.Length <= Kept) t_spare = this;
    }

    /// <summary>Index past the token, or past the whole block that it opens.</summary>
    internal int Skip(int index) => _tokens[index].Opens ? Math.Min(_ends[index] + 1, Count) : index + 1;

    /// <summary>Index of the token that ends the block opened at an index; the count where the text ends first.</summary>
    internal int BlockEnd(int index) => _ends[index];

    /// <summary>Whether a token that closes has one that it closes.</summary>
    internal bool IsMatched(int index) => _ends[index] == index;

    /// <summary>A copy of a range without white space at its ends.</summary>
    internal CssToken[] Copy(int start, int end)
    {
        Trim(ref start, ref end);
        return start >= end ? [] : _tokens[start..end];
    }

    /// <summary>A range as it was written, without white space at its ends.</summary>
    internal string Text(int start, int end)
    {
        Trim(ref start, ref end);
        return start >= end ? "" : Source[_tokens[start].Start.._tokens[end - 1].End];
    }

    internal void Trim(ref int start, ref int end)
    {
        while (start < end && _tokens[start].Kind == CssTokenKind.Whitespace) start++;
        while (end > start && _tokens[end - 1].Kind == CssTokenKind.Whitespace) end--;
    }

    private void Fill(string source, int firstLine)
    {
        Source = source;
        Count = 0;
        _open.Clear();
        var tokenizer = new CssTokenizer(source, firstLine);
        while (tokenizer.Read() is { Kind: not CssTokenKind.End } token)
        {
            if (Count == _tokens.Length) Grow();
            if (token.Opens) _open.Push(Count);
            else if (token.Closes && _open.TryPeek(out var top) && _tokens[top].Closer == token.Kind)
            {
                _ends[_open.Pop()] = Count;
                _ends[Count] = Count;
            }
            else _ends[Count] = -1;

            _tokens[Count++] = token;
        }

        while (_open.TryPop(out var open)) _ends[open] = Count;
    }

    private void Grow()
    {
        Array.Resize(ref _tokens, _tokens.Length * 2);
        Array.Resize(ref _ends, _ends.Length * 2);
    }
}
