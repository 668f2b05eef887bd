/** The steps of one stage's folder: its plan files, and the recap and reports of each. */
import type { NamedDocument } from '../../plan';
import type { Problem } from '../../problem';
import type { PlanFileDigest } from '../planFile/planFile';
import type { RecapDigest } from '../planFile/recap';
import type { ReadFolder } from './digests';
import { compareSteps, type StageFile, type StepName, stepName } from './files';
import type { StagedProfile } from './names';
import { sharedNumbers } from './oddSteps';
import type { Pair, Pairing } from './pairing';

export interface LocalRecap {
  /** Absolute path. */
  readonly file: string;
  readonly digest: RecapDigest | undefined;
  readonly modified: number | undefined;
  /** Its name belongs to another step by the tool's own rules. */
  readonly mismatch: boolean;
}

export interface LocalStep {
  /** `Step.key`. */
  readonly key: string;
  readonly plan: StageFile;
  readonly name: StepName;
  /** Absolute path. */
  readonly file: string;
  /** `undefined` where the file could not be read. */
  readonly digest: PlanFileDigest | undefined;
  readonly recap: LocalRecap | undefined;
  readonly documents: readonly NamedDocument[];
  /** By the names of the files beside it. */
  readonly problems: readonly Problem[];
}

/** @param reports by the plan file's name, reports about that step alone */
export function localSteps(
  read: ReadFolder,
  { pairs }: Pairing,
  reports: ReadonlyMap<string, readonly NamedDocument[]>,
  profile: StagedProfile,
): LocalStep[] {
  const { folder } = read;
  const steps = read
    .of('plan')
    .map((plan) => ({ plan, name: stepName(plan.id, folder.number), stem: plan.stem }))
    .sort((left, right) =>
      compareSteps({ ...left.name, stem: left.stem }, { ...right.name, stem: right.stem }),
    )
    .map(({ plan, name }) => ({
      key: `${folder.key}/${plan.stem}`,
      plan,
      name,
      file: read.path(plan),
      digest: read.digest(plan, 'plan')?.digest,
      recap: localRecap(read, pairs.get(plan.name)),
      documents: reports.get(plan.name) ?? [],
    }));
  const shared = sharedNumbers(steps, profile);
  return steps.map((step) => {
    const problem = shared.get(step.key);
    return { ...step, problems: problem === undefined ? [] : [problem] };
  });
}

function localRecap(read: ReadFolder, pair: Pair | undefined): LocalRecap | undefined {
  if (pair === undefined) return undefined;
  const found = read.digest(pair.recap, 'recap');
  return {
    file: read.path(pair.recap),
    digest: found?.digest,
    modified: found?.modified,
    mismatch: pair.mismatch === true,
  };
}

/** Whether GSD counts the step as if it had no recap (renn-gsd.md 2.4). */
export function isBlocked({ recap }: LocalStep): boolean {
  return recapStatus(recap) === 'blocked';
}

/** Finished, but nothing that depends on it may go on (renn-gsd.md 2.4). */
export function isHalted({ recap }: LocalStep): boolean {
  return recapStatus(recap) === 'halted';
}

export function isSuperseded({ digest }: LocalStep): boolean {
  return digest?.status?.text.toLowerCase() === 'superseded';
}

export function recapStatus(recap: LocalRecap | undefined): string | undefined {
  return recap?.digest?.status?.text.toLowerCase();
}
