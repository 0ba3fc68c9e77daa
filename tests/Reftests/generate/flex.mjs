// Flex containers: every alignment in every direction, sizes of items against each other.
import { box, div, slug } from './document.mjs';

const DIRECTIONS = ['row', 'row-reverse', 'column', 'column-reverse'];
const CONTENT = ['normal', 'start', 'end', 'center', 'flex-start', 'flex-end', 'space-between', 'space-around', 'space-evenly', 'stretch'];
const ITEMS = ['stretch', 'start', 'end', 'center', 'flex-start', 'flex-end', 'baseline', 'last baseline', 'self-start', 'self-end'];

const BASE = 'body { margin: 10px; } .f { display: flex; border: 1px solid; margin: 0 12px 12px 0; float: left; }';

function justification(set) {
  for (const value of [...CONTENT, 'left', 'right']) {
    set.add(`flex-matrix/justify-${slug(value)}`, `${BASE}\n.f { width: 120px; height: 110px; justify-content: ${value}; } .f > div { width: 20px; height: 15px; flex: none; background: #9bd; } .o > div { width: 50px; height: 45px; } .g { gap: 7px; }`,
      DIRECTIONS.map(direction => [
        box('f', `flex-direction:${direction}`, div(), div(), div()),
        box('f o', `flex-direction:${direction}`, div(), div(), div()),
        box('f g', `flex-direction:${direction};direction:rtl`, div(), div('margin:3px'), div()),
      ]));
  }
}

function alignment(set) {
  for (const value of ITEMS) {
    set.add(`flex-matrix/align-items-${slug(value)}`, `${BASE}\n.f { width: 150px; height: 100px; align-items: ${value}; font: 14px Arial; } .f > div { background: #db9; } .b { font-size: 26px; }`,
      DIRECTIONS.map(direction => [
        box('f', `flex-direction:${direction}`, div('', 'a'), box('b', '', 'B'), div('width:20px;height:30px')),
        box('f', `flex-direction:${direction};flex-wrap:wrap;height:70px;width:60px`, div('', 'aa'), box('b', '', 'BB'), div('margin:4px', 'cc<br>c')),
        box('f', `flex-direction:${direction};flex-wrap:wrap-reverse;direction:rtl`, div('padding:5px', 'a'), box('b', 'align-self:flex-start', 'B'), div('height:120px;width:170px', 'c')),
      ]));
    set.add(`flex-matrix/align-self-${slug(value)}`, `${BASE}\n.f { width: 90px; height: 80px; font: 14px Arial; } .s { align-self: ${value}; background: #f99; }`,
      DIRECTIONS.map(direction => [
        box('f', `flex-direction:${direction};align-items:center`, div('', 'x'), box('s', '', 'self'), box('s', 'margin:5px', 'm')),
        box('f', `flex-direction:${direction};height:auto;width:auto;align-items:baseline`, div('font-size:30px', 'X'), box('s', '', 'self'), box('s', 'width:20px;height:10px')),
        box('f', `flex-direction:${direction};position:relative`, box('s', 'position:absolute', 'abs'), box('s', 'position:absolute;margin:6px;width:12px;height:9px')),
      ]));
  }
}

function lines(set) {
  for (const value of CONTENT) {
    set.add(`flex-matrix/align-content-${slug(value)}`, `${BASE}\n.f { align-content: ${value}; width: 100px; height: 120px; } .f > div { width: 40px; min-height: 15px; min-width: 10px; background: #ad9; }`,
      ['row wrap', 'row wrap-reverse', 'column wrap', 'column wrap-reverse', 'row'].map(flow => [
        box('f', `flex-flow:${flow}`, div(), div('height:30px'), div(), div('height:30px'), div()),
        box('f', `flex-flow:${flow};gap:6px;align-items:center`, div('height:20px'), div('height:50px'), div('height:50px'), div('height:70px')),
      ]));
  }
}

const SIZES = ['', 'width:50px', 'width:50%', 'min-width:60px', 'max-width:30px', 'padding:0 10px', 'margin:0 8px', 'flex-basis:0', 'overflow:hidden', 'box-sizing:border-box;width:40px;padding:0 10px;border:3px solid'];
const FLEXES = ['', 'flex-grow:1', 'flex:1', 'flex:none', 'flex:2 1 30px', 'flex:0 3 80px'];

function sizes(set) {
  for (const flex of FLEXES) {
    for (const width of [60, 200]) {
      set.add(`flex-matrix/sizes-${slug(flex) || 'initial'}-in-${width}`, `.f { display: flex; width: ${width}px; margin-bottom: 3px; font: 14px monospace; } .f > div { background: #ccf; }`,
        SIZES.map(size => box('f', '', div(`${flex};${size}`, 'aa bb'), div(`${flex}`, 'cccc'), div('', 'd'))));
    }
  }
}

function columnSizes(set) {
  const heights = ['', 'height:30px', 'height:50%', 'min-height:40px', 'max-height:12px', 'padding:5px 0', 'margin:4px 0', 'flex-basis:0', 'overflow:hidden'];
  for (const flex of FLEXES) {
    set.add(`flex-matrix/column-sizes-${slug(flex) || 'initial'}`, '.f { display: flex; flex-direction: column; float: left; margin: 0 6px 6px 0; border: 1px solid; font: 14px/16px monospace; } .f > div { background: #ccf; }',
      heights.map(height => ['height:100px;width:50px', 'height:30px;width:40px', 'width:45px'].map(outer =>
        box('f', outer, div(`${flex};${height}`, 'aa bb'), div(flex, 'c')))));
  }
}

export function flex(set) {
  justification(set);
  alignment(set);
  lines(set);
  sizes(set);
  columnSizes(set);
}
