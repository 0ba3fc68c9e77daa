/** The boxes of all elements in document order, in 64ths of a px. Runs in the page: it may refer to nothing outside of itself. */
export function collectBoxes() {
  const round = value => Math.round(value * 64) / 64 + 0; // + 0: no -0
  const step = element => {
    const tag = element.localName;
    if (tag === 'html' || tag === 'head' || tag === 'body') return tag;
    let index = 1;
    for (let e = element.previousElementSibling; e; e = e.previousElementSibling) index++;
    return `${tag}:nth-child(${index})`;
  };
  const path = element => (element.parentElement ? `${path(element.parentElement)}>` : '') + step(element);
  return [...document.querySelectorAll('*')].map(element => {
    const box = element.getBoundingClientRect();
    return {
      path: path(element), tag: element.localName, id: element.id, classes: [...element.classList],
      x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height),
    };
  });
}

