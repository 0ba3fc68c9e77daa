// Records InlineCases.txt anew: node record.mjs, with playwright-core installed (see tests/Reftests) and Debian's Chromium.
import { chromium } from 'playwright-core';
import fs from 'node:fs';

const file = process.argv[2] ?? new URL('InlineCases.txt', import.meta.url).pathname;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
const out = [];
for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
  if (line === '' || line.startsWith('  ')) continue;
  const body = line.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  await page.setContent(`<!doctype html><style>body{margin:0}b,i{font:inherit}</style><html style="line-height:20px;font-size:16px;font-family:DejaVu Sans"><body>${body}`);
  out.push(line, ...(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((e) => {
    const r = e.getBoundingClientRect();
    return `  ${e.id}: ${[r.x, r.y, r.width, r.height].join(' ')}`;
  }))));
}
await browser.close();
fs.writeFileSync(file, out.join('\n') + '\n');
