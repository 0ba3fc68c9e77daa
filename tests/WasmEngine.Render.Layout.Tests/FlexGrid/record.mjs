// Records the boxes that Chromium gives the documents of FlexGridCases.txt: node record.mjs (with playwright-core at hand; CHROMIUM names the browser).
import { chromium } from 'playwright-core';
import fs from 'node:fs';

const file = new URL('FlexGridCases.txt', import.meta.url);
const lines = fs.readFileSync(file, 'utf8').split('\n').filter(line => line.startsWith('<') || line.startsWith('#'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
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
await browser.close();
fs.writeFileSync(file, out.join('\n') + '\n');
