/**
 * YAML text as a plain tree in which every value knows its place.
 * The text is hostile: its size, depth and number of values are bounded before anything walks it.
 */
import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, Parser } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { Range } from '../plan';

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

/** Characters of text, nested collections, values (also after aliases are followed), uses of an alias. */
export const YAML_LIMITS = { characters: 1_000_000, depth: 60, values: 10_000, aliases: 100 } as const;

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** The tree of a YAML 1.2 text, absent when it has syntax errors, is empty or exceeds `YAML_LIMITS`. */
export function readYaml(text: string): { tree?: Tree; faults: YamlFault[] } {
  if (text.length > YAML_LIMITS.characters) {
    const message = `The file has ${text.length} characters; at most ${YAML_LIMITS.characters} are read.`;
    return { faults: [limit(message, TOP)] };
  }
  const lines = new LineCounter();
  const refused = refusal(text);
  if (refused) return { faults: [refused] };
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

/**
 * Why the text is not composed. Asked first, because composing recurses (a few thousand brackets exhaust the
 * process's stack) and compares every key of a map with every other.
 */
function refusal(text: string): YamlFault | undefined {
  const parser = new Parser();
  let [line, lexemes] = [0, 0];
  const here = (): Range => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) void token;
    lexemes += 1;
    if (parser.stack.length > YAML_LIMITS.depth) {
      return limit(`Values are nested more than ${YAML_LIMITS.depth} deep here.`, here());
    }
    if (lexemes > YAML_LIMITS.values * 4) {
      return limit(`The file has more than ${YAML_LIMITS.values} values; the rest begins here.`, here());
    }
    line += lexeme.split('\n').length - 1;
  }
  return undefined;
}

class TooLarge extends Error {
  constructor(readonly range: Range) {
    super('too large');
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
      if (!(error instanceof TooLarge)) throw error;
      const message = `Aliases are used more than ${YAML_LIMITS.aliases} times, or unfold to too many values. Write the values out.`;
      return { fault: limit(message, error.range) };
    }
  }

  private tree(node: Node, depth: number, place?: Range): Tree {
    const range = place ?? this.place(node);
    this.values += 1;
    if (this.values > YAML_LIMITS.values || depth > YAML_LIMITS.depth) throw new TooLarge(range);
    if (isAlias(node)) {
      this.aliases += 1;
      if (this.aliases > YAML_LIMITS.aliases) throw new TooLarge(range);
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
        return [keyText(key), { key: keyRange, value }];
      }),
    );
  }

  private place(node: Node): Range {
    const [start, end] = node.range ?? [0, 0];
    return this.rangeOf(start, end);
  }
}

/** A key as written: `1:` and `true:` are the texts `1` and `true`. */
function keyText(key: Node): string {
  if (!isScalar(key)) return '(not text)';
  return key.source ?? String(key.value);
}

function plainScalar(value: unknown): ScalarTree['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : `${value as bigint}`;
}

function position(lines: LineCounter, offset: number): Range['start'] {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line - 1, 0), character: Math.max(col - 1, 0) };
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
