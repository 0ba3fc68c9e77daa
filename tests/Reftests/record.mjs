// Records the boxes that Chromium gives to the elements of documents/**.html into expected/**.json.
//   node record.mjs [--check] [--from FOLDER --to FOLDER] [WORD…]
//     --check       writes nothing, fails if something differs
//     --from, --to  other documents (see generate/random.mjs), another place for their boxes
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { collectBoxes } from './lib/boxes.mjs';
import { flags, htmlFiles, installedFonts, launch, openPage, root, viewportOf } from './lib/chromium.mjs';

const PAGES = 3; // documents at the same time

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, from: { type: 'string' }, to: { type: 'string' } },
});
const check = values.check;
const documents = resolve(values.from ?? join(root, 'documents'));
const expected = resolve(values.to ?? join(root, 'expected'));
if (values.from && !values.to) throw new Error('--from needs --to: their boxes have no place among the committed ones');

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
    const page = await openPage(browser, viewportOf(''));
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
