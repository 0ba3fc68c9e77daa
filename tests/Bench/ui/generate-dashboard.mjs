// Writes ../guests/uibench/ui/index.html: the page of the bench, for 1920x1080. 2,046 elements: 100 cards of 20 elements in a grid, a bar on top, a menu.
// No randomness but that of the sequence below: the file is the same byte for byte wherever it is written.
//   node generate-dashboard.mjs [FILE]
// For the bench: #card-0 … #card-99 can be moved, the text in #value-0 … #value-99 can be changed, the root's font size too
// (everything is measured in rem), and the page is some 2,500 px high, so it can be scrolled.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CARDS = 100;
const ELEMENTS = 2046;

const css = `
:root { font-size: 16px; --ink: #1e293b; --soft: #64748b; --line: #e2e8f0; }
* { box-sizing: border-box; }
body { margin: 0; background: #f1f5f9; color: var(--ink); font: 0.875rem/1.4 Arial, sans-serif; }
.app { display: grid; grid-template: 3.5rem auto / 13rem 1fr; }
.top { grid-column: 1 / -1; display: flex; align-items: center; gap: 1rem; padding: 0 1.25rem; color: #fff; background: linear-gradient(90deg, #1e3a8a, #4f46e5 60%, #9333ea); box-shadow: 0 2px 8px rgba(15, 23, 42, 0.35); }
.brand { font-size: 1.25rem; }
.search { flex: 0 1 28rem; padding: 0.45rem 0.8rem; border-radius: 0.5rem; background: rgba(255, 255, 255, 0.18); }
.user { margin-left: auto; width: 2.25rem; height: 2.25rem; border-radius: 50%; background: radial-gradient(circle at 35% 30%, #fde68a, #f59e0b); }
.menu { padding: 1rem 0.75rem; background: #fff; border-right: 1px solid var(--line); }
.item { display: flex; justify-content: space-between; padding: 0.5rem 0.75rem; border-radius: 0.5rem; color: inherit; text-decoration: none; }
.item.on { background: #e0e7ff; color: #3730a3; font-weight: bold; }
.count { font-size: 0.75rem; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.9rem; padding: 1rem; align-content: start; }
.card { display: flex; flex-direction: column; gap: 0.5rem; padding: 0.7rem; background: #fff; border: 1px solid var(--line); border-radius: 0.75rem; box-shadow: 0 1px 3px rgba(15, 23, 42, 0.12), 0 6px 16px rgba(15, 23, 42, 0.06); }
.head { display: flex; align-items: center; gap: 0.6rem; }
.avatar { flex: none; width: 2.25rem; height: 2.25rem; border-radius: 0.6rem; }
.titles { flex: 1; min-width: 0; }
.title { margin: 0; font-size: 1rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.sub { margin: 0; font-size: 0.75rem; color: var(--soft); }
.badge { padding: 0.1rem 0.5rem; border-radius: 1rem; font-size: 0.75rem; }
.figure { display: flex; align-items: baseline; justify-content: space-between; }
.value { font-size: 1.4rem; line-height: 1.2; }
.up { color: #059669; } .down { color: #dc2626; }
.bars { display: flex; align-items: flex-end; gap: 0.35rem; height: 2.25rem; }
.bar { flex: 1; border-radius: 0.25rem 0.25rem 0 0; background: linear-gradient(#818cf8, #4338ca); }
.foot { display: flex; gap: 0.4rem; align-items: center; margin-top: auto; padding-top: 0.45rem; border-top: 1px solid var(--line); }
.tag { padding: 0.1rem 0.45rem; border-radius: 0.3rem; background: #f1f5f9; font-size: 0.75rem; }
.open { margin-left: auto; padding: 0.25rem 0.7rem; border-radius: 0.4rem; color: #fff; background: linear-gradient(#6366f1, #4f46e5); font-size: 0.8rem; }
`;

let state = 12345;
const below = count => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 16) % count;
};
const pick = list => list[below(list.length)];
const NAMES = ['Throughput', 'Latency of frames', 'Memory in use', 'Requests answered', 'Open sessions', 'Jobs in the queue', 'Cache hits', 'Tiles rastered anew', 'Errors', 'Bytes sent'];
const PLACES = ['North', 'South', 'East', 'West', 'Centre', 'Harbour'];
const TAGS = ['live', 'daily', 'weekly', 'beta', 'core', 'edge', 'video', 'audio'];
const STATES = [['ok', '#dcfce7', '#166534'], ['busy', '#fef9c3', '#854d0e'], ['down', '#fee2e2', '#991b1b'], ['new', '#e0f2fe', '#075985']];

function card(index) {
  const hue = below(360);
  const [word, ground, ink] = pick(STATES);
  const change = below(200) - 80;
  const bars = Array.from({ length: 5 }, () => `<i class="bar" style="height:${20 + below(80)}%"></i>`).join('');
  return `<section class="card" id="card-${index}"><div class="head"><i class="avatar" style="background:linear-gradient(135deg,hsl(${hue} 80% 70%),hsl(${hue} 70% 40%))"></i>`
    + `<div class="titles"><h3 class="title">${pick(NAMES)}</h3><p class="sub">${pick(PLACES)} ${1 + below(64)}</p></div>`
    + `<span class="badge" style="background:${ground};color:${ink}">${word}</span></div>`
    + `<div class="figure"><b class="value" id="value-${index}">${below(100)},${String(100 + below(900))}</b><span class="${change < 0 ? 'down' : 'up'}">${(change / 10).toFixed(1)} %</span></div>`
    + `<div class="bars">${bars}</div>`
    + `<div class="foot"><span class="tag">${pick(TAGS)}</span><span class="tag">${pick(TAGS)}</span><span class="open">Open</span></div></section>`;
}

const cards = Array.from({ length: CARDS }, (_, index) => card(index));
const frame = menu => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport-size" content="1920x1080">
<title>Dashboard</title>
<style>${css}</style>
</head>
<body>
<div class="app">
<header class="top"><b class="brand">Engine</b><div class="search">Search cards, nodes and people</div><i class="user"></i></header>
<nav class="menu">
${menu.join('\n')}
</nav>
<main class="cards">
${cards.join('\n')}
</main>
</div>
</body>
</html>
`;

const count = html => (html.match(/<[a-z]/g) ?? []).length;
const rest = ELEMENTS - count(frame([]));
const menu = Array.from({ length: Math.floor(rest / 2) }, (_, index) =>
  `<a class="item${index === 0 ? ' on' : ''}" href="#">${NAMES[index % NAMES.length].split(' ')[0]} ${1 + index}<span class="count">${below(90)}</span></a>`);
if (rest % 2 === 1) menu.push('<a class="item" href="#">Settings</a>');
const html = frame(menu);
if (count(html) !== ELEMENTS) throw new Error(`${count(html)} elements instead of ${ELEMENTS}`);

const file = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'guests', 'uibench', 'ui', 'index.html');
writeFileSync(file, html);
console.log(`${count(html)} elements in ${file}`);
