/** The page of a graph: draws what the extension sends, and tells it which box was chosen. */
import { type FromPage, readToPage, type ShownGraph } from '../core/graphMessages';
import { Drawing } from './draw';
import { fileOf } from './file';
import { layout, type Layout } from './layout';
import { Sight } from './sight';
import { readState, type State } from './state';
import { walk } from './walk';

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const scroll = part('scroll', HTMLElement);
const svg = part('graph', SVGSVGElement);
const up = part('up', HTMLButtonElement);
const drawing = new Drawing(svg);
const sight = new Sight(scroll, svg, () => {
  part('zoom', HTMLOutputElement).value = `${Math.round(sight.zoom * 100)} %`;
  remember();
});
let shown: { readonly graph: ShownGraph; readonly layout: Layout; readonly form: string } | undefined;
/** The box that the Tab key comes to. */
let current: string | undefined;
/** The box that was opened last, while it is the current one. */
let opened: string | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToPage(data);
  if (message?.kind === 'graph') show(message.graph);
  if (message?.kind === 'draw')
    host.postMessage({ kind: 'drawing', svg: fileOf(svg, shown?.graph.title ?? '') });
});

function show(graph: ShownGraph): void {
  const before = shown;
  const same = before !== undefined && keyOf(before.graph) === keyOf(graph);
  const kept = before === undefined ? readState(host.getState(), graph) : undefined;
  const form = JSON.stringify([
    graph.nodes.map(({ id, column }) => [id, column]),
    graph.edges,
    graph.columns,
  ]);
  const placed = before?.form === form ? before.layout : layout(graph);
  shown = { graph, layout: placed, form };
  part('title', HTMLElement).textContent = graph.title;
  part('summary', HTMLElement).textContent = graph.summary;
  up.textContent = `← ${graph.up ?? ''}`;
  up.hidden = graph.up === undefined;
  part('empty', HTMLElement).textContent = graph.empty;
  part('empty', HTMLElement).hidden = graph.nodes.length > 0;
  const hadFocus = scroll.contains(document.activeElement) || document.activeElement === up;
  drawing.draw(graph, placed);
  if (!same) {
    makeCurrent(beginning(graph, before?.graph, kept));
    if (hadFocus || before === undefined) focusBox();
  } else if (current === undefined || !placed.nodes.has(current)) makeCurrent(startOf(graph));
  sight.resize(placed.width, placed.height);
  if (same) return;
  if (kept === undefined) sight.begin(placed.nodes.get(current ?? ''));
  else {
    sight.to(kept.zoom);
    scroll.scrollTo(kept.left, kept.top);
  }
}

/** Where another graph begins: where it was left, at the stage that one comes from, else where the work stands. */
function beginning(
  graph: ShownGraph,
  before: ShownGraph | undefined,
  kept: State | undefined,
): string | undefined {
  const from = graph.target.stage === undefined ? before?.target.stage : undefined;
  const wanted = [kept?.current, from].find((id) => graph.nodes.some((node) => node.id === id));
  return wanted ?? startOf(graph);
}

function startOf({ nodes }: ShownGraph): string | undefined {
  return (nodes.find(({ next }) => next) ?? nodes[0])?.id;
}

function makeCurrent(id: string | undefined): void {
  drawing.element(current ?? '')?.setAttribute('tabindex', '-1');
  current = id;
  drawing.element(current ?? '')?.setAttribute('tabindex', '0');
  remember();
}

function focusBox(): void {
  drawing.element(current ?? '')?.focus({ preventScroll: true });
}

function open(id: string | undefined): void {
  opened = id;
  if (id !== undefined) host.postMessage({ kind: 'open', id });
}

function remember(): void {
  if (shown === undefined) return;
  host.setState({
    target: shown.graph.target,
    zoom: sight.zoom,
    left: scroll.scrollLeft,
    top: scroll.scrollTop,
    ...(current !== undefined && { current }),
  });
}

function keyOf({ target }: ShownGraph): string {
  return JSON.stringify([target.plan, target.stage]);
}

svg.addEventListener('focusin', ({ target }) => {
  const id = drawing.idOf(target);
  if (id !== opened) opened = undefined;
  if (id !== undefined && id !== current) makeCurrent(id);
  drawing.mark(id);
});
svg.addEventListener('focusout', () => drawing.mark(undefined));
svg.addEventListener('click', ({ target }) => open(drawing.idOf(target)));
svg.addEventListener('keydown', (event) => {
  const id = drawing.idOf(event.target);
  if (id === undefined || shown === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' || event.key === ' ') open(id);
  else {
    const next = walk(event.key, id, shown.layout, shown.graph.edges);
    const at = shown.layout.nodes.get(next ?? '');
    if (at === undefined && !event.key.startsWith('Arrow')) return;
    if (at) {
      makeCurrent(next);
      focusBox();
      sight.showBox(at);
    }
  }
  event.preventDefault();
});

const keys: Readonly<Record<string, () => void>> = {
  '+': () => sight.larger(),
  '=': () => sight.larger(),
  '-': () => sight.smaller(),
  '0': () => sight.full(),
  f: () => sight.fit(),
  Escape: () => {
    if (!up.hidden) host.postMessage({ kind: 'up' });
  },
};
document.addEventListener('keydown', (event) => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
up.addEventListener('click', () => host.postMessage({ kind: 'up' }));
part('larger', HTMLElement).addEventListener('click', () => sight.larger());
part('smaller', HTMLElement).addEventListener('click', () => sight.smaller());
part('fit', HTMLElement).addEventListener('click', () => sight.fit());
part('save', HTMLElement).addEventListener('click', () => host.postMessage({ kind: 'save' }));
scroll.addEventListener('scrollend', remember);
// What opens beside the graph takes half of its room, and must not hide the box that it belongs to.
window.addEventListener('resize', () => {
  const at = shown?.layout.nodes.get(opened ?? '');
  if (at) sight.showBox(at);
});
host.postMessage({ kind: 'ready' });

function part<T extends Element>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${id}.`);
}
