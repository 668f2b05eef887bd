/** What the extension and the page that draws a graph say to each other. Each side checks what arrives from the other. */

/** What a graph is of: a plan's stages, or the steps of a stage. Ids and keys, as the map has them. */
export interface GraphTarget {
  readonly plan: string;
  readonly stage?: string;
}

/** What a node's colour says; its shape and its words say it too. */
export type Tone = 'plain' | 'muted' | 'active' | 'warning' | 'error' | 'good';

export interface ShownNode {
  readonly id: string;
  /** Among `ShownGraph.columns`; absent for what stands apart. */
  readonly column?: number;
  readonly label: string;
  /** The status first. */
  readonly words: string;
  /** The id of a codicon. */
  readonly shape: string;
  readonly tone: Tone;
  readonly spoken: string;
  readonly next: boolean;
}

export interface ShownEdge {
  readonly from: string;
  readonly to: string;
  readonly satisfied: boolean;
  readonly forward: boolean;
}

/** A graph in words, ready to be laid out and drawn. */
export interface ShownGraph {
  readonly target: GraphTarget;
  readonly title: string;
  /** How far the work is, and what else there is to know. */
  readonly summary: string;
  /** The words of the way back to the whole plan; absent where the graph is of the whole plan. */
  readonly up?: string;
  readonly columns: readonly string[];
  /** The heading of what stands apart. */
  readonly apart: string;
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
  /** Said where there is no node. */
  readonly empty: string;
}

/** From the extension to the page. */
export type ToPage =
  | { readonly kind: 'graph'; readonly graph: ShownGraph }
  /** Asks for the drawing as a file's text. */
  | { readonly kind: 'draw' };

/** From the page to the extension. */
export type FromPage =
  /** The page is new and shows nothing yet. */
  | { readonly kind: 'ready' }
  /** A node was chosen. */
  | { readonly kind: 'open'; readonly id: string }
  /** Back to the whole plan. */
  | { readonly kind: 'up' }
  | { readonly kind: 'save' }
  /** The answer to `draw`. */
  | { readonly kind: 'drawing'; readonly svg: string };

/** What a page said; `undefined` for anything else than a message of the list. */
export function readFromPage(message: unknown): FromPage | undefined {
  const { kind, id, svg } = fieldsOf(message);
  switch (kind) {
    case 'ready':
    case 'up':
    case 'save':
      return { kind };
    case 'open':
      return typeof id === 'string' ? { kind, id } : undefined;
    case 'drawing':
      return typeof svg === 'string' && svg.startsWith('<svg ') ? { kind, svg } : undefined;
    default:
      return undefined;
  }
}

/** What the extension said. Its graphs are made by this version's own code, so only their presence is checked. */
export function readToPage(message: unknown): ToPage | undefined {
  const { kind, graph } = fieldsOf(message);
  if (kind === 'draw') return { kind };
  return kind === 'graph' && typeof graph === 'object' && graph !== null
    ? { kind, graph: graph as ShownGraph }
    : undefined;
}

/** What a page remembers of what it showed, after a reload of the window. */
export function readTarget(state: unknown): GraphTarget | undefined {
  const { plan, stage } = fieldsOf(fieldsOf(state)['target']);
  if (typeof plan !== 'string') return undefined;
  return typeof stage === 'string' ? { plan, stage } : { plan };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
