/**
 * YAML text as a plain tree in which every value knows its place.
 * The text is hostile: its size, depth and number of values are bounded before anything walks it.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { Range } from '../problem';
import { YAML_LIMITS, yamlRefusal } from '../yamlLimits';

export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly range: Range;
  readonly entries: ReadonlyMap<string, { readonly key: Range; readonly value: Tree }>;
}

export interface ListTree {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly range: Range;
  readonly value: string | number | boolean | null;
}

/** Something wrong with the YAML itself. */
export interface YamlFault {
  readonly severity: 'error' | 'warning';
  readonly code: 'yaml-syntax' | 'yaml-limits';
  readonly range: Range;
  readonly message: string;
}

/** The tree of a YAML 1.2 text, absent when it has syntax errors, is empty or exceeds `YAML_LIMITS`. */
export function readYaml(text: string): { tree?: Tree; faults: YamlFault[] } {
  const refusal = yamlRefusal(text);
  if (refusal) {
    const { line, message } = refusal;
    return { faults: [limit(message, { start: { line, character: 0 }, end: { line, character: 1 } })] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const rangeOf = (start: number, end: number): Range => ({
    start: position(lines, start),
    end: position(lines, Math.max(end, start)),
  });
  const faults = [...document.errors, ...document.warnings].map((error): YamlFault => ({
    severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
    code: 'yaml-syntax',
    range: rangeOf(...error.pos),
    message: `YAML: ${error.message}`,
  }));
  if (faults.some((fault) => fault.severity === 'error') || !document.contents) return { faults };
  const grown = new TreeBuilder(document, rangeOf).build(document.contents);
  return 'fault' in grown ? { faults: [...faults, grown.fault] } : { tree: grown.tree, faults };
}

class Refused extends Error {
  constructor(readonly fault: YamlFault) {
    super(fault.message);
  }
}

class TreeBuilder {
  private values = 0;
  private aliases = 0;

  constructor(
    private readonly document: Document,
    private readonly rangeOf: (start: number, end: number) => Range,
  ) {}

  build(node: Node): { tree: Tree } | { fault: YamlFault } {
    try {
      return { tree: this.tree(node, 0) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { fault: error.fault };
    }
  }

  private tree(node: Node, depth: number, place?: Range): Tree {
    const range = place ?? this.place(node);
    this.values += 1;
    if (this.values > YAML_LIMITS.values || depth > YAML_LIMITS.depth) throw new Refused(unfolds(range));
    if (isAlias(node)) {
      this.aliases += 1;
      if (this.aliases > YAML_LIMITS.aliases) throw new Refused(unfolds(range));
      const target = node.resolve(this.document);
      return target ? this.tree(target, depth + 1, range) : { kind: 'scalar', range, value: null };
    }
    if (isMap(node)) return { kind: 'map', range, entries: this.entries(node.items, depth, place) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item as Node, depth + 1, place));
      return { kind: 'list', range, items };
    }
    return { kind: 'scalar', range, value: isScalar(node) ? plainScalar(node.value) : null };
  }

  private entries(pairs: readonly Pair[], depth: number, place: Range | undefined): MapTree['entries'] {
    return new Map(
      pairs.map((pair) => {
        const key = pair.key as Node;
        const keyRange = place ?? this.place(key);
        const value: Tree = pair.value
          ? this.tree(pair.value as Node, depth + 1, place)
          : { kind: 'scalar', range: keyRange, value: null };
        return [this.keyText(key, keyRange), { key: keyRange, value }];
      }),
    );
  }

  /** A key as written: `1:` and `true:` are the texts `1` and `true`. */
  private keyText(key: Node, range: Range): string {
    if (isScalar(key)) return key.source ?? String(key.value);
    const message = 'A key is a list, a map or an alias; expected text.';
    throw new Refused({ severity: 'error', code: 'yaml-syntax', range, message });
  }

  private place(node: Node): Range {
    const [start, end] = node.range ?? [0, 0];
    return this.rangeOf(start, end);
  }
}

function plainScalar(value: unknown): ScalarTree['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : `${value as bigint}`;
}

function position(lines: LineCounter, offset: number): Range['start'] {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line - 1, 0), character: Math.max(col - 1, 0) };
}

function unfolds(range: Range): YamlFault {
  const { aliases, values } = YAML_LIMITS;
  const message = `Aliases are used more than ${aliases} times, or unfold to more than ${values} values. Write them out.`;
  return limit(message, range);
}

function limit(message: string, range: Range): YamlFault {
  return { severity: 'error', code: 'yaml-limits', range, message };
}

/** The tree without its places, as JSON would have it. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)]));
}

/** The place of the value at a path, or of the nearest thing above it that is there. */
export function placeOf(tree: Tree, path: readonly (string | number)[]): Range {
  const [first, ...rest] = path;
  if (first === undefined || tree.kind === 'scalar') return tree.range;
  if (tree.kind === 'list') {
    const item = tree.items[Number(first)];
    return item ? placeOf(item, rest) : tree.range;
  }
  const entry = tree.entries.get(String(first));
  if (!entry) return tree.range;
  return rest.length === 0 && entry.value.kind !== 'scalar' ? entry.key : placeOf(entry.value, rest);
}
