// Chromium's side of `wasmengine bench ui`: answers one line of JSON for each line on stdin.
// {"case":"cards","seconds":3,"paced":false} -> {"frames":…,"seconds":…,"cpuMs":…}; {"case":"first"|"relayout"} -> {"ms":…}; {"case":"versions"}.
// Frames are those that viz displayed, counted from its trace; CPU is that of the whole process family; see docs/benchmarks.md.
import { readFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, dashboard] = process.argv.slice(2);
const { chromium } = createRequire(join(modules, 'package.json'))('playwright-core');
const source = readFileSync(dashboard, 'utf8');
const common = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const throughput = ['--disable-frame-rate-limit', '--disable-gpu-vsync', '--num-raster-threads=2'];
const scrolling = ['--default-tile-width=1920', '--default-tile-height=544'];
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

// What moves in each case; runs in the page before each animation frame. n counts frames.
const steps = {
  cards: `n => { const cards = window.cards ??= [...document.querySelectorAll('.card')].slice(0, 100);
    for (let i = 0; i < cards.length; i++) cards[i].style.transform = 'translate(' + ((n * 3 + i * 7) % 40) + 'px,' + ((n * 2 + i * 5) % 30) + 'px)'; }`,
  texts: `n => { const texts = window.texts ??= [...document.querySelectorAll('.value')].slice(0, 100);
    for (let i = 0; i < texts.length; i++) texts[i].firstChild.data = String((n * 37 + i * 101) % 9000 + 1000); }`,
  scroll: `n => { const most = document.documentElement.scrollHeight - innerHeight; const at = (n * 20) % (2 * most); scrollTo(0, at > most ? 2 * most - at : at); }`,
};

class Chromium {
  static async start(kind, paced) {
    const self = new Chromium();
    self.profile = mkdtempSync(join(tmpdir(), 'wasmengine-bench-ui-'));
    const args = [...common, ...(paced ? [] : throughput), ...(kind === 'scroll' && !paced ? scrolling : [])];
    self.context = await chromium.launchPersistentContext(self.profile, { executablePath, headless: true, args, viewport: { width: 1920, height: 1080 } });
    self.page = self.context.pages()[0] ?? await self.context.newPage();
    await self.page.goto(pathToFileURL(dashboard).href);
    self.session = await self.context.browser()?.newBrowserCDPSession?.() ?? await self.context.newCDPSession(self.page);
    self.root = family(process.pid).find(p => p !== process.pid);
    return self;
  }

  async trace(categories, run) {
    const events = [];
    const take = chunk => { for (const e of chunk.value) events.push(e); };
    this.session.on('Tracing.dataCollected', take);
    await this.session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories, recordMode: 'recordAsMuchAsPossible' } });
    const result = await run();
    const done = new Promise(resolve => this.session.once('Tracing.tracingComplete', resolve));
    await this.session.send('Tracing.end');
    await done;
    this.session.off('Tracing.dataCollected', take);
    return { events, result };
  }

  async animate(kind, seconds) {
    await this.page.evaluate(`window.step = ${steps[kind]}; window.n = 0; window.running = true;
      (function frame() { if (!window.running) return; window.step(window.n++); requestAnimationFrame(frame); })()`);
    await new Promise(resolve => setTimeout(resolve, 700)); // caches warm
    let cpu = 0, elapsed = 0;
    const { events } = await this.trace(['viz'], async () => {
      const cpuBefore = cpuMs(), start = performance.now();
      await new Promise(resolve => setTimeout(resolve, seconds * 1000));
      cpu = cpuMs() - cpuBefore;
      elapsed = (performance.now() - start) / 1000;
    });
    await this.page.evaluate('window.running = false');
    const frames = events.filter(e => e.name === 'Display::FrameDisplayed').length;
    return { frames, seconds: elapsed, cpuMs: cpu };
  }

  // From a mark in the page to the first frame that is displayed after the commit that the mark led to.
  async latency(script) {
    const { events } = await this.trace(['viz', 'blink.user_timing', 'cc', 'benchmark'], async () => {
      await this.page.evaluate(script);
      await new Promise(resolve => setTimeout(resolve, 600));
    });
    const mark = events.filter(e => e.name === 'bench-start').at(-1);
    const laidOut = events.filter(e => e.name === 'bench-laid-out').at(-1);
    const shown = events.filter(e => e.name === 'Display::FrameDisplayed' && e.ts > laidOut.ts).map(e => e.ts).sort((a, b) => a - b);
    if (!mark || shown.length === 0) throw new Error('the trace has no displayed frame');
    return { ms: (shown[0] - mark.ts) / 1000, layoutMs: (laidOut.ts - mark.ts) / 1000 };
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

// All processes below one, itself included.
function family(root) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (!children.has(parent)) children.set(parent, []);
      children.get(parent).push(Number(name));
    } catch { /* it ended meanwhile */ }
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i]) ?? []));
  return found;
}

// User and system time of the browser's processes; this driver's own does not count.
function cpuMs() {
  let ticks = 0;
  for (const pid of family(process.pid)) {
    if (pid === process.pid) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch { /* it ended meanwhile */ }
  }
  return ticks * 10;
}

const firstFrame = `performance.mark('bench-start'); document.open(); document.write(${JSON.stringify(source).replaceAll('</', '<\\/')}); document.close();
  document.body.offsetHeight; performance.mark('bench-laid-out');`;
const relayout = n => `performance.mark('bench-start'); document.documentElement.style.fontSize = '${n % 2 ? 17 : 15}px'; document.body.offsetHeight; performance.mark('bench-laid-out');`;

let browser = null, kind = '';
async function browserFor(wanted, paced) {
  const key = `${wanted === 'scroll' ? 'scroll' : 'any'} ${paced}`;
  if (browser && kind === key) return browser;
  await browser?.close();
  kind = key;
  return browser = await Chromium.start(wanted, paced);
}

let n = 0;
async function answer(request) {
  if (request.case === 'versions') return { chromium: (await browserFor('first', true)).context.browser()?.version() ?? 'unknown' };
  if (request.case === 'first') return (await browserFor('first', false)).latency(firstFrame);
  if (request.case === 'relayout') return (await browserFor('first', false)).latency(relayout(n++));
  const b = await browserFor(request.case, request.paced);
  await b.page.goto(pathToFileURL(dashboard).href);
  return b.animate(request.case, request.seconds);
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  } catch (e) {
    console.log(JSON.stringify({ error: String(e) }));
  }
}
await browser?.close();
