// The same boxes in every kind of container: sizes, ratios, margins, positions, intrinsic widths.
import { box, div } from './document.mjs';

const PARENTS = {
  block: '', 'flex-row': 'display:flex', 'flex-column': 'display:flex;flex-direction:column', 'flex-wrap': 'display:flex;flex-wrap:wrap',
  grid: 'display:grid', 'grid-columns': 'display:grid;grid-template-columns:1fr 60px', 'flow-root': 'display:flow-root', 'inline-block': 'display:inline-block',
};
const SIZES = ['width:40px;height:20px', 'width:50%;height:50%', 'width:40px;max-width:20px;min-height:15px', 'min-width:70%;max-height:10px;height:30px',
  'padding:10%;width:30px', 'padding:5px;border:3px solid;width:40px;height:20px', 'box-sizing:border-box;padding:8px;border:3px solid;width:40px;height:20px',
  'box-sizing:border-box;padding:10px 30px;width:20px;height:5px', 'min-width:50px;max-width:30px;height:10px', 'width:calc(50% - 5px);height:calc(25% + 2px)', 'max-width:50%', 'min-height:50%'];
const RATIOS = ['width:40px', 'height:20px', 'width:40px;height:10px', 'min-width:50px', 'max-width:30px', 'min-height:40px', 'max-height:15px', 'width:50%', 'height:50%',
  'width:40px;min-height:40px', 'height:20px;max-width:20px', 'padding:5px 10px;width:60px', 'box-sizing:border-box;padding:5px 10px;width:60px', ''];
const MARGINS = ['margin:5px', 'margin:auto', 'margin:0 auto', 'margin-left:auto', 'margin-top:auto', 'margin:-5px', 'margin:10%', 'margin:5px auto 0 10px', 'margin-bottom:20px', 'margin-right:-30px'];

function inParents(set, name, css, styles, content, outer = 'width:120px;height:80px') {
  for (const [parent, display] of Object.entries(PARENTS)) {
    set.add(`boxes-matrix/${name}-in-${parent}`, `body { margin: 10px; font: 14px/16px monospace; } .p { float: left; border: 1px solid; margin: 0 10px 10px 0; } .p > div { background: #acf; ${css} }`,
      styles.map(style => box('p', `${display};${outer}`, div(style, content), div('', 'x'))));
  }
}

function positions(set) {
  const horizontal = ['', 'left:10px', 'right:10px', 'left:10px;right:20px', 'left:10px;width:30px', 'right:10px;width:30px', 'left:10px;right:20px;width:30px', 'width:50%', 'left:10%;right:-10%'];
  const vertical = ['', 'top:10px', 'bottom:5px', 'top:5px;bottom:10px', 'height:20px;bottom:10%', 'top:5px;bottom:10px;height:20px;margin:auto', 'height:100%;top:0'];
  for (const direction of ['ltr', 'rtl']) {
    for (const [parent, display] of Object.entries(PARENTS)) {
      set.add(`boxes-matrix/absolute-${direction}-in-${parent}`, 'body { margin: 10px; font: 14px/16px monospace; } .p { float: left; position: relative; width: 90px; height: 60px; padding: 4px 6px; border: 2px solid; margin: 0 14px 14px 0; } .a { position: absolute; background: rgba(200, 0, 0, .3); }',
        horizontal.map((h, index) => box('p', `${display};direction:${direction}`, 'i', box('a', `${h};${vertical[index % vertical.length]}`, 'abs'))),
        vertical.map((v, index) => box('p', `${display};direction:${direction}`, box('a', `${v};${horizontal[(index + 3) % horizontal.length]};margin:3px auto 3px 3px`, 'a b'))));
    }
  }
}

function intrinsic(set) {
  const children = [['', 'aa bb', 'cccc'], ['width:50px', 'aa bb', 'c'], ['width:50%', 'aaaa', 'bbb'], ['margin:0 10px', 'aa', 'bb bb'], ['padding:0 5px;border:1px solid', 'aa', 'b'],
    ['min-width:60px', 'a', 'b'], ['max-width:20px', 'aa bb', 'cc dd'], ['float:left', 'aa', 'bb cc'], ['display:inline-block;width:20px', '', 'x'], ['white-space:nowrap', 'aa bb', 'cc']];
  for (const width of ['min-content', 'max-content', 'fit-content']) {
    for (const [parent, display] of Object.entries(PARENTS)) {
      set.add(`boxes-matrix/${width}-in-${parent}`, `body { margin: 10px; font: 14px/16px monospace; width: 300px; } .p { width: ${width}; border: 1px solid; margin-bottom: 4px; } .p > div { background: #dca; }`,
        children.map(([style, first, second]) => box('p', display, div(style, first), div('', second))),
        box('p', display, 'text ', div('display:flex', div('flex:1', 'f'), div('', 'gg')), div('display:grid;grid-template-columns:auto 1fr', div('', 'g'), div('', 'hh'))));
    }
  }
}

function nesting(set) {
  const text = 'HH&ZeroWidthSpace;HHHH';
  for (const [outer, outerStyle] of Object.entries(PARENTS)) {
    set.add(`boxes-matrix/nested-in-${outer}`, 'body { margin: 10px; font: 10px/12px monospace; } .p { float: left; border: 1px solid; width: 100px; margin: 0 10px 10px 0; padding: 3px; } .i { background: #ddf; } .i > div { background: #bbe; margin: 1px; }',
      Object.values(PARENTS).map(inner => [
        box('p', outerStyle, box('i', inner, div('', text), div('', 'H')), div('', text)),
        box('p', `${outerStyle};height:70px`, box('i', `${inner};flex:1;height:50%`, div('flex:1', text), div('height:50%', 'H'))),
      ]));
  }
}

function collapsing(set) {
  const parents = ['', 'border-top:1px solid', 'padding-bottom:1px', 'overflow:hidden', 'display:flow-root', 'height:20px', 'min-height:30px', 'float:left', 'display:inline-block', 'display:flex', 'position:relative', 'display:table'];
  const margins = [['10px', '20px'], ['-10px', '20px'], ['20px', '-15px'], ['-10px', '-20px'], ['0', '25px'], ['30px', '0']];
  margins.forEach(([outer, inner], index) => set.add(`boxes-matrix/collapse-${index + 1}`,
    `body { margin: 0 10px; } .c { width: 200px; float: left; margin: 20px 10px; } .p { margin: ${outer} 0; background: #eee; } .m { margin: ${inner} 0; height: 8px; background: #9ac; } .e { margin: ${inner} 0; }`,
    parents.map(style => box('c', 'overflow:hidden', box('m'), box('p', style, box('m')), box('m'), box('p', style, box('e'), box('e')), box('m')))));
}

export function boxes(set) {
  inParents(set, 'sizes', '', SIZES, 'size');
  inParents(set, 'ratios', 'aspect-ratio: 2 / 1;', RATIOS, '');
  inParents(set, 'margins', '', MARGINS, 'mm');
  inParents(set, 'sizes-auto', '', SIZES, 'size', 'width:100px');
  positions(set);
  intrinsic(set);
  nesting(set);
  collapsing(set);
}

