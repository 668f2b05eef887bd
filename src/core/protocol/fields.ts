/** Reading a map of a protocol file: each key once, of the expected type, every deviation with its place. */
import type { Range, Severity } from '../problem';
import type { ListTree, MapTree, Tree } from './yamlTree';

/** Takes a problem; `load.ts` adds the file. */
export type Report = (severity: Severity, code: string, range: Range, message: string) => void;

/** The fields of one map. Reading a key marks it as known; `finish` reports the others. */
export class Fields {
  private readonly known = new Set<string>();

  constructor(
    readonly map: MapTree,
    /** For messages: `node "orient"`. */
    readonly what: string,
    private readonly report: Report,
    /** Where the map as a whole is pointed at: its key. */
    readonly place: Range = map.range,
  ) {}

  has(key: string): boolean {
    return this.map.entries.has(key);
  }

  /** The value's place, else the whole map's. */
  range(key: string): Range {
    return this.map.entries.get(key)?.value.range ?? this.place;
  }

  /** The value, absent when the key is missing or empty. */
  get(key: string): Tree | undefined {
    this.known.add(key);
    const value = this.map.entries.get(key)?.value;
    return value?.kind === 'scalar' && value.value === null ? undefined : value;
  }

  text(key: string): string | undefined {
    const value = this.get(key);
    if (!value) return undefined;
    if (value.kind === 'scalar' && typeof value.value === 'string') return value.value;
    const hint = value.kind === 'scalar' ? ` Put it in quotes: "${String(value.value)}".` : '';
    this.wrong(key, value, 'text', hint);
    return undefined;
  }

  requiredText(key: string): string {
    const text = this.text(key);
    if (text === undefined && !this.get(key)) {
      this.report('error', 'missing-key', this.place, `${this.what} has no \`${key}\`.`);
    }
    return text ?? '';
  }

  /** A whole number of at least `least`. */
  whole(key: string, least: number): number | undefined {
    const value = this.get(key);
    if (!value) return undefined;
    const number = value.kind === 'scalar' ? value.value : undefined;
    if (typeof number === 'number' && Number.isInteger(number) && number >= least) return number;
    this.wrong(key, value, `a whole number of at least ${least}`);
    return undefined;
  }

  /** Seconds, above zero. */
  seconds(key: string): number | undefined {
    const value = this.get(key);
    if (!value) return undefined;
    const number = value.kind === 'scalar' ? value.value : undefined;
    if (typeof number === 'number' && number > 0 && Number.isFinite(number)) return number;
    this.wrong(key, value, 'a number of seconds above 0');
    return undefined;
  }

  subMap(key: string): Fields | undefined {
    const value = this.get(key);
    if (!value) return undefined;
    if (value.kind === 'map') {
      const place = this.map.entries.get(key)?.key;
      return new Fields(value, `\`${key}\` of ${this.what}`, this.report, place);
    }
    this.wrong(key, value, 'a map of keys and values');
    return undefined;
  }

  list(key: string): ListTree | undefined {
    const value = this.get(key);
    if (!value) return undefined;
    if (value.kind === 'list') return value;
    this.wrong(key, value, 'a list');
    return undefined;
  }

  texts(key: string): string[] {
    return (this.list(key)?.items ?? []).flatMap((item) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return [item.value];
      this.wrong(key, item, 'a list of texts', ' Put each entry in quotes.');
      return [];
    });
  }

  /** A map whose values are all text. */
  textMap(key: string): Record<string, string> {
    const fields = this.subMap(key);
    const pairs = [...(fields?.map.entries.keys() ?? [])].map((name) => [name, fields?.text(name)] as const);
    return Object.fromEntries(
      pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
    );
  }

  /** Keys of the schema that mean nothing to this product: accepted, and said so once each. */
  ignore(keys: readonly string[], why: string): void {
    for (const key of keys) {
      this.known.add(key);
      const entry = this.map.entries.get(key);
      if (entry)
        this.report('info', 'ignored-key', entry.key, `\`${key}\` of ${this.what} is ignored: ${why}.`);
    }
  }

  finish(): void {
    for (const [name, { key }] of this.map.entries) {
      if (this.known.has(name)) continue;
      const expected = [...this.known].sort().join(', ');
      const message = `${this.what} has an unknown key \`${name}\`, which is ignored. Known: ${expected}.`;
      this.report('warning', 'unknown-key', key, message);
    }
  }

  private wrong(key: string, value: Tree, expected: string, hint = ''): void {
    const came = `\`${key}\` of ${this.what} is ${describe(value)}; expected ${expected}.`;
    this.report('error', 'wrong-type', value.range, came + hint);
  }
}

/** A value's kind in words: `a list`, `the number 3`. */
export function describe(value: Tree): string {
  if (value.kind === 'map') return 'a map';
  if (value.kind === 'list') return 'a list';
  if (value.value === null) return 'empty';
  return typeof value.value === 'string' ? 'text' : `the ${typeof value.value} ${String(value.value)}`;
}
