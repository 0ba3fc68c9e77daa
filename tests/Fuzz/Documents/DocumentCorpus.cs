using WasmEngine.Fuzz.Css;

namespace WasmEngine.Fuzz.Documents;

/// <summary>What documents are mutated from: those of the reference tests where the tree is at hand, and pieces of markup and CSS to splice in.</summary>
internal static class DocumentCorpus
{
    private const int LongestSeed = 3000;

    internal static readonly string[] Markup =
    [
        "<div>", "<div class=a>", "</div>", "<p id=b>", "</p>", "<span class=c>", "</span>", "<ul><li>", "<ol start=-3 reversed><li value=9>", "</ul>", "<table>", "<table border=1 cellspacing=2><caption>c</caption><colgroup><col span=2 width=10><tr><td colspan=2 rowspan=3>",
        "<tr><td>", "<th width=50%>", "</table>", "<tbody><tr>", "<a href=x>", "</a>", "<input type=checkbox checked>", "<input value=v size=4>", "<input type=range>", "<input type=radio>", "<select size=3><option>a<option selected>b", "<select><option>x</select>",
        "<textarea rows=2 cols=5>t</textarea>", "<button>go</button>", "<progress value=.3></progress>", "<meter value=2 max=3></meter>", "<fieldset><legend>l</legend>", "</fieldset>", "<details open><summary>s</summary>d", "</details>", "<dialog open>", "<hr>", "<br>", "<wbr>",
        "<img width=30 height=40 alt=x>", "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"4\"><rect width=\"5\" height=\"4\" fill=\"red\"/></svg>'>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' style='width:20px'>", "<svg width=20 height=10 viewBox='0 0 4 2'><path d='M0 0L4 2Q1 1 0 2z' fill=red stroke=blue /></svg>",
        "<svg><g transform='rotate(45) scale(1e9)'><circle r=5 /><text>t</text></g></svg>", "<canvas width=10 height=5></canvas>", "<iframe></iframe>", "<video width=3></video>", "<ruby>a<rt>b</rt></ruby>", "<bdo dir=rtl>", "</bdo>", "<i dir=rtl>\u05d0\u05d1 c \u05d2</i>",
        "text that wraps over lines", "word", " ", "\u00ad", "\u200b", "a\u0301\u0302", "\U0001F600", "\u202e\u2067", "\t", "\n", "WWWWWWWWWWWWWWWWWWWWWWWW", "<pre>a\n b\tc</pre>", "<b><p></b>", "<!-- x -->", "<", "&amp;", "\0", "<template>", "</template>", "<font size=7>", "<center>", "<marquee>",
        "<style>div::before{content:'x';display:block}</style>", "<style>*{display:flex}</style>", "<style>:nth-child(2n){float:left}</style>", "<style>p::first-letter{font-size:3em}</style>", "<style>p::first-line{color:red}</style>",
    ];

    private static readonly string[] Layout =
    [
        "display:block", "display:inline", "display:inline-block", "display:flex", "display:inline-flex", "display:grid", "display:inline-grid", "display:table", "display:table-cell", "display:table-row", "display:table-caption", "display:table-column", "display:contents", "display:none",
        "display:flow-root", "display:list-item", "float:left", "float:right", "float:none", "clear:both", "position:absolute", "position:fixed", "position:relative", "position:sticky", "position:static", "top:0", "left:50%", "right:-1e9px", "bottom:1e30px", "inset:0", "width:auto", "width:0",
        "width:50%", "width:min-content", "width:max-content", "width:fit-content", "width:1e9px", "width:10px", "height:100%", "height:30px", "height:1e9px", "height:0", "min-width:1e9px", "min-width:min-content", "max-width:0", "max-width:20%", "min-height:100%", "max-height:5px",
        "margin:-1e9px", "margin:auto", "margin:-10px", "margin:1e9px", "padding:5px", "padding:100%", "padding:1e9px", "border:3px solid red", "border:1e9px double", "border-radius:50%", "border-radius:1e9px", "box-sizing:border-box", "overflow:hidden", "overflow:auto", "overflow:scroll", "overflow:clip",
        "aspect-ratio:1/1e9", "aspect-ratio:0/0", "aspect-ratio:2", "flex:1", "flex:0 1e9 0", "flex:1e30", "flex-wrap:wrap", "flex-direction:column", "flex-direction:row-reverse", "align-items:baseline", "align-self:stretch", "justify-content:space-between", "order:-1", "gap:1e9px", "gap:10%",
        "grid-template-columns:1fr 2fr", "grid-template-columns:repeat(auto-fill,10px)", "grid-template-columns:repeat(auto-fit,minmax(0,1fr))", "grid-template-columns:repeat(1000000,1px)", "grid-template-columns:min-content auto fit-content(10%)", "grid-template-rows:1e9fr 1e-9fr", "grid-column:1/1000000", "grid-row:-5/span 99",
        "grid-auto-flow:dense", "grid-auto-columns:0", "grid-area:a", "grid-template-areas:'a a' 'b a'", "grid-template-columns:subgrid", "font-size:0", "font-size:1e9px", "font-size:50px", "line-height:0", "line-height:1e9", "letter-spacing:1e9px", "letter-spacing:-1em", "word-spacing:-1e9px", "text-indent:-1e9px",
        "text-indent:50%", "white-space:nowrap", "white-space:pre-wrap", "word-break:break-all", "overflow-wrap:anywhere", "text-overflow:ellipsis;overflow:hidden", "text-align:justify", "text-align:end", "vertical-align:1e9px", "vertical-align:middle", "vertical-align:top", "direction:rtl", "unicode-bidi:bidi-override",
        "writing-mode:vertical-rl", "text-wrap:balance", "-webkit-line-clamp:2;display:-webkit-box;-webkit-box-orient:vertical", "columns:3", "transform:rotate(45deg)", "transform:scale(0)", "transform:scale(1e30)", "transform:matrix(1e38,1e38,1e38,1e38,1e38,1e38)", "transform:perspective(1px) rotateY(89deg) translateZ(1e9px)",
        "transform-style:preserve-3d", "perspective:1px", "backface-visibility:hidden", "opacity:.5", "opacity:0", "filter:blur(1e9px)", "filter:blur(3px)", "filter:drop-shadow(1e9px 1e9px 1e9px red)", "backdrop-filter:blur(5px)", "mix-blend-mode:multiply", "isolation:isolate", "clip-path:circle(1e9px)",
        "clip-path:polygon(0 0,1e30px 5px,-1e30px 9%)", "clip-path:inset(50%)", "mask:linear-gradient(red,transparent)", "box-shadow:0 0 1e9px 1e9px red", "box-shadow:inset 1px 2px 3px 4px", "text-shadow:1e9px 1e9px 1e9px red", "outline:1e9px solid", "outline:2px dashed;outline-offset:-1e9px", "z-index:2147483647",
        "z-index:-2147483648", "will-change:transform", "background:red", "background:linear-gradient(red,blue) 0 0/1e-9px 1e-9px", "background:repeating-linear-gradient(red 0,blue 1e-9px)", "background:repeating-radial-gradient(circle,red 0,blue 0)", "background:conic-gradient(from 1e30deg,red,blue)",
        "background:radial-gradient(1e30px 0 at 1e30px,red,blue)", "background:linear-gradient(red,blue) 50%/3px 1e9px space round", "background-clip:text;color:transparent", "border-image:linear-gradient(red,blue) 1e9/1e9px/1e9px round", "border-style:dotted;border-width:.001px", "text-decoration:underline wavy 1e9px",
        "text-decoration:underline dotted 1e-9px", "text-underline-offset:1e9px", "list-style:inside lower-roman", "counter-reset:x 2147483647", "counter-increment:x 2147483647", "content:counter(x,lower-alpha)", "content:counters(x,'.')", "quotes:'a' 'b'", "content:open-quote", "border-collapse:collapse", "table-layout:fixed",
        "border-spacing:1e9px", "caption-side:bottom", "empty-cells:hide", "visibility:hidden", "visibility:collapse", "object-fit:cover", "object-position:1e9px", "zoom:1e9", "zoom:.01", "tab-size:1e9", "hyphens:auto", "scroll-snap-type:x mandatory", "contain:strict", "content-visibility:hidden", "font:9px monospace",
        "width:calc(1px*infinity)", "height:calc(-1px*infinity)", "width:calc(1%*NaN)", "margin-left:calc(100% - 1e9px)", "--a:var(--b)", "--b:var(--a)", "width:var(--a,5px)", "all:unset", "all:revert",
    ];

    /// <summary>Declarations, mostly of layout and paint, with extremes.</summary>
    internal static readonly string[] Declarations = [.. Layout, .. Layout, .. CssCorpus.Declarations];

    /// <summary>Those that start nothing which goes on in time.</summary>
    internal static readonly string[] Still = [.. Declarations.Where(d => !d.Contains("animation", StringComparison.Ordinal) && !d.Contains("transition", StringComparison.Ordinal))];

    internal static readonly string[] Numbers = ["0", "1", "-1", "2", "100", "1e9", "-1e9", "1e30", "1e-9", "2147483647", "-2147483648", "4294967296", "0.5", "99999999999999999999", "33554431", "16777217", "3"];

    internal static readonly string[] Pieces = [.. CssCorpus.Pieces, "</style>", "<style>", "style='", "class=a", "dir=rtl", "hidden", "colspan=1000000000", "rowspan=1000000000", "rowspan=0", "span=1000000000"];

    /// <summary>Small documents; read from the tree that the current folder is in, if it is one.</summary>
    internal static readonly string[] Seeds = Read();

    private static string[] Read()
    {
        List<string> seeds = ["<!doctype html><style>.a{color:red}</style><div class=a>text <b>bold</b></div><p>para", "<div style='display:flex'><div>a</div><div>b</div></div>"];
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tests = Path.Combine(folder.FullName, "tests", "Reftests");
            if (!Directory.Exists(tests)) continue;
            foreach (var file in Directory.EnumerateFiles(tests, "*.html", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var text = File.ReadAllText(file);
                if (text.Length <= LongestSeed) seeds.Add(text);
            }

            break;
        }

        return [.. seeds];
    }
}
