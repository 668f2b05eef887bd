/** What a recap or summary of the staged formats says (renn-gsd.md 1.7, 3). */
import type { FileProblem, Written } from '../../written';
import { readBlock } from './block';
import { emptiness } from './empty';
import { shortened } from './text';

/** A small JSON value; what the file does not have is absent. */
export interface RecapDigest {
  readonly kind: 'recap';
  readonly frontMatter: boolean;
  /** As written: `complete`, `halted`, `blocked`. */
  readonly status?: Written;
  /** As written: `2026-01-31`. */
  readonly completed?: string;
  /** The bold paragraph right after the first heading, without its stars, at most 200 characters. */
  readonly oneLiner?: string;
  /** The first word after `Self-Check:` in a heading or a bold line, in upper case: `PASSED`, `FAILED`. */
  readonly selfCheck?: string;
  readonly problems: readonly FileProblem[];
}

const KEYS = new Set(['status', 'completed']);
/** Characters after the heading within which the one-liner begins. */
const NEAR = 2000;

/**
 * Never throws; linear in the text. Problems: those of `readBlock`, `recap-empty` (warning).
 * @param cut only the beginning of the file is in `text`
 */
export function recapDigest(text: string, cut: boolean): RecapDigest {
  const { present, entries, problems, bodyAt } = readBlock(text, KEYS, cut);
  const status = entries.get('status')?.scalar;
  const completed = entries.get('completed')?.scalar?.text;
  const oneLiner = boldParagraph(text, bodyAt);
  const selfCheck = selfCheckWord(text, bodyAt);
  return {
    kind: 'recap',
    frontMatter: present,
    ...(status === undefined ? {} : { status }),
    ...(completed === undefined ? {} : { completed }),
    ...(oneLiner === undefined ? {} : { oneLiner }),
    ...(selfCheck === undefined ? {} : { selfCheck }),
    problems: [...problems, ...emptiness(text, 'recap-empty', EMPTY, '# Summary')],
  };
}

const EMPTY =
  'This file is empty: that it is there completes its step, and what was done was expected in it.';

/** The first paragraph after the first heading, where it is bold as a whole or begins so. */
function boldParagraph(text: string, at: number): string | undefined {
  const lines = text.slice(at, at + NEAR).split('\n');
  const heading = lines.findIndex((line) => line.startsWith('# '));
  const line = heading === -1 ? '' : (lines.slice(heading + 1).find((one) => one.trim() !== '') ?? '');
  const end = line.startsWith('**') ? line.indexOf('**', 2) : -1;
  const bold = end === -1 ? '' : line.slice(2, end).trim();
  return bold === '' || bold.endsWith(':') || line.charAt(end + 2) === ':' ? undefined : shortened(bold, 200);
}

function selfCheckWord(text: string, at: number): string | undefined {
  for (
    let from = text.indexOf('Self-Check:', at);
    from !== -1;
    from = text.indexOf('Self-Check:', from + 1)
  ) {
    const before = text.slice(Math.max(0, from - 10), from);
    const [, word] = /^[ *]*([A-Za-z]+)/.exec(text.slice(from + 11, from + 40)) ?? [];
    if (/(?:^|\n)(?:#{1,6} +|\*\*)$/.test(before) && word !== undefined) return word.toUpperCase();
  }
  return undefined;
}
