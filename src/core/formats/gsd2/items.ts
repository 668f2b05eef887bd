/** The checkbox lists of GSD-2: slices in a roadmap, tasks in a slice's plan (renn-gsd.md 2.8). */
import type { FileText } from '../format';

export interface Gsd2Item {
  readonly title: string;
  readonly checked: boolean;
  /** 0-based. */
  readonly line: number;
}

export interface Gsd2List {
  /** What follows the milestone's name in the first heading. */
  readonly title: string;
  /** By id: `S01`, `T01`. */
  readonly items: ReadonlyMap<string, Gsd2Item>;
}

const LONGEST = 500;

/** @param letter what ids begin with */
export function gsd2Items(source: FileText | undefined, letter: 'S' | 'T'): Gsd2List {
  const items = new Map<string, Gsd2Item>();
  let title = '';
  for (const [line, whole] of (source?.text ?? '').split(/\r?\n/).entries()) {
    const text = whole.slice(0, LONGEST);
    if (title === '') title = /^# M\d+\S*?:?\s+(.*)$/.exec(text)?.[1]?.trim() ?? '';
    const [, box, id, name = ''] = /^\s*[-*] \[([ xX])\] \*\*([ST]\d+):\s*([^*]*)/.exec(text) ?? [];
    if (id?.startsWith(letter) && !items.has(id))
      items.set(id, { title: name.trim() || id, checked: box !== ' ', line });
  }
  return { title, items };
}
