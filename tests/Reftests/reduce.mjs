// Shrinks a document whose layout differs from Chromium's to the least that still does, and prints it with what differs.
//   node reduce.mjs [--cli FILE | --render FILE] [--tolerance PX] DOCUMENT.html
// It removes elements, unwraps them, removes declarations and texts, as long as some box is still off.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { collectBoxes } from './lib/boxes.mjs';
import { launch, openPage, root, viewportOf } from './lib/chromium.mjs';

const BATCH = 16; // candidates that are laid out by one process of ours

const { values, positionals: [source] } = parseArgs({
  allowPositionals: true,
  options: { cli: { type: 'string' }, render: { type: 'string' }, tolerance: { type: 'string', default: '1' } },
});
if (!source) throw new Error('name a document');
const executable = values.render ?? values.cli ?? join(dirname(dirname(root)), 'out', 'bin', 'wasmengine');
const folder = mkdtempSync(join(tmpdir(), 'reduce-'));
const start = readFileSync(source, 'utf8');
const viewport = viewportOf(start);

// In the page: the document without its nth removable part; null when there are no more.
function without(n) {
  const body = document.body.cloneNode(true);
  const parts = [];
  for (const element of body.querySelectorAll('*')) {
    parts.push(() => element.remove());
    parts.push(() => element.replaceWith(...element.childNodes));
    for (const name of [...new Set((element.getAttribute('style') ?? '').split(';').map(text => text.trim()).filter(Boolean))]) {
      parts.push(() => element.setAttribute('style', element.getAttribute('style').split(';').map(text => text.trim()).filter(text => text && text !== name).join(';')));
    }
    for (const name of ['class', 'id', 'dir']) if (element.hasAttribute(name)) parts.push(() => element.removeAttribute(name));
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) parts.push(() => child.remove());
  }
  if (n >= parts.length) return null;
  parts[n]();
  body.innerHTML = `\n${body.innerHTML.trim()}\n`; // what follows the body when parsed is moved to its end: it would grow
  return `<!DOCTYPE html>\n<html>\n${document.head.outerHTML}\n${body.outerHTML}\n</html>\n`;
}

function ours(files) {
  const size = `${viewport.width}x${viewport.height}`;
  const output = execFileSync(executable, [...(values.render ? ['tool'] : []), 'layout', '--size', size, '--json', ...files], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const parsed = JSON.parse(output);
  return files.length === 1 ? [parsed] : parsed.map(document => document.boxes);
}

function differences(theirs, own) {
  const byPath = new Map(own.map(box => [box.path, box]));
  const far = (a, b) => !b || ['x', 'y', 'width', 'height'].some(side => !(Math.abs(a[side] - b[side]) <= Number(values.tolerance)));
  return theirs.filter(box => !box.path.startsWith('html>head') && far(box, byPath.get(box.path))).map(box => [box, byPath.get(box.path)]);
}

async function theirs(page, file) {
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  return page.evaluate(collectBoxes);
}

/** The index of the first candidate that still differs, or -1. */
async function firstDiffering(page, candidates) {
  const files = candidates.map((html, index) => {
    const file = join(folder, `${index}.html`);
    writeFileSync(file, html);
    return file;
  });
  const own = ours(files);
  for (let i = 0; i < files.length; i++) if (differences(await theirs(page, files[i]), own[i]).length > 0) return i;
  return -1;
}

const browser = await launch();
try {
  const page = await openPage(browser, viewport);
  const editor = await openPage(browser, viewport); // holds the document that is being shrunk
  let html = start;
  if (await firstDiffering(page, [html]) < 0) throw new Error(`${source} agrees with Chromium`);
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (let next = 0; ;) {
      await editor.setContent(html);
      const candidates = [];
      for (let i = next; candidates.length < BATCH; i++) {
        const candidate = await editor.evaluate(without, i);
        if (candidate === null) break;
        candidates.push(candidate);
      }
      if (candidates.length === 0) break;
      const found = await firstDiffering(page, candidates);
      next += found < 0 ? candidates.length : found;
      if (found < 0) continue;
      html = candidates[found];
      shrunk = true;
      if (process.stderr.isTTY) process.stderr.write(`\r${html.length} characters\u001b[K`);
    }
  }
  const file = join(folder, 'reduced.html');
  writeFileSync(file, html);
  console.log(html);
  const show = box => (box ? `${box.x} ${box.y} ${box.width}x${box.height}` : 'missing');
  for (const [box, own] of differences(await theirs(page, file), ours([file])[0])) console.log(`<!-- ${box.path}: ${show(own)}, expected ${show(box)} -->`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
