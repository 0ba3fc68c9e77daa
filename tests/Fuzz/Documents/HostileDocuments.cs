using System.Globalization;
using System.Text;
using WasmEngine.Render.Pages;

namespace WasmEngine.Fuzz.Documents;

/// <summary>A document made to bring an engine down.</summary>
/// <param name="Html">Its source.</param>
public sealed record HostileDocument(string Html)
{
    /// <summary>What it is shown in.</summary>
    public PageOptions Options { get; init; } = new() { Width = 320, Height = 200 };

    /// <summary>Where its resources come from; null for data: URLs alone.</summary>
    public IResourceLoader? Loader { get; init; }
}

/// <summary>Known ways to bring an engine down, by name.</summary>
public static partial class HostileDocuments
{
    private const string Start = "<!doctype html>";

    /// <summary>All of them; each is made when it is asked for.</summary>
    public static IReadOnlyList<(string Name, Func<HostileDocument> Make)> All { get; } = [.. Trees(), .. Styles(), .. Layouts(), .. Extremes(), .. Texts(), .. Resources()];

    private static string Times(int count, string text) => new StringBuilder(count * text.Length).Insert(0, text, count).ToString();

    private static string Count(int count, Func<int, string> text)
    {
        var all = new StringBuilder();
        for (var i = 0; i < count; i++) all.Append(text(i));
        return all.ToString();
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string, Func<HostileDocument>)> Trees()
    {
        yield return ("nested 100000", () => new(Start + Times(100_000, "<div>") + "x"));
        yield return ("nested inline 10000", () => new(Start + Times(10_000, "<span>") + "text"));
        yield return ("nested formatting 100000", () => new(Start + Times(100_000, "<b><i>") + "text"));
        yield return ("nested tables", () => new(Start + Times(20_000, "<table><tr><td>") + "text"));
        yield return ("nested lists", () => new(Start + Times(20_000, "<ul><li>") + "text"));
        yield return ("nested svg", () => new(Start + "<svg>" + Times(100_000, "<g>") + "<rect width=5 height=5 />"));
        yield return ("nested buttons", () => new(Start + Times(20_000, "<button><p>") + "text"));
        yield return ("misnested", () => new(Start + Times(5_000, "<b><p></b><a><table></a>") + "text"));
        yield return ("elements 1000000", () => new(Start + Times(1_000_000, "<i></i>")));
        yield return ("elements 1000000 text", () => new(Start + "<style>div{height:1px}</style>" + Times(500_000, "<div>x</div>")));
        yield return ("attributes 100000", () => new(Start + "<div " + Count(100_000, i => $"a{N(i)}=1 ") + ">x"));
        yield return ("attribute 10 MB", () => new(Start + $"<div class='{Count(500_000, i => "c" + N(i) + " ")}' id='{new string('x', 5_000_000)}'>x"));
        yield return ("inline splits block 10000", () => new(Start + Times(10_000, "<span>a<p>b</p>")));
    }

    private static IEnumerable<(string, Func<HostileDocument>)> Styles()
    {
        const int deep = 100_000;
        yield return ("calc tower", () => new(Start + $"<div style='width:{Times(deep, "calc(")}1px{Times(deep, ")")};height:{Times(deep, "(1px + ")}1px{Times(deep, ")")}'>x"));
        yield return ("calc sum", () => new(Start + $"<div style='width:calc(1px{Times(deep, " + 1%")})'>x"));
        yield return ("calc min tower", () => new(Start + $"<div style='width:{Times(deep, "min(1px,")}1%{Times(deep, ")")}'>x"));
        yield return ("circular var", () => new(Start + "<style>:root{" + Count(10_000, i => $"--a{N(i)}:var(--a{N((i + 1) % 10_000)});") + "}</style><div style='width:var(--a5)'>x"));
        yield return ("var chain", () => new(Start + "<style>:root{" + Count(10_000, i => $"--a{N(i)}:var(--a{N(i + 1)}) ;") + "--a10000:5px}</style><div style='width:var(--a0)'>x"));
        yield return ("var bomb", () => new(Start + "<style>:root{--a0:x;" + Count(64, i => $"--a{N(i + 1)}:{Times(10, $"var(--a{N(i)})")};") + "}</style><div style='--z:var(--a64);width:var(--a64)'>x"));
        yield return ("var bomb, many elements", () => new(Start + "<style>*{--a0:x;" + Count(30, i => $"--a{N(i + 1)}:{Times(10, $"var(--a{N(i)})")};") + "width:var(--a30)}</style>" + Times(1000, "<p>")));
        yield return ("var tower", () => new(Start + $"<div style='width:{Times(deep, "var(--a,")}1px{Times(deep, ")")}'>x"));
        yield return ("rules 100000 x 10000", () => new(Start + "<style>" + Count(100_000, i => $".c{N(i)} .d{{width:{N(i % 50)}px}}") + "</style>" + Count(10_000, i => $"<p class='d c{N(i)}'></p>")));
        yield return ("rules for all", () => new(Start + "<style>" + Count(2_000, i => $"*{{width:{N(i % 50)}px}}") + "</style>" + Times(5_000, "<p></p>")));
        yield return ("selector bomb is", () => new(Start + $"<style>{Times(20, ":is(a,b,c,:not(")}p{Times(20, "))")}{{color:red}} {Times(30, ":is(div div,")}p{Times(30, ")")} p{{color:blue}}</style>" + Times(200, "<div>") + Times(200, "<p></p>")));
        yield return ("selector bomb has", () => new(Start + "<style>:has(:has(*)){color:red}div:has(~ div:not(:has(p))) b{color:red}:has(> * > * ~ *):has(* + * i){color:red}</style>" + Times(300, "<div><i></i>") + Times(3_000, "<p></p>")));
        yield return ("selector descendants", () => new(Start + $"<style>{Times(60, "div ")}b{{color:red}} {Times(30, "div ~ p ")}b{{color:red}}</style>" + Times(400, "<div><p>") + Times(2_000, "<i></i>")));
        yield return ("selector 100000 long", () => new(Start + $"<style>{Times(deep, "a ")}{{color:red}}{Times(deep, ".a")}{{color:red}}{Times(deep, "a,")}b{{color:red}}{Times(deep, ":is(")}a{Times(deep, ")")}{{}}</style><b>x"));
        yield return ("siblings x nth", () => new(Start + "<style>:nth-child(2n of p){color:red}:nth-last-of-type(3n+1){width:3px}p ~ p ~ p{color:blue}</style>" + Times(20_000, "<p></p>")));
        yield return ("nested rules", () => new(Start + $"<style>{Times(deep, "a{")}color:red{Times(deep, "}")}{Times(deep, "@media all{")}b{{}}{Times(deep, "}")}{Times(30, "&,&{")}c{{}}{Times(30, "}")}</style><b>x"));
        yield return ("brackets", () => new(Start + $"<style>a{{b:{Times(deep, "[(")}}}</style><b style='--a:{Times(deep, "{[(")}'>x"));
        yield return ("keyframes many", () => new(Start + "<style>@keyframes k{" + Count(50_000, i => $"{(i / 500.0).ToString(CultureInfo.InvariantCulture)}%{{width:{N(i)}px}}") + "}div{animation:k 1s infinite}</style>" + Times(100, "<div>x</div>")));
        yield return ("animations many", () => new(Start + $"<style>@keyframes k{{to{{width:1px}}}}div{{animation:{Times(10_000, "k 1s infinite,")}k 1s}}</style>" + Times(20, "<div>x</div>")));
    }
}
