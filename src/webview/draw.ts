/**
 * Draws a graph into the page's SVG. Elements stay as long as what they stand for does, so that a change of the map moves
 * neither the focus nor the place that was scrolled to. Every text goes in as text.
 */
import type { ShownEdge, ShownGraph, ShownNode } from '../core/graphMessages';
import { BOX, type Layout, type Point } from './layout';
import { shapeOf } from './shapes';
import { wrap } from './wrap';

const SVG = 'http://www.w3.org/2000/svg';
const TEXT = { x: 40, width: BOX.width - 52 } as const;

export class Drawing {
  private readonly boxes = new Map<string, { readonly element: SVGGElement; said: string }>();
  private readonly arrows = layer('arrows');
  private readonly nodes = layer('nodes');
  private readonly headings = layer('headings');
  private readonly pen = document.createElement('canvas').getContext('2d');

  constructor(private readonly svg: SVGSVGElement) {
    // What a screen reader meets is the boxes: their labels say what the arrows and headings show.
    for (const group of [this.headings, this.arrows]) group.setAttribute('aria-hidden', 'true');
    svg.append(this.headings, this.arrows, this.nodes);
  }

  draw(graph: ShownGraph, layout: Layout): void {
    this.svg.setAttribute('viewBox', `0 0 ${layout.width} ${layout.height}`);
    this.headings.replaceChildren(...layout.headings.map((at) => text('heading', at.text, at.x, at.y)));
    this.arrows.replaceChildren(...graph.edges.flatMap((edge, at) => arrow(edge, layout.edges[at] ?? [])));
    const gone = new Set(this.boxes.keys());
    for (const node of graph.nodes) {
      gone.delete(node.id);
      this.box(node, layout.nodes.get(node.id) ?? { x: 0, y: 0 });
    }
    for (const id of gone) {
      this.boxes.get(id)?.element.remove();
      this.boxes.delete(id);
    }
  }

  element(id: string): SVGGElement | undefined {
    return this.boxes.get(id)?.element;
  }

  /** The node that an element is part of. */
  idOf(target: EventTarget | null): string | undefined {
    const found = target instanceof Element ? target.closest('.node') : null;
    return found instanceof SVGGElement ? found.dataset['id'] : undefined;
  }

  /** Lets the arrows of one node stand out. */
  mark(id: string | undefined): void {
    for (const element of this.arrows.children) {
      if (!(element instanceof SVGElement)) continue;
      const { from, to } = element.dataset;
      element.classList.toggle('marked', id !== undefined && (from === id || to === id));
    }
  }

  private box(node: ShownNode, at: Point): void {
    const known = this.boxes.get(node.id);
    const box = known ?? { element: layer('node'), said: '' };
    if (known === undefined) {
      this.boxes.set(node.id, box);
      this.nodes.append(box.element);
      box.element.dataset['id'] = node.id;
      box.element.setAttribute('role', 'button');
      box.element.setAttribute('tabindex', '-1');
    }
    const place = `translate(${at.x} ${at.y})`;
    if (box.element.getAttribute('transform') !== place) box.element.setAttribute('transform', place);
    const said = JSON.stringify(node);
    if (said === box.said) return;
    box.said = said;
    box.element.setAttribute('aria-label', node.spoken);
    box.element.setAttribute('class', `node ${node.tone}${node.next ? ' next' : ''}`);
    box.element.replaceChildren(...this.inside(node));
  }

  private inside(node: ShownNode): SVGElement[] {
    const title = make('title');
    title.textContent = `${node.label}\n${node.words}`;
    const lines = wrap(node.label, TEXT.width, 2, this.measure('600 13px'));
    const [words = ''] = wrap(node.words, TEXT.width, 1, this.measure('12px'));
    const first = lines.length > 1 ? 20 : 29;
    return [
      title,
      make('rect', { class: 'ring', x: -4, y: -4, width: BOX.width + 8, height: BOX.height + 8, rx: 8 }),
      make('rect', { class: 'card', width: BOX.width, height: BOX.height, rx: 5 }),
      make('rect', { class: 'edge', width: 4, height: BOX.height, rx: 2 }),
      ...shape(node.shape),
      ...lines.map((line, at) => text('label', line, TEXT.x, first + at * 17)),
      text('words', words, TEXT.x, first + lines.length * 17 + 3),
    ];
  }

  private measure(font: string): (text: string) => number {
    const family = getComputedStyle(this.svg).fontFamily;
    return (words) => {
      if (this.pen === null) return words.length * 7;
      this.pen.font = `${font} ${family}`;
      return this.pen.measureText(words).width;
    };
  }
}

function shape(id: string): SVGElement[] {
  const { lines, filled, cut } = shapeOf(id);
  const group = make('g', { class: 'shape', transform: `translate(14 ${BOX.height / 2 - 8})` });
  if (filled !== undefined) group.append(make('path', { class: 'filled', d: filled }));
  group.append(make('path', { class: 'lines', d: lines }));
  if (cut !== undefined) group.append(make('path', { class: 'cut', d: cut }));
  return [group];
}

function arrow({ from, to, satisfied, forward }: ShownEdge, way: readonly Point[]): SVGElement[] {
  const [start, ...rest] = way;
  const end = rest.at(-1);
  if (start === undefined || end === undefined) return [];
  const group = layer(`arrow ${satisfied ? 'met' : 'open'}${forward ? '' : ' odd'}`);
  group.dataset['from'] = from;
  group.dataset['to'] = to;
  const tip = forward || end.x > start.x ? -1 : 1;
  const head = `M${end.x} ${end.y}l${tip * 8} -4.5v9z`;
  group.append(
    make('path', { class: 'line', d: line(start, rest) }),
    make('path', { class: 'head', d: head }),
  );
  return [group];
}

/** Through the gaps in a bow, along the columns straight; one that leads back goes around on the right. */
function line(start: Point, rest: readonly Point[]): string {
  let before = start;
  let d = `M${start.x} ${start.y}`;
  for (const point of rest) {
    const bow = point.x > before.x ? (point.x - before.x) / 2 : 36;
    const into = point.x > before.x ? point.x - bow : point.x + bow;
    d +=
      before.y === point.y && point.x > before.x
        ? `H${point.x}`
        : `C${before.x + bow} ${before.y} ${into} ${point.y} ${point.x} ${point.y}`;
    before = point;
  }
  return d;
}

function layer(name: string): SVGGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', name);
  return group;
}

function text(name: string, words: string, x: number, y: number): SVGElement {
  const element = make('text', { class: name, x, y });
  element.textContent = words;
  return element;
}

type Tag = 'g' | 'rect' | 'path' | 'text' | 'title';

function make(tag: Tag, attributes: Readonly<Record<string, string | number>> = {}): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
