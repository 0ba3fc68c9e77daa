using WasmEngine.Render.Pages;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Those that are about layout, paint, text and resources.</summary>
public static partial class HostileDocuments
{
    private static IEnumerable<(string, Func<HostileDocument>)> Layouts()
    {
        yield return ("floats 100000", () => new(Start + "<style>i{float:left;width:3px;height:5px;background:red}i:nth-child(3n){float:right;width:7px;height:2px}</style>" + Times(100_000, "<i></i>")));
        yield return ("floats stairs", () => new(Start + "<div style='width:1000000px'>" + Count(20_000, i => $"<i style='float:left;width:{N(i % 97)}px;height:{N(20_000 - i)}px'></i>") + "text"));
        yield return ("floats clear", () => new(Start + "<style>i{float:left;clear:left;width:9px;height:9px}</style>" + Times(50_000, "<i></i><p>t</p>")));
        yield return ("floats in text", () => new(Start + "<style>i{float:left;width:3px;height:50px}</style>" + Times(50_000, "<i></i>a ")));
        yield return ("absolute 100000", () => new(Start + "<style>i{position:absolute;width:5px;height:5px;background:#f008}</style>" + Count(100_000, i => $"<i style='left:{N(i % 300)}px;top:{N(i % 190)}px'></i>")));
        yield return ("relative 100000", () => new(Start + "<style>i{position:relative;z-index:1;left:3px}</style>" + Times(100_000, "<i>x</i>")));
        yield return ("inline absolute", () => new(Start + "<style>span{position:relative}i{position:absolute;left:0}</style>" + Times(400, "<span>a") + Times(5_000, "<i>x</i>")));
        foreach (var (name, style) in new[]
        {
            ("flex", "display:flex;width:100%;height:100%;min-height:50%;padding:1%"), ("flex column", "display:flex;flex-direction:column;height:100%;min-width:50%"), ("flex wrap", "display:flex;flex-wrap:wrap;flex:1 1 50%"),
            ("grid", "display:grid;grid-template-columns:minmax(min-content,1fr) auto;height:100%;padding:1%"), ("grid auto", "display:grid;grid-template-rows:auto 1fr"), ("inline-block", "display:inline-block;padding:1%;width:fit-content"),
            ("float", "float:left;width:auto;max-width:max-content;padding:1%"), ("table", "display:table;width:100%"), ("table-cell", "display:table-cell;height:100%"), ("absolute", "position:absolute;width:auto;max-width:50%"), ("overflow", "overflow:auto;height:100%"),
            ("baseline", "display:inline-flex;align-items:baseline;vertical-align:middle"), ("ratio", "display:flex;aspect-ratio:1;min-width:min-content"), ("fieldset", "display:grid;place-items:center;width:min-content"),
        })
            yield return ("nested 500 " + name, () => new(Start + $"<style>div{{{style}}}</style>" + Times(500, "<div>") + "text <b>more</b>") { Options = new() { Width = 320, Height = 200, ScrollbarWidth = 15 } });
        yield return ("nested 250 flex in grid", () => new(Start + "<style>div{display:flex;width:50%;height:100%}p{display:grid;height:50%;grid-template-columns:1fr min-content}</style>" + Times(250, "<div><section style='display:grid;height:90%'>") + "text"));
        yield return ("nested 500 tables", () => new(Start + "<style>div{display:table}p{display:table-cell}</style>" + Times(120, "<table><tr><td>a<td>") + "text"));
        yield return ("sticky nested", () => new(Start + "<style>div{position:sticky;top:1px;overflow:auto;height:90%}</style>" + Times(500, "<div>") + "text"));
        yield return ("table spans", () => new(Start + "<table border=1><tr><td colspan=1000000000 rowspan=1000000000>a<td colspan=999>b<tr><td rowspan=0>c<td colspan=65535>d</table><table><colgroup span=1000000000><col span=1000000000><tr><td>x"));
        yield return ("table spans many", () => new(Start + "<table>" + Times(1000, "<tr><td colspan=1000 rowspan=65534>a")));
        yield return ("table cells 250000", () => new(Start + "<table>" + Times(500, "<tr>" + Times(500, "<td>")) + "</table>"));
        yield return ("grid repeat 1e9", () => new(Start + "<div style='display:grid;grid-template-columns:repeat(1000000000,1px);grid-template-rows:repeat(999999999,repeat(9,1px) [a] 1fr)'><p>a<p>b"));
        yield return ("grid auto-fill", () => new(Start + "<div style='display:grid;width:1e30px;height:1e9px;grid-template-columns:repeat(auto-fill,1e-9px);grid-template-rows:repeat(auto-fit,minmax(0,1px))'><p>a<p>b"));
        yield return ("grid line 1e9", () => new(Start + "<div style='display:grid;grid-auto-flow:dense'><p style='grid-column:1000000000/span 1000000000;grid-row:-1000000000'>a<p style='grid-area:2147483647/-2147483648/span 2147483647/1'>b<p>c"));
        yield return ("grid items 100000", () => new(Start + "<style>div{display:grid;grid-template-columns:repeat(100,auto);grid-auto-flow:dense}p{margin:0}p:nth-child(7n){grid-column:span 3;grid-row:span 2}</style><div>" + Times(100_000, "<p></p>")));
        yield return ("grid spans", () => new(Start + "<style>div{display:grid}</style><div>" + Count(2000, i => $"<p style='grid-column:{N(i % 500 + 1)}/span {N(i % 91 + 1)};grid-row:{N(i % 300 + 1)}/span 40'>a</p>")));
        yield return ("flex items 100000", () => new(Start + "<div style='display:flex;flex-wrap:wrap'>" + Times(100_000, "<p style='flex:1 1 3px;max-width:5px;min-width:1px'></p>")));
        yield return ("counters", () => new(Start + "<style>p{counter-reset:a 2147483647;counter-increment:b 2147483647}p::before{content:counters(a,'.') counters(b,' ',lower-roman) counter(b,cjk-decimal)}</style>" + Times(400, "<div style='counter-reset:a'>") + Times(2000, "<p>x</p>")));
        yield return ("list roman", () => new(Start + "<ol start=2147483647 type=i><li>a<li value=-2147483648>b<ol type=A start=2000000000>" + Times(1000, "<li>c")));
    }

    private static IEnumerable<(string, Func<HostileDocument>)> Extremes()
    {
        foreach (var (name, style) in new[]
        {
            ("blur 1e9", "filter:blur(1e9px)"), ("blur tower", "filter:" + Times(1000, "blur(9px) ")), ("backdrop 1e9", "backdrop-filter:blur(1e9px) brightness(1e9)"), ("drop shadow 1e9", "filter:drop-shadow(1e9px 1e9px 1e9px red)"),
            ("box shadow 1e9", "box-shadow:0 0 1e9px 1e9px red,inset 0 0 1e9px 1e9px red"), ("box shadows many", "box-shadow:" + Times(5000, "1px 1px 9px red,") + "0 0 red"), ("text shadow 1e9", "text-shadow:1e9px -1e9px 1e9px red,0 0 1e9px red"), ("radius 1e9", "border-radius:1e9px/1e-9px;border:1e9px dashed red"),
            ("radius inf", "border-radius:calc(1px*infinity);overflow:hidden"), ("transform nan", "transform:scale(calc(NaN)) rotate(calc(1deg*infinity)) translate(calc(1px*infinity))"), ("transform 1e38", "transform:matrix3d(1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38,1e38);will-change:transform"),
            ("transform tower", "transform:" + Times(10_000, "scale(2) rotate(1deg) ")), ("perspective 0", "perspective:0;transform:perspective(0) translateZ(1e9px) rotateX(90deg)"), ("layer huge", "will-change:transform;width:1e7px;height:1e7px"), ("layer scaled", "will-change:transform;transform:scale(1e9);width:1e5px;height:1e5px"),
            ("font size 1e9", "font-size:1e9px"), ("font size inf", "font-size:calc(1px*infinity);line-height:calc(1px*infinity)"), ("letter spacing 1e9", "letter-spacing:1e9px;word-spacing:-1e9px"), ("position 1e30", "position:absolute;left:1e30px;top:-1e30px;width:1e30px"),
            ("z-index", "position:relative;z-index:99999999999999"), ("gradient stops 100000", "background:linear-gradient(" + Times(100_000, "red,blue 1px,") + "red)"), ("gradient tiny", "background:repeating-linear-gradient(45deg,red 0,blue 1e-30px),repeating-conic-gradient(red 0,blue 1e-30deg),repeating-radial-gradient(red 0,blue 1e-30px)"),
            ("backgrounds 10000", "background:" + Times(10_000, "linear-gradient(red,transparent),") + "red"), ("background tiny tiles", "background:radial-gradient(red,blue) 0 0/.01px .01px;width:1e6px;height:1e6px"), ("dotted 1e9", "border:1px dotted red;width:1e9px;height:1e9px"), ("dashed thin", "border:.01px dashed red;width:1e7px;outline:1px dotted red"),
            ("wavy", "text-decoration:underline wavy red;letter-spacing:1e6px"), ("wavy thin", "text-decoration:underline wavy red .01px;font-size:.1px;letter-spacing:1e6px"), ("clip path points", "clip-path:polygon(" + Times(100_000, "1px 1px,9px 3px,") + "0 0)"), ("clip path svg", "clip-path:path('" + Times(100_000, "M0 0C1e30 1e30 -1e30 1e30 5 5") + "')"),
            ("masks", "mask:" + Times(500, "linear-gradient(red,transparent),") + "none"), ("zoom 1e9", "zoom:1e9"), ("margins 1e9", "margin:1e9px -1e9px;padding:1e9px"), ("opacity groups", "opacity:.5;mix-blend-mode:multiply"), ("border image", "border:9px solid;border-image:linear-gradient(red,blue) 1/1e9px/1e9px round"),
            ("tab size", "tab-size:1e9;white-space:pre"), ("indent", "text-indent:-1e30px;text-indent:1e30px hanging each-line"), ("columns", "columns:1e9 1e-9px"), ("scale tiny", "transform:scale(1e-30);width:1e9px;height:1e9px;will-change:transform"),
        })
            yield return (name, () => new(Start + $"<div style=\"{style}\">te\txt <b style='background:red'>more</b></div><p>after"));
        yield return ("opacity nested 500", () => new(Start + "<style>div{opacity:.99;padding:.1px}</style>" + Times(500, "<div>") + "x"));
        yield return ("filters nested 500", () => new(Start + "<style>div{filter:blur(3px);padding:.1px}</style>" + Times(500, "<div>") + "x"));
        yield return ("blurs nested 300", () => new(Start + "<style>div{filter:blur(1e9px)}</style>" + Times(300, "<div>x")));
        yield return ("opacity nested in a blur", () => new(Start + "<style>div{opacity:.9}</style><p style='filter:blur(1e9px)'></p><section style='filter:blur(1e9px)'>" + Times(300, "<div>x")));
        yield return ("clips nested 500", () => new(Start + "<style>div{overflow:hidden;border-radius:9px;padding:.1px}</style>" + Times(500, "<div>") + "x"));
        yield return ("layers 10000", () => new(Start + "<style>i{position:absolute;will-change:transform;width:50px;height:50px;background:red}</style>" + Times(10_000, "<i></i>")));
        yield return ("scrollers 10000", () => new(Start + "<style>p{overflow:scroll;height:20px}b{display:block;height:1e9px}</style>" + Times(10_000, "<p><b>x</b></p>")));
        yield return ("blurs 1e9", () => new(Start + "<style>p{filter:blur(1e9px);background:red}</style>" + Times(20, "<p>x</p>") + Times(20, "<p style='filter:drop-shadow(1e9px 2e9px 1e9px blue)'>x") + "<p style='scale:.5% 200%'>" + Times(20, "<span style='display:block;filter:blur(3px)'>x")));
        yield return ("backdrops 1e9", () => new(Start + Times(10, "<div style='backdrop-filter:blur(5px);width:1e9px;height:1e9px;position:absolute;inset:-1e5px;background:rgb(255 0 0 / .1)'>x</div>")));
        yield return ("decorations 1e9", () => new(Start + "<style>p{letter-spacing:1e9px;white-space:nowrap}</style>" + string.Concat(((string[])["dotted 1e-9px", "dotted 2px", "dashed 1px", "wavy 1px", "wavy 1e9px", "solid 1e9px"]).Select(d => $"<p style='text-decoration:underline {d} red'>jgqy text</p>"))));
        yield return ("tiles 1e-9", () => new(Start + Times(5, "<p style='background:linear-gradient(red,blue) 0 0/1e-9px 1e-9px'>x</p><p style='background:linear-gradient(red,blue) 0 0/3px 1e9px space;scale:.5% 2'>x</p><p style='border:9px solid;border-image:linear-gradient(red,blue) 1/1e9px round;width:1e9px'>x</p><p style='border:1px dotted;border-radius:9px;width:1e9px'>x</p>")));
        yield return ("viewport 0", () => new(Start + "<div style='width:100vw;height:100vh;background:red'>x") { Options = new() { Width = 0, Height = 0 } });
        yield return ("viewport 16384", () => new(Start + "<body style='background:linear-gradient(red,blue)'><div style='width:100vw;height:100vh;background:radial-gradient(red,blue)'>x") { Options = new() { Width = 16384, Height = 16384 } });
    }

    private static IEnumerable<(string, Func<HostileDocument>)> Texts()
    {
        yield return ("text 10 MB no space", () => new(Start + new string('x', 10 << 20)));
        yield return ("text 10 MB break-all", () => new(Start + "<p style='word-break:break-all'>" + new string('x', 10 << 20)));
        yield return ("text 10 MB words", () => new(Start + "<p>" + Times(2 << 20, "word ")));
        yield return ("text 10 MB pre", () => new(Start + "<pre>" + Times(5 << 20, "x\n")));
        yield return ("text balance", () => new(Start + "<p style='text-wrap:balance;text-align:justify'>" + Times(100_000, "word ")));
        yield return ("text ellipsis", () => new(Start + "<p style='text-overflow:ellipsis;overflow:hidden;white-space:nowrap'>" + Times(100_000, "word <b>x</b>")));
        yield return ("bidi 100000", () => new(Start + "<p>" + Times(100_000, "\u202e\u2067a\u05d0")));
        yield return ("bidi brackets", () => new(Start + "<p dir=rtl>" + Times(100_000, "([") + "\u05d0" + Times(100_000, "])")));
        yield return ("bidi spans", () => new(Start + Times(400, "<bdo dir=rtl>a<bdi>") + Times(10_000, "<bdo dir=ltr>\u05d0</bdo>")));
        yield return ("combining 1000000", () => new(Start + "<p>a" + new string('\u0301', 1_000_000)));
        yield return ("zero width joiners", () => new(Start + "<p>" + Times(300_000, "\U0001F468\u200d")));
        yield return ("soft hyphens", () => new(Start + "<p>" + Times(500_000, "a\u00ad")));
        yield return ("surrogates", () => new(Start + "<p>" + new string('\uD800', 100_000) + new string('\uDC00', 100_000)));
        yield return ("one letter spans", () => new(Start + "<p>" + Times(100_000, "<b>a</b>")));
        yield return ("inline blocks", () => new(Start + "<p>" + Times(50_000, "<b style='display:inline-block'>a</b>")));
        yield return ("first letter", () => new(Start + "<style>p::first-letter{float:left}</style><p>" + new string('(', 1_000_000) + "a"));
        yield return ("min-content 10 MB", () => new(Start + "<table><td><div style='float:left;width:min-content'>" + Times(200_000, "ab ")));
        yield return ("fonts many", () => new(Start + Count(2000, i => $"<b style='font-family:f{N(i)},{Times(50, "x,")}serif;font-size:{N(i % 900)}px'>a\u4e00</b>")));
        yield return ("select options", () => new(Start + "<select>" + Times(100_000, "<option>a") + "</select><select size=99999>" + Times(1000, "<option>b") + "</select><textarea rows=1000000000 cols=1000000000></textarea><input size=1000000000>"));
    }

    private static IEnumerable<(string, Func<HostileDocument>)> Resources()
    {
        yield return ("import self", () => new(Start + "<style>@import 'a.css';</style>x") { Loader = new Generated(_ => "@import 'a.css';p{color:red}") });
        yield return ("import cycle", () => new(Start + "<link rel=stylesheet href=a.css>x") { Loader = new Generated(u => u.Contains('a', StringComparison.Ordinal) ? "@import 'b.css';" : "@import 'a.css';") });
        yield return ("import endless", () => new(Start + "<link rel=stylesheet href=1.css>x") { Loader = new Generated(u => $"@import '{u}1.css';p{{color:red}}") });
        yield return ("import tree", () => new(Start + "<link rel=stylesheet href=1.css>x") { Loader = new Generated(u => Count(100, i => $"@import '{u}-{N(i)}.css';")) });
        yield return ("links many", () => new(Start + Count(5000, i => $"<link rel=stylesheet href={N(i)}.css><style>a{{b:c}}</style>")) { Loader = new Generated(_ => "p{color:red}") });
        yield return ("image 60000 png", () => new(Start + Image("89504E470D0A1A0A0000000D494844520000EA600000EA600806000000000000000000000049444154789C030000000001")));
        yield return ("image 60000 gif", () => new(Start + Image("474946383961" + "60EA60EA" + "800000000000FFFFFF2C00000000" + "60EA60EA" + "000202440100" + "3B")));
        yield return ("image 60000 bmp", () => new(Start + Image("424D0000000000000000360000002800000060EA000060EA00000100180000000000000000000000000000000000000000000000")));
        yield return ("image 60000 webp", () => new(Start + Image("524946461600000057454250565038580A000000100000005FEA005FEA00")));
        yield return ("image 60000 jpeg", () => new(Start + Image("FFD8FFE000104A46494600010100000100010000FFC0000B08EA60EA6001011100FFDA0008010100003F0000FFD9")));
        yield return ("image 8000 png empty", () => new(Start + Image("89504E470D0A1A0A0000000D4948445200001F4000001F400806000000000000000000000049444154789C030000000001")));
        yield return ("image svg 1e9", () => new(Start + "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9' viewBox='0 0 1 1'><rect width='1' height='1' fill='red'/></svg>\"><p style=\"background:url(&quot;data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='60000' height='60000'><rect width='9' height='9'/></svg>&quot;) 0 0/60000px 60000px\">x"));
        yield return ("image svg deep", () => new(Start + $"<img width=50 height=50 src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>{Times(100_000, "<g>")}{Times(100_000, "</g>")}</svg>\">"));
        yield return ("image svg entities", () => new(Start + "<img width=50 height=50 src=\"data:image/svg+xml,<!DOCTYPE svg [<!ENTITY a 'xxxxxxxxxx'>" + Count(30, i => $"<!ENTITY a{N(i)} '{Times(10, i == 0 ? "%26a;" : $"%26a{N(i - 1)};")}'>") + "]><svg xmlns='http://www.w3.org/2000/svg'><text>%26a29;</text></svg>\">"));
        yield return ("image svg use", () => new(Start + "<svg width=50 height=50><g id=a><use href='#a'/></g>" + Count(30, i => $"<g id=b{N(i)}><use href='#b{N(i + 1)}'/><use href='#b{N(i + 1)}'/></g>") + "<use href='#b0'/></svg>"));
        yield return ("image svg path", () => new(Start + $"<svg width=50 height=50><path d='{Times(200_000, "A1e30 1e-30 9 1 1 5 5Q1e38 1e38 0 0")}' stroke-width=1e30 stroke=red stroke-dasharray='.001' /></svg>"));
        yield return ("image svg var", () => new(Start + "<svg width=50 height=50><linearGradient id=a><stop stop-color='var(--x)'/><stop offset=1 stop-color='initial'/></linearGradient><rect width=50 height=50 fill='url(#a)' stroke='var(--y, red)'/></svg>"));
        yield return ("images 10000", () => new(Start + Count(10_000, i => $"<img src='x{N(i)}.png'>")));
    }

    private static string Image(string hex)
    {
        var url = "data:image/png;base64," + Convert.ToBase64String(Convert.FromHexString(hex));
        return $"<img src='{url}' style='width:50px'><p style='background:url({url})'>x";
    }

    /// <summary>Makes a sheet for each address.</summary>
    private sealed class Generated(Func<string, string> make) : IResourceLoader
    {
        public Resource? Load(string url, string baseUrl, long limit, out string problem)
        {
            problem = "";
            return new Resource("file:///" + url[(url.LastIndexOf('/') + 1)..], System.Text.Encoding.UTF8.GetBytes(make(url[(url.LastIndexOf('/') + 1)..].Replace(".css", "", StringComparison.Ordinal))), "text/css");
        }
    }
}
