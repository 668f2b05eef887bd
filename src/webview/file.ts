/** The drawing as a file of its own: nothing in it refers to the theme, to a style sheet or to anything outside of it. */

const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'] as const;
const KEPT_OF_TEXT = ['font-family', 'font-size', 'font-weight'] as const;

/**
 * The text of an SVG file with the colours that the drawing has on the screen now, at full size.
 * @param title is shown by programs that open the file
 */
export function fileOf(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [svg.querySelectorAll('*'), copy.querySelectorAll('*')];
  originals.forEach((original, at) => {
    const made = copies[at];
    if (made) fix(original, made);
  });
  for (const gone of copy.querySelectorAll('.ring')) gone.remove();
  const { width, height } = svg.viewBox.baseVal;
  for (const { name } of [...copy.attributes]) if (name !== 'viewBox') copy.removeAttribute(name);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('role', 'img');
  copy.prepend(named(title), ground(width, height));
  return new XMLSerializer().serializeToString(copy);
}

function fix(original: Element, made: Element): void {
  const { tagName } = original;
  for (const { name } of [...made.attributes])
    if (name.startsWith('data-') || name === 'tabindex' || name === 'role') made.removeAttribute(name);
  if (tagName === 'g' || tagName === 'title') return;
  const style = getComputedStyle(original);
  for (const name of [...KEPT, ...(tagName === 'text' ? KEPT_OF_TEXT : [])])
    made.setAttribute(name, style.getPropertyValue(name));
}

function named(title: string): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  element.textContent = title;
  return element;
}

function ground(width: number, height: number): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const { backgroundColor } = getComputedStyle(document.body);
  const values = { width: String(width), height: String(height), fill: backgroundColor };
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  return element;
}
