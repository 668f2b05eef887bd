/**
 * Patterns for lines of files that nobody vouches for: regular expressions without groups, matched in a time that is
 * linear in the line. The language's own engine tries every way to match, and a line can be made to have it try for ever.
 */

/** One character, how often. */
interface Item {
  readonly fits: (character: string) => boolean;
  readonly optional: boolean;
  readonly repeated: boolean;
}

interface Alternative {
  readonly items: readonly Item[];
  /** It must begin at the line's start, or end at its end. */
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

export type LinePattern = { readonly matches: (line: string) => boolean } | { readonly refused: string };

const LONGEST_PATTERN = 200;

/** An escape, a class, or any other character, with what may stand behind it. */
const ATOM = /(\\[^]|\[\^?(?:\\[^]|[^\]\\])+\]|[^])([*+?]?)/gu;

/**
 * The pattern that is written so: characters, `.`, classes (`[x ]`, `\d`, `\s`, `\w`), `* + ?`, `|`, `^` and `$`. What
 * else a regular expression can have is refused, in a clause that says what.
 */
export function linePattern(written: string): LinePattern {
  if (written.length > LONGEST_PATTERN) return { refused: `it is longer than ${LONGEST_PATTERN} characters` };
  const alternatives: Alternative[] = [];
  let atoms: Atom[] = [];
  const close = (): string | undefined => {
    const read = alternativeOf(atoms);
    atoms = [];
    if (typeof read === 'string') return read;
    alternatives.push(read);
    return undefined;
  };
  for (const [, text = '', repeat = ''] of written.matchAll(ATOM)) {
    if (text !== '|') atoms.push({ text, repeat });
    else {
      const refused = repeat === '' ? close() : 'a repeat follows no character';
      if (refused !== undefined) return { refused };
    }
  }
  const refused = close();
  if (refused !== undefined) return { refused };
  return { matches: (line) => alternatives.some((alternative) => matches(alternative, line)) };
}

interface Atom {
  readonly text: string;
  readonly repeat: string;
}

function alternativeOf(atoms: readonly Atom[]): Alternative | string {
  const fromStart = isAnchor(atoms[0], '^');
  const toEnd = isAnchor(atoms.at(-1), '$');
  const items: Item[] = [];
  for (const { text, repeat } of atoms.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined)) {
    const fits = fitting(text);
    if (typeof fits === 'string') return fits;
    items.push({
      fits,
      optional: repeat === '*' || repeat === '?',
      repeated: repeat === '*' || repeat === '+',
    });
  }
  return items.length === 0 ? 'an alternative is empty' : { items, fromStart, toEnd };
}

function isAnchor(atom: Atom | undefined, sign: string): boolean {
  return atom?.text === sign && atom.repeat === '';
}

function fitting(text: string): Item['fits'] | string {
  if (text === '.') return () => true;
  if (/^[()]$/.test(text)) return 'it has a group; write a bracket as \\( or \\)';
  if (/^[{}]$/.test(text)) return 'it has a counted repeat; write a brace as \\{ or \\}';
  if (/^[*+?]$/.test(text)) return 'a repeat follows no character';
  if (/^[\^$]$/.test(text))
    return `${text} stands in the middle of an alternative; write the character as \\${text}`;
  if (/^(?:\[|\\)$/.test(text)) return `${text} is never closed or followed by a character`;
  if (/^\\[a-z0-9]$/i.test(text) && !/^\\[dDwWsS]$/.test(text)) return `${text} is not supported`;
  if (text.length === 1 || /^\\[^a-z0-9]$/iu.test(text)) return (character) => character === text.slice(-1);
  return classOf(text);
}

/** A class, by the language's own engine: on one character there is one way to match. */
function classOf(text: string): Item['fits'] | string {
  try {
    const pattern = new RegExp(`^${text}$`, 'u');
    return (character) => pattern.test(character);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Follows all ways at once: which items may come next after each character. */
function matches({ items, fromStart, toEnd }: Alternative, line: string): boolean {
  let next = new Set<number>();
  const reach = (set: Set<number>, from: number): void => {
    for (let at = from; !set.has(at); at += 1) {
      set.add(at);
      if (items[at]?.optional !== true) return;
    }
  };
  reach(next, 0);
  for (const character of line) {
    if (!toEnd && next.has(items.length)) return true;
    const before = next;
    next = new Set();
    for (const at of before) {
      const item = items[at];
      if (item?.fits(character) !== true) continue;
      reach(next, at + 1);
      if (item.repeated) next.add(at);
    }
    if (!fromStart) reach(next, 0);
  }
  return next.has(items.length);
}
