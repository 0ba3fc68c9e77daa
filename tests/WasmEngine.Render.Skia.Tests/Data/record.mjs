// Records what Chromium makes of text, for tests: widths and metrics of fonts (chromium-fonts.json), and where lines may end
// (../../WasmEngine.Render.Text.Tests/Data/chromium-breaks.txt). Debian: chromium, fonts-dejavu-core, fonts-dejavu-extra, fonts-liberation.
//     node record.mjs FOLDER        a folder in which "npm install playwright-core" was run
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { resolve, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(resolve(process.argv[2], 'x.js'))('playwright-core');

const families = ['serif', 'sans-serif', 'monospace', 'system-ui', 'Liberation Mono', 'DejaVu Serif', 'DejaVu Sans Condensed', 'Liberation Sans Narrow'];
const styles = [['400', 'normal'], ['700', 'normal'], ['400', 'italic'], ['700', 'italic']];
const sizes = [6, 9, 10.5, 12, 13.3333, 16, 19.2, 32, 100];
const texts = ['Hamburgefonstiv', 'AVATAR To. We, Yo', 'office affluent fi', 'The quick brown fox jumps over the lazy dog', '“Quoted” — naïve café',
    'Привет', 'שלום', '✓ سلام', 'Łódź Ωμέγα', 'A B C V A'];

const aliases = ['cursive', 'fantasy', 'math', 'Arial', 'Helvetica', 'Times', 'Times New Roman', 'Courier', 'Courier New', 'Georgia', 'Verdana', 'Unknown',
    '"Unknown", monospace', 'Arial Narrow', 'DejaVu Sans Light', 'ARIAL', 'Sans'];
const matches = [['DejaVu Sans', 300, 100], ['DejaVu Sans', 500, 100], ['DejaVu Sans', 550, 100], ['DejaVu Sans', 400, 75], ['DejaVu Sans', 400, 90],
    ['DejaVu Sans', 700, 50], ['DejaVu Sans', 400, 150], ['Liberation Sans', 599, 100], ['DejaVu Math TeX Gyre', 700, 100]];

const lines = ['The quick-brown fox', 'a/b/c path/to/file', 'http://example.com/a?b=c&d=e#f', '(foo) [bar] {baz}', 'foo(bar)', '“Quoted text” and ‘single’ ones',
    '« Bonjour » dit-il', 'a »b', '( a )b', 'end . start', 'x ! y', '10,000.50 and 3.5%', '$100 €50 50€ 20°C', '50 %', 'a—b', 'a — b', 'a–b', '1–2',
    'non\u00a0breaking space', 'soft\u00adhy\u00adphen', 'zero\u200bwidth', 'a\u2060b c', 'word\u2011joined non', '日本語の文章です。', '「日本」と言った', '東京、大阪',
    'ちょっとまって', 'カタカナー長音', '々々 人々', '한국어 문장입니다', '漢字abc漢字', 'abc漢字123', '100円 ¥100', '！？終わり', '‥…点', 'a・b・c', '中文，标点。测试',
    'שלום עולם', 'عربي نص هنا', 'foo…bar', 'emoji 😀😀 here', '👨‍👩‍👧family', '🇩🇪🇫🇷🇬🇧', '👍🏽👍🏽', 'e\u0301e\u0301', 'a\u3000b', 'x=y+z*2', 'C++/C#',
    '-foo -5 --bar', 'a-5 5-a 5-5', 'foo?bar', 'foo!bar', 'foo.bar,baz;qux:x', 'a|b', 'a&b', '"quoted" text', "it's don't", 'l’été d’une', '§7', '1/2 3/4',
    '2024-01-02', '12:30:45', 'a_b_c', 'x@y.com', '~tilde', '<tag>', 'a→b←c', '★★★', 'a•b', '①②③', '½¾', '±5', 'ấm áp', 'Ｆｕｌｌ　ｗｉｄｔｈ', 'ﾊﾝｶｸ', 'km/h', '100km',
    'дом-2', 'слово—дело', '«Привет», сказал', 'a\u00b7b', 'a\u2010b', 'a\u2026', '(漢字)', '漢字(注)漢字', '（漢字）', '[漢]', '漢,字', '漢.字', '漢"字"漢', '漢“字”漢',
    '漢/字', '漢%', '%漢', '$漢', '漢1', '1漢', '漢!', '漢?漢'];
const rules = [['normal', 'auto', 'en'], ['break-all', 'auto', 'en'], ['keep-all', 'auto', 'en'], ['normal', 'loose', 'ja'], ['normal', 'normal', 'ja'],
    ['normal', 'strict', 'ja'], ['normal', 'anywhere', 'en'], ['normal', 'loose', 'en']];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
await page.setContent('<!doctype html><body style="margin:0"><div id=d style="position:absolute;left:0;top:0;white-space:pre"><span id=s></span>' +
    '<span id=i style="display:inline-block;width:1px;height:0"></span></div><div id=u style="position:absolute;height:1px"></div>' +
    '<div id=b style="position:absolute;left:0;top:0;width:0;font:16px Liberation Sans"></div>');
const fonts = await page.evaluate(([families, styles, sizes, texts, aliases, matches]) => {
    const [d, s, i, u] = ['d', 's', 'i', 'u'].map(id => document.getElementById(id));
    const width = text => { s.textContent = text; return s.getBoundingClientRect().width; };
    const set = (family, weight, style, size, stretch) => [d, u].forEach(e => Object.assign(e.style, {
        fontFamily: family, fontWeight: weight, fontStyle: style, fontSize: size + 'px', fontStretch: stretch + '%' }));
    const unit = name => { u.style.width = '100' + name; return u.getBoundingClientRect().width / 100; };
    const rows = [];
    for (const family of families) for (const [weight, style] of styles) for (const size of sizes) {
        set(family, weight, style, size, 100);
        const widths = texts.map(width);
        s.textContent = 'x';
        const [box, mark] = [s.getBoundingClientRect(), i.getBoundingClientRect()];
        rows.push({ family, weight: +weight, italic: style === 'italic', size, widths, spacing: d.getBoundingClientRect().height,
            ascent: mark.bottom - box.top, height: box.height, ex: unit('ex'), ch: unit('ch'), cap: unit('cap') });
    }
    const named = (family, weight, stretch) => { set(family, weight, 'normal', 16, stretch); return { family, weight, stretch, width: width(texts[0]) }; };
    return { texts, rows, aliases: aliases.map(f => named(f, 400, 100)), matches: matches.map(m => named(...m)) };
}, [families, styles, sizes, texts, aliases, matches]);
const breaks = await page.evaluate(([lines, rules]) => {
    const b = document.getElementById('b');
    const tops = text => {
        b.textContent = text;
        const range = document.createRange();
        return [...text].length && Array.from({ length: text.length }, (_, k) => {
            range.setStart(b.firstChild, k);
            range.setEnd(b.firstChild, k + 1);
            const boxes = range.getClientRects();
            return boxes.length ? boxes[boxes.length - 1].top : null;
        });
    };
    return rules.map(([word, line, lang]) => {
        b.style.wordBreak = word;
        b.style.lineBreak = line;
        b.lang = lang;
        return lines.map(text => {
            let last = null, marked = '', pending = false;
            tops(text).forEach((top, k) => {
                // A space that hangs is said to be on the next line.
                if (top !== null && last !== null && top > last + 4) pending = true;
                if (pending && text[k] !== ' ') { marked += '¦'; pending = false; }
                if (top !== null) last = top;
                marked += text[k];
            });
            return marked;
        });
    });
}, [lines, rules]);
await browser.close();
const list = rows => '[\n' + rows.map(r => JSON.stringify(r)).join(',\n') + '\n]';
writeFileSync(join(here, 'chromium-fonts.json'),
    `{"texts":${JSON.stringify(fonts.texts)},\n"rows":${list(fonts.rows)},\n"aliases":${list(fonts.aliases)},\n"matches":${list(fonts.matches)}}\n`);
writeFileSync(join(here, '../../WasmEngine.Render.Text.Tests/Data/chromium-breaks.txt'),
    rules.map((rule, k) => `= ${rule.join(' ')}\n${breaks[k].join('\n')}\n`).join(''));
