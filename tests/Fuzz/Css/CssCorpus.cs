namespace WasmEngine.Fuzz.Css;

/// <summary>What CSS is mutated from: valid declarations of every kind of value, rules of every kind, and pieces to splice in.</summary>
internal static class CssCorpus
{
    internal static readonly string[] Declarations =
    [
        "color: rgb(1 2 3 / 50%)", "color: color-mix(in oklch longer hue, red 20%, light-dark(blue, hsl(120 50% 50%)))", "color: rgb(from currentcolor calc(r * 2) g none / alpha)",
        "color: color(display-p3 0.1 0.2 0.3)", "background: url(a.png) no-repeat right 1em top / 50% auto fixed, linear-gradient(to top left, red 10%, 20%, blue) border-box, #fff8",
        "background-image: radial-gradient(circle at 10% 20%, red, blue 2em), conic-gradient(from 0.25turn at top, red, blue 50% 60%), image-set('a' 1x, url(b) 2dppx type('image/png'))",
        "font: italic small-caps 600 condensed 1.2em/calc(1.5 + 0.1) 'A B', serif", "font-variant: tabular-nums common-ligatures", "font-feature-settings: 'liga' 0, 'kern'",
        "margin: 1px auto calc(1em + 2%) -3rem", "padding: min(10px, 5%) max(1vw, 2vh) clamp(1px, 50%, 3em)", "width: fit-content(50%)", "width: calc(100% - (2 * (1px + 1em)) / 3)",
        "height: round(up, 10%, 3px)", "inset: 0 auto", "aspect-ratio: 16 / 9", "border: thin dashed currentcolor", "border-radius: 1px 2% / 3em", "border-image: url(x) 10% fill / 1px / 2px round",
        "flex: 1 1 0%", "grid-template-columns: [a] repeat(auto-fill, [b] minmax(10px, 1fr) [c]) 10%", "grid-template: 'a b' 10px [x] 'a c' / 1fr auto", "grid: auto-flow dense 10px / 1fr 2fr",
        "grid-area: 1 / span 2 / foo 3 / auto", "place-content: safe center / space-between", "transform: translate(10%, 1em) rotate3d(1, 2, 3, 40deg) matrix(1, 0, 0, 1, 5, 6) perspective(10px)",
        "translate: 1px 2px 3px", "rotate: x 10grad", "scale: 50% 2", "filter: blur(2px) drop-shadow(1px 2px 3px red) hue-rotate(1rad)", "clip-path: polygon(evenodd, 0 0, 100% 0, 50% 100%) content-box",
        "clip-path: inset(1px round 2px)", "clip-path: path('M0 0L9 9z')", "box-shadow: inset 1px 2px 3px 4px red, 0 0 1em", "animation: a 1s cubic-bezier(.1, 2, .3, -1) infinite, b 2s steps(3, jump-none) 1s",
        "transition: all 1s linear(0, 0.5 20% 30%, 1), width 2s allow-discrete", "content: counter(a, lower-roman) 'x\\'' open-quote url(z) / 'alt'", "counter-reset: a 1 b -2", "quotes: '<' '>'",
        "text-decoration: underline wavy red 10%", "white-space: pre-wrap", "line-height: 1.5", "letter-spacing: 0.1em", "will-change: transform, opacity", "contain: layout paint",
        "display: inline flow-root list-item", "display: -webkit-box", "-webkit-line-clamp: 3", "mask: url(m) center / contain no-repeat intersect", "all: revert-layer", "zoom: 2",
        "--x: { a: [b] (c) } 1px", "--y: var(--x, var(--z))", "width: var(--x, calc(1px + var(--y)))", "content: attr(data-x)", "height: env(safe-area-inset-top, 1px)", "margin-inline: 1px 2px",
        "writing-mode: vertical-rl", "direction: rtl", "color-scheme: only dark", "font-family: monospace", "font-size: larger",
    ];

    internal static readonly string[] Sheets =
    [
        "a, b > c:hover::before { D; D; & d { D } D; @media (width > 10px) { D; e { D } } }",
        "@media screen and (min-width: 1px) { x { D } @supports (display: grid) { y { D; D } } }",
        "@import url('a.css') layer(b) supports(display: grid) screen; @namespace svg url(x); @charset 'utf-8'; z { D }",
        "@font-face { font-family: F; src: url(f.woff2) format('woff2'), local('G'); unicode-range: U+0-FF } @keyframes k { from { D } 33.3%, to { D; D } }",
        "@layer a, b.c; @layer d { e { D } } @property --x { syntax: '<length>'; inherits: false; initial-value: 1px } @counter-style s { system: cyclic }",
        "<!-- f { D !important; D ! important } --> g { D; ; D } /* c */ h{D}",
        "@page { margin: 0 } @container (width > 1px) { i { D } } @unknown { j { D } } k { D }",
    ];

    internal static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", ";", ":", ",", "/", "!", "important", "\"", "'", "\\", "\\a ", "\n", "/*", "*/", "<!--", "-->", "@", "#", "calc(", "min(", "max(", "var(--x)", "var(", "url(", "rgb(",
        "color-mix(", "repeat(", "minmax(", "linear-gradient(", "-webkit-image-set(", "light-dark(", "fit-content(", "path(", "counter(", "1e999", "-1e999", "99999999999999999999", "0", "-0", "1e-999", "%", "px", "NaN", "infinity", "-infinity", "* infinity", "/ 0", "none",
        "auto", "inherit", "initial", "currentcolor", "\0", "\uD800", "\uFFFF", "é", "--", "-", "+", " + ", " - ", "e", "pi", "deg", "fr", "span", "from", "in", "to", "at", "U+26", "\r", "\f", "&", ">",
    ];
}
