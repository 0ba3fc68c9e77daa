// Grid containers: every kind of track against every other, every alignment.
import { box, div, slug } from './document.mjs';

const TRACKS = ['40px', '30%', 'auto', 'min-content', 'max-content', 'fit-content(50px)', '1fr', '0.4fr', 'minmax(0, 1fr)', 'minmax(20px, 60px)',
  'minmax(min-content, 1fr)', 'minmax(auto, 50px)', 'minmax(10%, max-content)', 'minmax(30px, auto)'];
const CONTENT = ['normal', 'start', 'end', 'center', 'space-between', 'space-around', 'space-evenly', 'stretch', 'left', 'right', 'flex-end'];
const ITEMS = ['stretch', 'start', 'end', 'center', 'self-start', 'self-end', 'flex-start', 'flex-end', 'baseline', 'last baseline'];
const CONTAINERS = { definite: 'width:200px', 'min-content': 'width:min-content', 'max-content': 'width:max-content', narrow: 'width:50px' };

function tracks(set) {
  for (const track of TRACKS) {
    for (const [name, width] of Object.entries(CONTAINERS)) {
      set.add(`grid-matrix/columns-${slug(track)}-${name}`, `.g { display: grid; ${width}; margin-bottom: 3px; font: 14px/16px monospace; gap: 2px; } .g > div { background: #cfc; } .s { grid-column: span 2; }`,
        TRACKS.filter(other => other !== track).map(other =>
          box('g', `grid-template-columns:${track} ${other}`, div('', 'aa bbb'), div('', 'cccc d'), box('s', '', 'eee ffffffffffff gg'))));
    }
  }
}

function rows(set) {
  for (const track of TRACKS) {
    set.add(`grid-matrix/rows-${slug(track)}`, '.g { display: grid; width: 60px; float: left; margin: 0 4px 4px 0; font: 14px/16px monospace; } .g > div { background: #fcf; } .s { grid-row: span 2; grid-column: 2; height: 110px; }',
      ['', 'height:100px', 'min-height:150px'].map(height => TRACKS.filter((_, index) => index % 2 === 0).map(other =>
        box('g', `grid-template-rows:${track} ${other};${height}`, div('', 'a<br>b'), div('', 'c'), height !== '' && TRACKS.indexOf(other) % 4 === 0 ? box('s', '', 's') : []))));
  }
}

function contentAlignment(set) {
  for (const value of CONTENT) {
    const block = ['left', 'right'].includes(value) ? 'end' : value;
    set.add(`grid-matrix/content-${slug(value)}`, `body { margin: 10px; } .g { display: grid; float: left; width: 160px; height: 110px; margin: 0 8px 8px 0; border: 1px solid; justify-content: ${value}; align-content: ${block}; } .g > div { background: #9bd; }`,
      ['30px 40px / 50px 40px', 'auto 20px / auto 30px', '100px 60px / 120px 80px', '20px / 1fr', 'auto / auto auto', '30px 30px / repeat(auto-fit, 40px)'].map(template => [
        box('g', `grid-template:${template}`, div('', 'a'), div('', 'b'), div('', 'c')),
        box('g', `grid-template:${template};gap:5px 8px;direction:rtl`, div('', 'a'), div('', 'b'), box('x', 'grid-column:1/-1', 'c')),
      ]));
  }
}

function itemAlignment(set) {
  for (const value of ITEMS) {
    set.add(`grid-matrix/items-${slug(value)}`, `body { margin: 10px; } .g { display: grid; float: left; width: 170px; grid-template: 60px 70px / 90px 80px; margin: 0 8px 8px 0; border: 1px solid; font: 14px Arial; } .g > div { background: #db9; } .i { place-items: ${value}; } .s > div { place-self: ${value}; } .b { font-size: 26px; }`,
      ['i', 's'].map(kind => ['ltr', 'rtl'].map(direction => [
        box(`g ${kind}`, `direction:${direction}`, div('', 'a'), box('b', '', 'B'), div('width:30px;height:20px'), div('margin:5px;padding:3px', 'c<br>d')),
        box(`g ${kind}`, `direction:${direction}`, div('width:100px;height:90px'), div('margin:auto', 'auto'), div('max-width:20px', 'max'), div('aspect-ratio:2', 'r')),
        box(`g ${kind}`, `direction:${direction};position:relative`, div('position:absolute;grid-area:1/1', 'abs'), div('position:absolute;grid-area:2/2;width:20px;height:20px'), div('position:absolute', 's')),
      ])));
  }
}

function spans(set) {
  const lists = ['auto auto auto', '1fr auto 1fr', 'min-content 1fr auto', '20px auto max-content', 'fit-content(30px) auto min-content', 'minmax(10px, 30px) auto 1fr', '10% auto auto', 'minmax(min-content, 20px) minmax(max-content, 20px) auto'];
  for (const columns of lists) {
    set.add(`grid-matrix/spans-${slug(columns)}`, '.g { display: grid; margin-bottom: 4px; font: 14px/16px monospace; } .g > div { background: #fdb; } .two { grid-column: span 2; } .three { grid-column: span 3; } .end { grid-column: 2 / 4; }',
      ['width:260px', 'width:120px', 'width:max-content', 'width:min-content', 'width:max-content;column-gap:10px'].map(width => [
        box('g', `${width};grid-template-columns:${columns}`, box('three', '', 'aaaa aaaa aaaa aaaaaa'), div('', 'b'), box('end', '', 'cc cc cc')),
        box('g', `${width};grid-template-columns:${columns}`, box('two', '', 'aaaaaaaaaa'), div('', 'b b'), div('', 'c'), box('end', 'min-width:70px', 'd')),
        box('g', `${width};grid-template-columns:${columns}`, box('three', 'width:150px', 'a'), box('two', 'overflow:hidden', 'bbbbbbbbbbbbbb'), div('', 'c')),
      ]));
  }
}

function placement(set) {
  const items = [['', '', 'grid-column:span 2', '', 'grid-row:span 2', ''], ['grid-column:2', '', 'grid-column:1', '', 'grid-row:1', ''],
    ['grid-row:2', 'grid-column:3', '', 'grid-area:1/2', '', 'grid-column:span 3'], ['grid-area:span 2/span 2', '', '', 'grid-area:span 2/span 2', '', ''],
    ['grid-column:-2', 'grid-row:-1', '', 'grid-column:5', '', ''], ['order:1', '', 'order:-1;grid-column:span 2', '', 'grid-row:3/1', '']];
  for (const flow of ['row', 'column', 'row dense', 'column dense']) {
    set.add(`grid-matrix/placement-${slug(flow)}`, `.g { display: grid; grid-auto-flow: ${flow}; grid-template: 14px 14px / 30px 30px 30px; grid-auto-columns: 20px; grid-auto-rows: 10px; gap: 2px; width: 200px; margin-bottom: 6px; } .g > div { background: #bcd; }`,
      items.map(list => box('g', '', list.map(style => div(style)))), items.map(list => box('g', 'direction:rtl', list.toReversed().map(style => div(style)))));
  }
}

export function grid(set) {
  tracks(set);
  rows(set);
  contentAlignment(set);
  itemAlignment(set);
  spans(set);
  placement(set);
}
