// What the generators share: the frame of a document, the place that it is written to.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A whole document; `css` and `body` are its only variable parts. */
export function page(title, css, body) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>
${css.trim()}
</style>
</head>
<body>
${body.trim()}
</body>
</html>
`;
}

/** Collects documents by path (without extension) below one folder. */
export class Collection {
  constructor(folder) {
    this.folder = folder;
    this.documents = new Map();
  }

  add(path, css, ...body) {
    if (this.documents.has(path)) throw new Error(`${path} is generated twice`);
    this.documents.set(path, page(path.replace('/', ': ').replaceAll('-', ' '), css, body.flat(Infinity).join('\n')));
  }

  /** Writes what differs; returns how many files were written. */
  write() {
    let written = 0;
    for (const [path, text] of this.documents) {
      const file = join(this.folder, `${path}.html`);
      if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      written++;
    }
    return written;
  }
}

/** An element: el('div', {class: 'a'}, …children); false, null and undefined attributes are left out. */
export function el(tag, attributes, ...children) {
  const list = Object.entries(attributes ?? {})
    .filter(([, value]) => value !== false && value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${list.join('')}>${children.flat(Infinity).join('')}</${tag}>`;
}

export const div = (style, ...children) => el('div', { style }, ...children);
export const box = (name, style, ...children) => el('div', { class: name, style }, ...children);

/** A name for a file out of a CSS value. */
export const slug = value => value.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '').toLowerCase();
