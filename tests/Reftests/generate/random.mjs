// Random documents from a seed: trees of flex, grid, block and float containers with text of small blocks in them.
// Those that are committed come from seed 1. More, into a folder of one's own:
//   node generate/random.mjs SEED COUNT FOLDER [PROFILE…]     and then     node record.mjs --from FOLDER --to OTHER
import { pathToFileURL } from 'node:url';
import { Collection, el } from './document.mjs';

/** Mulberry32: 32 bits of state, the same sequence everywhere. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(count) { return Math.floor(this.next() * count); }
  chance(probability) { return this.next() < probability; }
  pick(list) { return list[this.below(list.length)]; }
}

const px = (r, low, high) => `${low + r.below(high - low + 1)}px`;
const percent = r => `${r.pick([10, 20, 25, 30, 50, 75, 100])}%`;
const length = (r, low = 0, high = 60) => (r.chance(0.7) ? px(r, low, high) : percent(r));
const track = r => r.pick([() => px(r, 10, 80), () => percent(r), () => 'auto', () => '1fr', () => '2fr', () => 'min-content', () => 'max-content',
  () => `minmax(${px(r, 0, 30)}, 1fr)`, () => `minmax(${r.pick(['auto', 'min-content', '0'])}, ${px(r, 20, 70)})`, () => `fit-content(${px(r, 20, 60)})`, () => '0.5fr'])();
const tracks = (r, most = 3) => Array.from({ length: 1 + r.below(most) }, () => track(r)).join(' ');
const POSITIONS = ['start', 'end', 'center', 'stretch', 'flex-start', 'flex-end', 'baseline'];
const DISTRIBUTIONS = ['start', 'end', 'center', 'stretch', 'space-between', 'space-around', 'space-evenly', 'flex-start', 'flex-end'];

function sides(r, low, high) {
  return r.pick([() => px(r, low, high), () => `${px(r, low, high)} ${px(r, low, high)}`, () => `${px(r, low, high)} ${px(r, low, high)} ${px(r, low, high)} ${px(r, low, high)}`])();
}

/** What any box may have. */
function boxStyle(r, style) {
  if (r.chance(0.35)) style.width = r.chance(0.85) ? length(r, 10, 120) : r.pick(['min-content', 'max-content', 'fit-content']);
  if (r.chance(0.3)) style.height = length(r, 5, 80);
  if (r.chance(0.15)) style['min-width'] = length(r, 5, 90);
  if (r.chance(0.15)) style['max-width'] = length(r, 10, 90);
  if (r.chance(0.12)) style['min-height'] = length(r, 5, 60);
  if (r.chance(0.12)) style['max-height'] = length(r, 5, 50);
  if (r.chance(0.25)) style.margin = sides(r, r.chance(0.15) ? -10 : 0, 12);
  if (r.chance(0.07)) style[r.pick(['margin-left', 'margin-right', 'margin-top', 'margin'])] = 'auto';
  if (r.chance(0.25)) style.padding = r.chance(0.85) ? sides(r, 0, 10) : percent(r).replace('100', '5');
  if (r.chance(0.2)) style['border-width'] = sides(r, 0, 5);
  if (r.chance(0.25)) style['box-sizing'] = 'border-box';
  if (r.chance(0.1)) style.overflow = r.pick(['hidden', 'auto', 'visible', 'scroll']);
  if (r.chance(0.06)) style['aspect-ratio'] = r.pick(['1', '2', '1 / 2', '3 / 1']);
  if (r.chance(0.06)) Object.assign(style, { position: 'relative', [r.pick(['left', 'right', 'top', 'bottom'])]: length(r, -10, 10) });
}

function absoluteStyle(r, style) {
  style.position = 'absolute';
  for (const side of ['left', 'right', 'top', 'bottom']) if (r.chance(0.4)) style[side] = length(r, -10, 30);
}

function flexItemStyle(r, style) {
  if (r.chance(0.35)) style.flex = r.pick(['1', '2', 'none', 'auto', '1 1 auto', `0 1 ${px(r, 0, 80)}`, `1 0 ${px(r, 0, 50)}`, '0.3', '1 1 30%']);
  else if (r.chance(0.2)) style['flex-grow'] = r.pick(['1', '0.5', '3']);
  if (r.chance(0.15)) style['flex-shrink'] = r.pick(['0', '2', '0.4']);
  if (r.chance(0.12)) style['flex-basis'] = r.pick([length(r, 0, 90), 'content', 'min-content', '0']);
  if (r.chance(0.15)) style['align-self'] = r.pick(POSITIONS);
  if (r.chance(0.08)) style.order = r.pick(['1', '-1', '2']);
}

function gridItemStyle(r, style) {
  if (r.chance(0.25)) style['grid-column'] = r.pick(['span 2', '2', '1 / 3', '-1', '2 / span 2', '3', '1 / -1']);
  if (r.chance(0.2)) style['grid-row'] = r.pick(['span 2', '2', '1 / 3', '1', '-2']);
  if (r.chance(0.15)) style['align-self'] = r.pick(POSITIONS);
  if (r.chance(0.15)) style['justify-self'] = r.pick(POSITIONS);
  if (r.chance(0.05)) style.order = r.pick(['1', '-1']);
}

function gap(r, style) {
  if (r.chance(0.35)) style.gap = r.pick([px(r, 1, 12), `${px(r, 0, 10)} ${px(r, 0, 15)}`, '5%']);
}

const CONTAINERS = {
  flex(r, style) {
    style.display = r.chance(0.9) ? 'flex' : 'inline-flex';
    if (r.chance(0.5)) style['flex-direction'] = r.pick(['column', 'row-reverse', 'column-reverse', 'row', 'column']);
    if (r.chance(0.35)) style['flex-wrap'] = r.pick(['wrap', 'wrap', 'wrap-reverse']);
    if (r.chance(0.35)) style['justify-content'] = r.pick(DISTRIBUTIONS);
    if (r.chance(0.35)) style['align-items'] = r.pick(POSITIONS);
    if (r.chance(0.25)) style['align-content'] = r.pick(DISTRIBUTIONS);
    gap(r, style);
  },
  grid(r, style) {
    style.display = r.chance(0.9) ? 'grid' : 'inline-grid';
    if (r.chance(0.8)) style['grid-template-columns'] = r.chance(0.85) ? tracks(r) : `repeat(${r.pick(['auto-fill', 'auto-fit'])}, ${r.pick(['30px', 'minmax(25px, 1fr)', '20%'])})`;
    if (r.chance(0.5)) style['grid-template-rows'] = tracks(r);
    if (r.chance(0.15)) style['grid-auto-rows'] = track(r);
    if (r.chance(0.15)) style['grid-auto-columns'] = track(r);
    if (r.chance(0.2)) style['grid-auto-flow'] = r.pick(['column', 'dense', 'column dense']);
    if (r.chance(0.3)) style['justify-items'] = r.pick(POSITIONS);
    if (r.chance(0.3)) style['align-items'] = r.pick(POSITIONS);
    if (r.chance(0.25)) style['justify-content'] = r.pick(DISTRIBUTIONS);
    if (r.chance(0.25)) style['align-content'] = r.pick(DISTRIBUTIONS);
    gap(r, style);
  },
  block(r, style) {
    if (r.chance(0.15)) style.display = r.pick(['flow-root', 'inline-block', 'inline-block']);
    if (r.chance(0.15)) style['text-align'] = r.pick(['center', 'right', 'justify']);
  },
  float(r, style) {
    if (r.chance(0.3)) style.overflow = 'hidden';
    if (r.chance(0.15)) style['text-align'] = r.pick(['center', 'right']);
  },
};

/** Which containers occur in a document of a profile; the first is the root's. */
const PROFILES = {
  flex: ['flex', 'flex', 'flex', 'block'],
  grid: ['grid', 'grid', 'grid', 'block'],
  block: ['block'],
  float: ['float', 'float', 'block'],
  mixed: ['flex', 'grid', 'block', 'float', 'flex', 'grid'],
};

class Tree {
  constructor(r, profile) {
    this.r = r;
    this.kinds = PROFILES[profile];
    this.left = 5 + r.below(16);
  }

  text() {
    const word = () => 'H'.repeat(1 + this.r.below(5));
    return Array.from({ length: 1 + this.r.below(4) }, word).join(this.r.chance(0.5) ? '&ZeroWidthSpace;' : ' ');
  }

  node(parent, depth) {
    const { r } = this;
    const style = {};
    const kind = depth === 0 ? this.kinds[0] : r.pick(this.kinds);
    const leaf = depth > 0 && (depth >= 4 || this.left <= 0 || r.chance(0.5));
    boxStyle(r, style);
    if (depth === 0) Object.assign(style, this.rootStyle());
    else this.placement(parent, style);
    if (!leaf) CONTAINERS[kind](r, style);
    const children = leaf ? (r.chance(0.6) ? [this.text()] : []) : this.children(kind, depth);
    return el('div', { style: Object.entries(style).map(([name, value]) => `${name}:${value}`).join(';') }, ...children);
  }

  rootStyle() {
    const { r } = this;
    const style = { width: r.chance(0.8) ? px(r, 60, 400) : r.pick(['max-content', 'min-content', 'auto']) };
    if (r.chance(0.5)) style.height = px(r, 40, 300);
    if (r.chance(0.1)) style.direction = 'rtl';
    style.position = 'relative';
    return style;
  }

  placement(parent, style) {
    const { r } = this;
    if (r.chance(0.07)) absoluteStyle(r, style);
    else if (parent === 'flex') flexItemStyle(r, style);
    else if (parent === 'grid') gridItemStyle(r, style);
    else if (parent === 'float' && r.chance(0.55)) {
      style.float = r.pick(['left', 'left', 'right']);
      if (r.chance(0.2)) style.clear = r.pick(['left', 'right', 'both']);
    } else if (parent === 'float' && r.chance(0.25)) style.clear = r.pick(['left', 'right', 'both']);
    if (r.chance(0.03)) style.display = 'none';
  }

  children(kind, depth) {
    const { r } = this;
    const list = [];
    const count = 1 + r.below(5);
    for (let i = 0; i < count && this.left > 0; i++) {
      this.left--;
      list.push(this.node(kind, depth + 1));
      if ((kind === 'block' || kind === 'float') && r.chance(0.2)) list.push(this.text());
    }
    return list;
  }
}

const CSS = { ahead: 'body { margin: 0; font: 10px/10px "Liberation Mono"; }\ndiv { border: 0 solid #456; background: rgba(0, 80, 160, .12); }', real: 'body { font: 16px Arial; }\ndiv { border: 0 solid #456; background: rgba(0, 80, 160, .12); }' };

/** Adds `count` documents of each profile. */
export function random(set, seed, count, profiles = Object.keys(PROFILES)) {
  for (const profile of profiles) {
    for (let i = 1; i <= count; i++) {
      const r = new Random(seed * 1_000_003 + i * 101 + Object.keys(PROFILES).indexOf(profile) * 17);
      for (let warm = 0; warm < 4; warm++) r.next();
      const tree = new Tree(r, profile);
      const css = r.chance(0.75) ? CSS.ahead : CSS.real;
      set.add(`random-${profile}/${profile}-${seed}-${String(i).padStart(3, '0')}`, css, tree.node('block', 0));
    }
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [seed, count, folder, ...profiles] = process.argv.slice(2);
  if (!folder) throw new Error('node generate/random.mjs SEED COUNT FOLDER [PROFILE…]; profiles: ' + Object.keys(PROFILES).join(', '));
  const set = new Collection(folder);
  random(set, Number(seed), Number(count), profiles.length > 0 ? profiles : undefined);
  console.log(`${set.documents.size} documents, ${set.write()} written`);
}
