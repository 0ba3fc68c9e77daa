// Records the boxes that Chromium gives the documents of a file of cases: node record.mjs FILE… (with playwright-core at hand; CHROMIUM names the browser).
import { chromium } from 'playwright-core';
import fs from 'node:fs';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
for (const file of process.argv.slice(2)) {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(line => line.startsWith('<') || line.startsWith('#'));
  const out = [];
  for (const line of lines) {
    out.push(line);
    if (line.startsWith('#')) continue;
    await page.setContent(`<!doctype html><body style="margin:0">${line}`);
    const boxes = await page.evaluate(() => [...document.body.querySelectorAll('*')].map(element => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `  ${x} ${y} ${width} ${height}`;
    }));
    out.push(...boxes);
  }
  fs.writeFileSync(file, out.join('\n') + '\n');
}

await browser.close();
