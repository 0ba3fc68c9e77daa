// Records the boxes that Chromium gives to the elements of documents/**.html into expected/**.json.
//   node record.mjs [--check] [--from FOLDER --to FOLDER] [WORD…]
//     --check       writes nothing, fails if something differs
//     --from, --to  other documents (see generate/random.mjs), another place for their boxes
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { flags, htmlFiles, installedFonts, launch, openPage, root } from './lib/chromium.mjs';

const DEFAULT_VIEWPORT = { width: 800, height: 600 };
const PAGES = 3; // documents at the same time

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, from: { type: 'string' }, to: { type: 'string' } },
});
const check = values.check;
const documents = resolve(values.from ?? join(root, 'documents'));
const expected = resolve(values.to ?? join(root, 'expected'));
if (values.from && !values.to) throw new Error('--from needs --to: their boxes have no place among the committed ones');

function viewportOf(html) {
  const match = /<meta\s+name="viewport-size"\s+content="(\d+)x(\d+)">/.exec(html);
  return match ? { width: +match[1], height: +match[2] } : DEFAULT_VIEWPORT;
}

// Runs in the page.
function collectBoxes() {
  const round = value => Math.round(value * 64) / 64 + 0; // + 0: no -0
  const step = element => {
    const tag = element.localName;
    if (tag === 'html' || tag === 'head' || tag === 'body') return tag;
    let index = 1;
    for (let e = element.previousElementSibling; e; e = e.previousElementSibling) index++;
    return `${tag}:nth-child(${index})`;
  };
  const path = element => (element.parentElement ? `${path(element.parentElement)}>` : '') + step(element);
  return [...document.querySelectorAll('*')].map(element => {
    const box = element.getBoundingClientRect();
    return {
      path: path(element), tag: element.localName, id: element.id, classes: [...element.classList],
      x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height),
    };
  });
}

const write = (file, text, tally) => {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (old === text) return;
  tally.differing.push(file);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

async function record(page, path, tally) {
  const file = join(documents, path);
  await page.setViewportSize(viewportOf(readFileSync(file, 'utf8')));
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const boxes = await page.evaluate(collectBoxes);
  tally.boxes += boxes.length;
  tally.done++;
  write(join(expected, path.replace(/\.html$/, '.json')), `[\n${boxes.map(box => JSON.stringify(box)).join(',\n')}\n]\n`, tally);
  if (process.stderr.isTTY) process.stderr.write(`\r${tally.done}/${tally.total} ${path}\u001b[K`);
}

const paths = htmlFiles(documents, words);
const tally = { total: paths.length, done: 0, boxes: 0, differing: [] };
const browser = await launch();
try {
  const queue = paths.slice();
  await Promise.all(Array.from({ length: Math.min(PAGES, paths.length) }, async () => {
    const page = await openPage(browser, DEFAULT_VIEWPORT);
    while (queue.length > 0) await record(page, queue.shift(), tally);
  }));
  const header = { chromium: browser.version(), flags, fonts: installedFonts() };
  if (words.length === 0) write(join(expected, 'recorded-with.json'), `${JSON.stringify(header, null, 2)}\n`, tally);
} finally {
  await browser.close();
}

if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
for (const file of tally.differing.slice(0, 20)) console.log(`${check ? 'differs' : 'written'}: ${relative(root, file)}`);
if (tally.differing.length > 20) console.log(`… and ${tally.differing.length - 20} more`);
console.log(`${tally.done} documents, ${tally.boxes} boxes, ${tally.differing.length} files ${check ? 'differ' : 'written'}`);
if (check && tally.differing.length > 0) process.exitCode = 1;
