// What both recorders share: the browser, the files, the words of the command line.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--force-device-scale-factor=1'];

/** Starts Debian's Chromium, or the binary that CHROMIUM names. */
export async function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`there is no ${executablePath}: install Debian's chromium, or name a binary in CHROMIUM`);
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** A page that reaches files only. */
export async function openPage(browser, viewport, options = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'no-preference', ...options });
  const page = await context.newPage();
  await page.route('**/*', route => /^(file|data):/.test(route.request().url()) ? route.continue() : route.abort());
  return page;
}

/** All HTML files below a folder, in a stable order, whose path contains each of the words. */
export function htmlFiles(folder, words) {
  const found = [];
  const walk = directory => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.html')) found.push(relative(folder, path).split(sep).join('/'));
    }
  };
  walk(folder);
  return found.sort().filter(path => words.length === 0 || words.some(word => path.includes(word)));
}

/** The fonts that were there, with their versions. */
export function installedFonts() {
  const list = execFileSync('fc-list', ['--format', '%{family[0]} %{style[0]} %{fontversion}\n'], { encoding: 'utf8' });
  return [...new Set(list.split('\n').filter(Boolean))].sort();
}

/** What `<meta name="viewport-size" content="WxH">` in a document says, or 800x600. */
export function viewportOf(html) {
  const match = /<meta\s+name="viewport-size"\s+content="(\d+)x(\d+)">/.exec(html);
  return match ? { width: +match[1], height: +match[2] } : { width: 800, height: 600 };
}
