/** What a proof or verification report of the staged formats says (renn-gsd.md 1.8, 2.4, 3). */
import type { Proof } from '../../plan';
import { rangeOf, type FileProblem, type Written } from '../../written';
import { readBlock } from './block';
import { humanSection } from './human';
import type { Entry } from './lines';
import { shortened } from './text';

/** A small JSON value; what the file does not have is absent. */
export interface ProofDigest {
  readonly kind: 'proof';
  readonly frontMatter: boolean;
  /** `status:` of the front matter alone, as written: lines of the body never count. */
  readonly status?: Written;
  readonly score?: string;
  /** As written, mostly ISO 8601. */
  readonly verified?: string;
  /** What a person has to look at: the items of `human_verification:` and of the body's section, as short titles. */
  readonly humanItems: { readonly frontMatter: readonly string[]; readonly body: readonly string[] };
  /** The same items by their whole words (`itemKey`), where a person is needed and the whole report was read. */
  readonly items?: readonly string[];
  /** Items of `gaps:`. */
  readonly gaps: number;
  /** The report was made again after an earlier one. */
  readonly reVerification: boolean;
  /** After the override of the seed: `passed` with items for a person is `humanNeeded`. `stale` is not known here. */
  readonly verdict: Exclude<Proof['verdict'], 'stale'>;
  /** Why the verdict is not what is written, or cannot be told. */
  readonly reason?: string;
  readonly problems: readonly FileProblem[];
}

const KEYS = new Set(['status', 'score', 'verified', 'human_verification', 'gaps', 're_verification']);
const VERDICTS: ReadonlyMap<string, ProofDigest['verdict']> = new Map([
  ['passed', 'passed'],
  ['human_needed', 'humanNeeded'],
  ['gaps_found', 'gapsFound'],
]);

/**
 * Never throws; linear in the text. Problems: those of `readBlock`, `proof-status-unknown` (warning), `proof-overridden`
 * (info: passed, but a person has to look).
 * @param cut only the beginning of the file is in `text`
 */
export function proofDigest(text: string, cut: boolean): ProofDigest {
  const { present, entries, problems, bodyAt } = readBlock(text, KEYS, cut);
  const status = entries.get('status')?.scalar;
  const score = entries.get('score')?.scalar?.text;
  const verified = entries.get('verified')?.scalar?.text;
  const humanItems = {
    frontMatter: (entries.get('human_verification')?.items ?? []).map(({ text: item }) => itemTitle(item)),
    body: humanSection(text, bodyAt),
  };
  const judged = judge(status, humanItems, present);
  return {
    kind: 'proof',
    frontMatter: present,
    ...(status === undefined ? {} : { status }),
    ...(score === undefined ? {} : { score }),
    ...(verified === undefined ? {} : { verified }),
    humanItems,
    gaps: entries.get('gaps')?.items.length ?? 0,
    reVerification: isThere(entries.get('re_verification')),
    verdict: judged.verdict,
    ...(judged.reason === undefined ? {} : { reason: judged.reason }),
    problems: [...problems, ...(judged.problems ?? [])],
  };
}

interface Judged {
  readonly verdict: ProofDigest['verdict'];
  readonly reason?: string;
  readonly problems?: readonly FileProblem[];
}

function judge(status: Written | undefined, items: ProofDigest['humanItems'], present: boolean): Judged {
  if (status === undefined) {
    const reason = present
      ? 'The front matter has no status.'
      : 'The report has no front matter, so no status.';
    return { verdict: 'unknown', reason };
  }
  const range = rangeOf(status);
  const verdict = VERDICTS.get(status.text);
  if (verdict === undefined) {
    const reason = `The status ${JSON.stringify(status.text.slice(0, 80))} is none of passed, human_needed and gaps_found.`;
    const problem = {
      code: 'proof-status-unknown',
      severity: 'warning',
      range,
      message: reason,
      example: 'status: passed',
    } as const;
    return { verdict: 'unknown', reason, problems: [problem] };
  }
  const count = Math.max(items.frontMatter.length, items.body.length);
  if (verdict !== 'passed' || count === 0) return { verdict };
  const where = items.body.length > 0 ? 'the section "Human Verification"' : 'human_verification';
  const reason = `The status is passed, but ${where} lists ${count} ${count === 1 ? 'item' : 'items'} that a person has to look at.`;
  const problem = {
    code: 'proof-overridden',
    severity: 'info',
    range,
    message: reason,
    example: 'status: human_needed',
  } as const;
  return { verdict: 'humanNeeded', reason, problems: [problem] };
}

/** The name of an item: of `test: "Run it"` what follows the key. */
export function itemTitle(text: string): string {
  const value = text.replace(/^[\w-]{1,40}: +/, '').trim();
  const quote = value.charAt(0);
  const paired = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return shortened(paired ? value.slice(1, -1) : value, 120);
}

function isThere(entry: Entry | undefined): boolean {
  if (entry === undefined) return false;
  return entry.nested || entry.items.length > 0 || entry.scalar?.text.toLowerCase() === 'true';
}
