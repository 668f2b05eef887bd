/** The audit of a stage: which report it is, and what it is worth (renn-gsd.md 1.8, 2.4). */
import { append } from '../../group';
import type { Proof } from '../../plan';
import type { Digested } from '../format';
import type { ProofDigest } from '../planFile/proof';
import { namesStage, type StageFile, stepName } from './files';
import { numberKey } from './names';
import type { LocalStep } from './steps';

export interface Reports {
  /** The report whose name has the stage's number alone, else the one without any. */
  readonly ofStage: StageFile | undefined;
  /** It is the stage's only because nothing else is there. */
  readonly mismatch: boolean;
  /** By the plan file's name: reports about one step. */
  readonly ofSteps: ReadonlyMap<string, readonly StageFile[]>;
  /** Claimed by nothing. */
  readonly unclaimed: readonly StageFile[];
}

export function sortReports(
  reports: readonly StageFile[],
  plans: readonly StageFile[],
  stage: string | undefined,
): Reports {
  const named = reports.filter(({ id }) => namesStage(id, stage));
  const only = reports.length === 1 && plans.length <= 1 ? reports[0] : undefined;
  const ofStage = named.find(({ id }) => id !== '') ?? named[0] ?? only;
  const ofSteps = new Map<string, StageFile[]>();
  const unclaimed: StageFile[] = [];
  const others = reports.filter((report) => report !== ofStage);
  const stepsOf = others.length === 0 ? [] : plans;
  const byOwn = new Map(stepsOf.flatMap((plan) => ownKey(plan, stage).map((own) => [own, plan])));
  for (const report of others) {
    const plan = ownKey(report, stage).map((own) => byOwn.get(own))[0];
    if (plan === undefined) unclaimed.push(report);
    else append(ofSteps, plan.name, report);
  }
  return { ofStage, mismatch: ofStage !== undefined && named.length === 0, ofSteps, unclaimed };
}

function ownKey({ id }: StageFile, stage: string | undefined): string[] {
  const { own } = stepName(id, stage);
  return own === undefined ? [] : [numberKey(own)];
}

/**
 * A checkout writes all files at once, in any order: only what is newer by more than this was written after the report.
 */
const CHECKOUT_MS = 120_000;

/**
 * @param read `undefined` where the file could not be read
 * @param steps whose recaps a current report is not older than
 */
export function proofOf(
  file: string,
  read: Digested<ProofDigest> | undefined,
  steps: readonly LocalStep[],
): Proof {
  if (read === undefined) return { file, verdict: 'unknown', text: '', reason: 'it could not be read' };
  const { status, verdict, reason, score, gaps, items } = read.digest;
  const newer = steps.find(({ recap }) => (recap?.modified ?? 0) > read.modified + CHECKOUT_MS);
  const stale = verdict === 'passed' && newer !== undefined;
  const why = stale
    ? `${nameOf(newer.recap?.file)} was changed after it, by the files' times of change`
    : reason;
  return {
    file,
    verdict: stale ? 'stale' : verdict,
    text: status?.text ?? '',
    ...(why === undefined ? {} : { reason: why }),
    ...(score === undefined ? {} : { score }),
    ...(gaps === 0 ? {} : { gaps }),
    ...(items === undefined ? {} : { items }),
    modified: read.modified,
  };
}

function nameOf(file = ''): string {
  return file.replace(/^.*[\\/]/, '');
}
