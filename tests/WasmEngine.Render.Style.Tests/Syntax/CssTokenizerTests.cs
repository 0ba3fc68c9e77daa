using System.Globalization;

namespace WasmEngine.Render.Style.Tests;

public sealed class CssTokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a-b _c --d é", "ident:a-b ws ident:_c ws ident:--d ws ident:é")]
    [InlineData("-a -1 - --", "ident:-a ws number:-1 ws delim:- ws ident:--")]
    [InlineData("1 +2 -.5 1.5e3 1e 1.e", "number:1 ws number:2 ws number:-0.5 ws number:1500 ws dimension:1e ws number:1 delim:. ident:e")]
    [InlineData("10px 5% 1e2em 1e-2x 2--x", "dimension:10px ws percentage:5 ws dimension:100em ws dimension:0.01x ws dimension:2--x")]
    [InlineData("#abc #1a # #-", "hash!:abc ws hash:1a ws delim:# ws hash:-")]
    [InlineData("'a\"b' \"c'd\"", "string:a\"b ws string:c'd")]
    [InlineData("'a\\\nb'", "string:ab")]
    [InlineData("'a\nb", "badstring ws ident:b")]
    [InlineData("'open", "string:open")]
    [InlineData("'end\\", "string:end")]
    [InlineData("\\41 b \\26 c", "ident:Ab ws ident:&c")]
    [InlineData("\\0 \\110000 \\d800 ", "ident:\uFFFD\uFFFD\uFFFD")]
    [InlineData("\\\n", "delim:\\ ws")]
    [InlineData("url(a.png) url( b ) URL('c')", "url:a.png ws url:b ws function:URL string:c )")]
    [InlineData("url(a b) c", "badurl ws ident:c")]
    [InlineData("url(a'b) c", "badurl ws ident:c")]
    [InlineData("url(a\\)b)", "url:a)b")]
    [InlineData("url(", "url:")]
    [InlineData("f( [ { } ] )", "function:f ws [ ws { ws } ws ] ws )")]
    [InlineData("<!-- --> <!-", "cdo ws cdc ws delim:< delim:! delim:-")]
    [InlineData("@media @ @-x", "at:media ws delim:@ ws at:-x")]
    [InlineData("a/* x */b/**/ /* open", "ident:a ident:b ws")]
    [InlineData("a:b;c,d", "ident:a : ident:b ; ident:c , ident:d")]
    [InlineData("\0x", "ident:\uFFFDx")]
    [InlineData("99999999999999999999999", "number:1E+23")]
    public void Text_GivesTokens(string text, string expected) => Assert.Equal(expected, string.Join(' ', CssTokenizer.Tokenize(text).Select(Show)));

    [Fact]
    public void Number_IsNeverInfinite()
    {
        var token = Assert.Single(CssTokenizer.Tokenize("1e999"));
        Assert.Equal(double.MaxValue, token.Number);
        Assert.Equal(-double.MaxValue, Assert.Single(CssTokenizer.Tokenize("-1e999")).Number);
    }

    [Fact]
    public void Lines_AreCounted_WhateverEndsThem()
    {
        var tokens = CssTokenizer.Tokenize("a\nb\r\nc\rd\fe/*\n\n*/f'\\\n'g", 10).Where(t => t.Kind == CssTokenKind.Ident);
        Assert.Equal([10, 11, 12, 13, 14, 16, 17], tokens.Select(t => t.Line));
    }

    [Fact]
    public void Tokens_CoverTheirText()
    {
        const string text = "a { color : #fff ; x: url( y ) 'z\\'' }";
        foreach (var token in CssTokenizer.Tokenize(text)) Assert.True(token.End > token.Start);
        Assert.Equal(text.Length, CssTokenizer.Tokenize(text)[^1].End);
    }

    private static string Show(CssToken token) => token.Kind switch
    {
        CssTokenKind.Whitespace => "ws",
        CssTokenKind.Number or CssTokenKind.Percentage => string.Create(CultureInfo.InvariantCulture, $"{token.Kind.ToString().ToLowerInvariant()}:{token.Number}"),
        CssTokenKind.Dimension => string.Create(CultureInfo.InvariantCulture, $"dimension:{token.Number}{token.Text}"),
        CssTokenKind.Hash => $"hash{((token.Flags & CssTokenFlags.IsId) != 0 ? "!" : "")}:{token.Text}",
        CssTokenKind.Delim => $"delim:{token.Delim}",
        CssTokenKind.AtKeyword => $"at:{token.Text}",
        CssTokenKind.Comma => ",",
        CssTokenKind.Colon => ":",
        CssTokenKind.Semicolon => ";",
        CssTokenKind.OpenSquare => "[",
        CssTokenKind.CloseSquare => "]",
        CssTokenKind.OpenParen => "(",
        CssTokenKind.CloseParen => ")",
        CssTokenKind.OpenCurly => "{",
        CssTokenKind.CloseCurly => "}",
        _ when token.Text is not null => $"{token.Kind.ToString().ToLowerInvariant()}:{token.Text}",
        _ => token.Kind.ToString().ToLowerInvariant(),
    };
}
