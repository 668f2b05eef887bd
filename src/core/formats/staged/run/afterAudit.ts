/** What follows from the proof of a stage (renn-gsd.md 1.8): the data counts more than the label. */
import type { Proof, Stage } from '../../../plan';
import type { StagedProfile } from '../names';
import { nextCommand } from './commands';
import { type Gap, type HumanItem, humanItems, proofGaps } from './proofItems';

/** What the stage does next. */
export type AfterAudit =
  /** The stage is verified. */
  | { readonly kind: 'passed' }
  /** A person goes through the items; `reason` where the report itself says passed. */
  | { readonly kind: 'humanNeeded'; readonly items: readonly HumanItem[]; readonly reason?: string }
  | GapsFound
  /** No verdict that counts: the stage is audited again, or a person decides. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface GapsFound {
  readonly kind: 'gapsFound';
  readonly score?: string;
  readonly gaps: readonly Gap[];
  /** The tool's command that plans steps for the gaps; absent where the tool cannot name the stage. */
  readonly planCommand?: string;
}

/**
 * @param proof as read after the audit; `undefined` where the auditor left none
 * @param text the whole report
 */
export function afterAudit(
  proof: Proof | undefined,
  text: string,
  stage: Pick<Stage, 'number'>,
  profile: StagedProfile,
): AfterAudit {
  const word = profile.proof;
  if (proof === undefined) return { kind: 'unknown', reason: `The auditor left no ${word}.` };
  switch (proof.verdict) {
    case 'passed':
      return passed(proof, text);
    case 'humanNeeded':
      return {
        kind: 'humanNeeded',
        items: humanItems(text, proof.file),
        ...(proof.reason === undefined ? {} : { reason: proof.reason }),
      };
    case 'gapsFound':
      return gapsFound(proof, proofGaps(text, proof.file), stage, profile);
    case 'stale':
    case 'unknown':
      return {
        kind: 'unknown',
        reason: `The ${word} does not count: ${clause(proof.reason ?? 'it could not be read')}.`,
      };
  }
}

/** What a person finds wrong in the items is closed like gaps that the auditor found. */
export function gapsFound(
  { score }: Pick<Proof, 'score'>,
  gaps: readonly Gap[],
  { number }: Pick<Stage, 'number'>,
  profile: StagedProfile,
): GapsFound {
  const planCommand = nextCommand('planGaps', number, profile);
  return {
    kind: 'gapsFound',
    ...(score === undefined ? {} : { score }),
    gaps,
    ...(planCommand === undefined ? {} : { planCommand }),
  };
}

/** A report that says passed and lists gaps is for a person to judge. */
function passed({ file, gaps = 0 }: Proof, text: string): AfterAudit {
  if (gaps === 0) return { kind: 'passed' };
  const items = proofGaps(text, file).map(({ truth, status, reason }) => ({
    name: '',
    test: truth,
    expected: 'It holds, or does not have to.',
    why: [status, reason].filter(Boolean).join(': '),
  }));
  return {
    kind: 'humanNeeded',
    items,
    reason: `The status is passed, but the report lists ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}.`,
  };
}

/** Readers give reasons as clauses and as sentences. */
function clause(text: string): string {
  return (/^The /.test(text) ? `t${text.slice(1)}` : text).replace(/\.$/, '');
}
