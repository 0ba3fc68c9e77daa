// Takes two pictures of each of pages/*.html with Chromium, at 1280x800, into out/reftests/chromium (PNG; not committed):
// PAGE.png, and PAGE.notext.png with transparent text: where they differ there is text, whose anti-aliasing the comparison leaves out.
//   node record-pages.mjs [--to FOLDER] [--from FOLDER] [--scale S] [--scheme light|dark] [WORD…]
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { htmlFiles, launch, openPage, root } from './lib/chromium.mjs';

const VIEWPORT = { width: 1280, height: 800 };
const PAGES = 2; // at the same time
const WITHOUT_TEXT = `*, *::before, *::after, *::marker, *::placeholder { -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;
  text-shadow: none !important; text-decoration-color: transparent !important; transition: none !important; } svg text { fill: transparent !important; }`;

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: join(root, 'pages') },
    to: { type: 'string', default: join(dirname(dirname(root)), 'out', 'reftests', 'chromium') },
    scale: { type: 'string', default: '1' },
    scheme: { type: 'string', default: 'light' },
  },
});
const from = resolve(values.from);
const to = resolve(values.to);
const queue = htmlFiles(from, words);
const total = queue.length;
let done = 0;

const browser = await launch();
try {
  await Promise.all(Array.from({ length: Math.min(PAGES, total) }, async () => {
    const page = await openPage(browser, VIEWPORT, { deviceScaleFactor: Number(values.scale), colorScheme: values.scheme });
    while (queue.length > 0) {
      const path = queue.shift();
      const file = join(to, path.replace(/\.html$/, '.png'));
      mkdirSync(dirname(file), { recursive: true });
      await page.goto(pathToFileURL(join(from, path)).href, { waitUntil: 'load' });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const picture = { animations: 'disabled', caret: 'hide' };
      await page.screenshot({ ...picture, path: file });
      await page.addStyleTag({ content: WITHOUT_TEXT });
      await page.screenshot({ ...picture, path: file.replace(/\.png$/, '.notext.png') });
      done++;
      if (process.stderr.isTTY) process.stderr.write(`\r${done}/${total} ${path}\u001b[K`);
    }
  }));
} finally {
  await browser.close();
}

console.log(`${done} pages by Chromium ${browser.version()} in ${to}`);
