using System.Buffers;
using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>
/// Splits CSS text into tokens as css-syntax-3, section 4 says. Linear in time; every text gives tokens, none is refused.
/// The preprocessing of section 3.3 is done along the way: CR, FF and CR LF count as a newline, NUL and lone surrogates as U+FFFD.
/// </summary>
public ref struct CssTokenizer
{
    private const char Replacement = '\uFFFD';
    private static readonly SearchValues<char> EndsOfPlainString = SearchValues.Create("\"'\\\n\r\f\0");
    private readonly ReadOnlySpan<char> _source;
    private readonly NamePool _names;
    private StringBuilder? _scratch;
    private int _at;
    private int _line;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="firstLine">Line of its first character.</param>
    public CssTokenizer(ReadOnlySpan<char> source, int firstLine = 1)
    {
        _source = source;
        _names = NamePool.Shared;
        _line = firstLine;
    }

    /// <summary>All tokens of a text, without an End.</summary>
    public static CssToken[] Tokenize(ReadOnlySpan<char> source, int firstLine = 1)
    {
        var tokens = new List<CssToken>((source.Length / 4) + 4);
        var tokenizer = new CssTokenizer(source, firstLine);
        while (tokenizer.Read() is { Kind: not CssTokenKind.End } token) tokens.Add(token);
        return [.. tokens];
    }

    /// <summary>The next token; End at and after the end.</summary>
    public CssToken Read()
    {
        SkipComments();
        var start = _at;
        var line = _line;
        if (_at >= _source.Length) return new CssToken(CssTokenKind.End, 0, '\0', line, start, start);
        var c = _source[_at];
        if (IsSpace(c)) return ReadSpace(start, line);
        if (IsNameStart(c) || c == '\0') return ReadIdentLike(start, line);
        if (IsDigit(c)) return ReadNumeric(start, line);
        return c switch
        {
            '"' or '\'' => ReadString(start, line),
            '#' => ReadHash(start, line),
            '(' => Single(CssTokenKind.OpenParen, start, line),
            ')' => Single(CssTokenKind.CloseParen, start, line),
            '[' => Single(CssTokenKind.OpenSquare, start, line),
            ']' => Single(CssTokenKind.CloseSquare, start, line),
            '{' => Single(CssTokenKind.OpenCurly, start, line),
            '}' => Single(CssTokenKind.CloseCurly, start, line),
            ',' => Single(CssTokenKind.Comma, start, line),
            ':' => Single(CssTokenKind.Colon, start, line),
            ';' => Single(CssTokenKind.Semicolon, start, line),
            _ => ReadOther(c, start, line),
        };
    }

    private CssToken ReadOther(char c, int start, int line)
    {
        switch (c)
        {
            case '+' or '.' when StartsNumber(_at):
                return ReadNumeric(start, line);
            case '-':
                if (StartsNumber(_at)) return ReadNumeric(start, line);
                if (Peek(1) == '-' && Peek(2) == '>') return Advance(CssTokenKind.Cdc, 3, start, line);
                if (StartsIdent(_at)) return ReadIdentLike(start, line);
                break;
            case '<' when Peek(1) == '!' && Peek(2) == '-' && Peek(3) == '-':
                return Advance(CssTokenKind.Cdo, 4, start, line);
            case '@' when StartsIdent(_at + 1):
                _at++;
                var name = ReadName();
                return new CssToken(CssTokenKind.AtKeyword, 0, '\0', line, start, _at, Text: name);
            case '\\' when StartsEscape(_at):
                return ReadIdentLike(start, line);
        }

        _at++;
        return new CssToken(CssTokenKind.Delim, 0, c, line, start, _at);
    }

    private CssToken Single(CssTokenKind kind, int start, int line) => Advance(kind, 1, start, line);

    private CssToken Advance(CssTokenKind kind, int length, int start, int line)
    {
        _at += length;
        return new CssToken(kind, 0, '\0', line, start, _at);
    }

    private CssToken ReadSpace(int start, int line)
    {
        while (_at < _source.Length && IsSpace(_source[_at])) StepOverSpace();
        return new CssToken(CssTokenKind.Whitespace, 0, '\0', line, start, _at);
    }

    private CssToken ReadHash(int start, int line)
    {
        if (!IsName(Peek(1)) && !StartsEscape(_at + 1)) return ReadDelim(start, line);
        _at++;
        var flags = StartsIdent(_at) ? CssTokenFlags.IsId : CssTokenFlags.None;
        var name = ReadName();
        return new CssToken(CssTokenKind.Hash, flags, '\0', line, start, _at, Text: name);
    }

    private CssToken ReadDelim(int start, int line)
    {
        var c = _source[_at++];
        return new CssToken(CssTokenKind.Delim, 0, c, line, start, _at);
    }

    private CssToken ReadNumeric(int start, int line)
    {
        var number = CssNumber.Read(_source, ref _at, out var flags);
        if (StartsIdent(_at))
        {
            var unit = ReadName();
            return new CssToken(CssTokenKind.Dimension, flags, '\0', line, start, _at, number, unit);
        }

        if (Peek(0) != '%') return new CssToken(CssTokenKind.Number, flags, '\0', line, start, _at, number);
        _at++;
        return new CssToken(CssTokenKind.Percentage, flags, '\0', line, start, _at, number);
    }

    private CssToken ReadIdentLike(int start, int line)
    {
        var name = ReadName();
        if (Peek(0) != '(') return new CssToken(CssTokenKind.Ident, 0, '\0', line, start, _at, Text: name);
        _at++;
        if (!name.Equals("url", StringComparison.OrdinalIgnoreCase)) return new CssToken(CssTokenKind.Function, 0, '\0', line, start, _at, Text: name);
        var quote = _at;
        while (quote < _source.Length && IsSpace(_source[quote])) quote++;
        if (quote < _source.Length && _source[quote] is '"' or '\'') return new CssToken(CssTokenKind.Function, 0, '\0', line, start, _at, Text: name);
        return ReadUrl(start, line);
    }

    private CssToken ReadUrl(int start, int line)
    {
        while (_at < _source.Length && IsSpace(_source[_at])) StepOverSpace();
        var text = Scratch();
        while (_at < _source.Length)
        {
            var c = _source[_at];
            if (c == ')')
            {
                _at++;
                return new CssToken(CssTokenKind.Url, 0, '\0', line, start, _at, Text: text.ToString());
            }

            if (IsSpace(c))
            {
                while (_at < _source.Length && IsSpace(_source[_at])) StepOverSpace();
                if (_at < _source.Length && _source[_at] != ')') return ReadBadUrl(start, line);
                continue;
            }

            if (c is '"' or '\'' or '(' || IsNonPrintable(c)) return ReadBadUrl(start, line);
            if (c == '\\')
            {
                if (!StartsEscape(_at)) return ReadBadUrl(start, line);
                ReadEscape(text);
                continue;
            }

            text.Append(c == '\0' ? Replacement : c);
            _at++;
        }

        return new CssToken(CssTokenKind.Url, 0, '\0', line, start, _at, Text: text.ToString());
    }

    private CssToken ReadBadUrl(int start, int line)
    {
        while (_at < _source.Length)
        {
            var c = _source[_at];
            if (c == ')')
            {
                _at++;
                break;
            }

            if (StartsEscape(_at)) ReadEscape(Scratch());
            else if (IsSpace(c)) StepOverSpace();
            else _at++;
        }

        return new CssToken(CssTokenKind.BadUrl, 0, '\0', line, start, _at);
    }

    private CssToken ReadString(int start, int line)
    {
        var quote = _source[_at++];
        var plain = _source[_at..].IndexOfAny(EndsOfPlainString);
        if (plain >= 0 && _source[_at + plain] == quote)
        {
            var simple = _names.Get(_source.Slice(_at, plain));
            _at += plain + 1;
            return new CssToken(CssTokenKind.String, 0, '\0', line, start, _at, Text: simple);
        }

        var text = Scratch();
        while (_at < _source.Length)
        {
            var c = _source[_at];
            if (c == quote)
            {
                _at++;
                break;
            }

            if (IsNewline(c)) return new CssToken(CssTokenKind.BadString, 0, '\0', line, start, _at);
            if (c == '\\') ReadEscapeInString(text);
            else
            {
                text.Append(c == '\0' ? Replacement : c);
                _at++;
            }
        }

        return new CssToken(CssTokenKind.String, 0, '\0', line, start, _at, Text: text.ToString());
    }

    private void ReadEscapeInString(StringBuilder text)
    {
        if (_at + 1 >= _source.Length) _at++; // an escape at the end is nothing
        else if (IsNewline(_source[_at + 1]))
        {
            _at++;
            StepOverSpace();
        }
        else ReadEscape(text);
    }

    private string ReadName()
    {
        var start = _at;
        while (_at < _source.Length && IsName(_source[_at]) && _source[_at] != '\0') _at++;
        if (_at >= _source.Length || (_source[_at] != '\0' && !StartsEscape(_at))) return _names.Get(_source[start.._at]);
        var text = Scratch().Append(_source[start.._at]);
        while (_at < _source.Length)
        {
            if (StartsEscape(_at)) ReadEscape(text);
            else if (_source[_at] == '\0') Append(text, Replacement);
            else if (IsName(_source[_at])) Append(text, _source[_at]);
            else break;
        }

        return _names.Get(text.ToString());
    }

    private void Append(StringBuilder text, char c)
    {
        text.Append(c);
        _at++;
    }

    /// <summary>Section 4.3.7, from the backslash on.</summary>
    private void ReadEscape(StringBuilder text)
    {
        _at++;
        if (_at >= _source.Length)
        {
            text.Append(Replacement);
            return;
        }

        if (!char.IsAsciiHexDigit(_source[_at]))
        {
            var c = _source[_at++];
            text.Append(c == '\0' ? Replacement : c);
            return;
        }

        var code = 0;
        for (var digits = 0; digits < 6 && _at < _source.Length && char.IsAsciiHexDigit(_source[_at]); digits++)
            code = (code << 4) | Convert.ToInt32(_source[_at++].ToString(), 16);
        if (_at < _source.Length && IsSpace(_source[_at])) StepOverSpace();
        text.Append(code == 0 || !Rune.IsValid(code) ? Replacement.ToString() : new Rune(code).ToString());
    }

    private void SkipComments()
    {
        while (Peek(0) == '/' && Peek(1) == '*')
        {
            var length = _source[(_at + 2)..].IndexOf("*/");
            var end = length < 0 ? _source.Length : _at + 2 + length + 2;
            while (_at < end)
            {
                var next = _source[_at..end].IndexOfAny('\n', '\r', '\f');
                _at = next < 0 ? end : _at + next;
                if (next >= 0) StepOverSpace();
            }
        }
    }

    /// <summary>One white-space character (CR LF is one), counting lines.</summary>
    private void StepOverSpace()
    {
        var c = _source[_at++];
        if (c == '\r' && Peek(0) == '\n') _at++;
        if (IsNewline(c)) _line++;
    }

    private StringBuilder Scratch() => _scratch is null ? _scratch = new StringBuilder() : _scratch.Clear();

    private readonly char Peek(int ahead) => _at + ahead < _source.Length ? _source[_at + ahead] : '\0';

    private readonly char CharAt(int at) => at < _source.Length ? _source[at] : '\0';

    private readonly bool StartsEscape(int at) => at < _source.Length && _source[at] == '\\' && !(at + 1 < _source.Length && IsNewline(_source[at + 1]));

    private readonly bool StartsIdent(int at)
    {
        if (at >= _source.Length) return false;
        var c = _source[at];
        if (c == '-') return (at + 1 < _source.Length && (IsNameStart(_source[at + 1]) || _source[at + 1] == '-')) || StartsEscape(at + 1);
        return IsNameStart(c) || StartsEscape(at);
    }

    private readonly bool StartsNumber(int at)
    {
        var c = CharAt(at);
        if (c is '+' or '-') c = CharAt(++at);
        return IsDigit(c) || (c == '.' && IsDigit(CharAt(at + 1)));
    }

    private static bool IsDigit(char c) => char.IsAsciiDigit(c);

    private static bool IsNewline(char c) => c is '\n' or '\r' or '\f';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080';

    private static bool IsName(char c) => IsNameStart(c) || IsDigit(c) || c == '-';

    private static bool IsNonPrintable(char c) => c is (> '\0' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F';
}
