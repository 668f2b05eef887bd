/** Which recap belongs to which run (renn-gsd.md 1.2, 2.2, 3): by its stem, and where that fails by what is certain. */
import { namesStage, type StageFile, stepName } from './files';
import { numberKey, type StagedProfile } from './names';

export interface Pair {
  readonly recap: StageFile;
  /** The names do not belong together by the tool's own rules: a hint says so. */
  readonly mismatch?: true;
}

export interface Pairing {
  /** By the plan file's name. */
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Recaps of the stage as a whole: they complete no step. */
  readonly ofStage: readonly StageFile[];
  /** Claimed by nothing. */
  readonly unclaimed: readonly StageFile[];
}

/**
 * @param stage the number of the folder
 */
export function pairRecaps(
  plans: readonly StageFile[],
  recaps: readonly StageFile[],
  stage: string | undefined,
  profile: StagedProfile,
): Pairing {
  const pairs = new Map<string, Pair>();
  const open = new Map(recaps.map((recap) => [recap.stem, recap]));
  const claim = (plan: StageFile, recap: StageFile | undefined, mismatch = false): void => {
    if (recap === undefined || pairs.has(plan.name)) return;
    pairs.set(plan.name, mismatch ? { recap, mismatch: true } : { recap });
    open.delete(recap.stem);
  };
  for (const plan of plans) for (const stem of recapStems(plan, profile)) claim(plan, open.get(stem));
  if (pairs.size < plans.length && open.size > 0) {
    const byStep = new Map(oneEach([...open.values()], stage));
    for (const [key, plan] of oneEach(plans, stage)) claim(plan, byStep.get(key), !profile.gsd);
  }
  const [only, ...more] = plans;
  if (only !== undefined && more.length === 0 && open.size === 1) claim(only, [...open.values()][0], true);
  const others = [...open.values()];
  return {
    pairs,
    ofStage: others.filter(({ id }) => namesStage(id, stage)),
    unclaimed: others.filter(({ id }) => !namesStage(id, stage)),
  };
}

/** The stems that the tool itself looks for, the surest first. */
function recapStems({ stem, id, loose, name }: StageFile, { gsd, words }: StagedProfile): string[] {
  const own = id === '' ? words.recap : `${id}-${words.recap}`;
  if (!gsd) return [own];
  if (name.includes('/')) return [stem.replace(/PLAN-/i, `${words.recap}-`)];
  const split = /^(.+)-PLAN-(\d[^-]*)$/.exec(stem);
  return [
    ...(loose ? [stem.replace(words.plan, words.recap)] : [own]),
    `${stem}-${words.recap}`,
    ...(split ? [`${split[1] ?? ''}-${split[2] ?? ''}-${words.recap}`] : []),
  ];
}

/** Files by their step's number, `68-01-SUMMARY` with `68-01-slug-PLAN`; none where two share one. */
function oneEach(files: readonly StageFile[], stage: string | undefined): [string, StageFile][] {
  const found = new Map<string, StageFile | undefined>();
  for (const file of files) {
    const key = stepKey(file, stage);
    if (key !== undefined) found.set(key, found.has(key) ? undefined : file);
  }
  return [...found].flatMap(([key, file]) => (file === undefined ? [] : [[key, file]]));
}

function stepKey({ id }: StageFile, stage: string | undefined): string | undefined {
  const { own } = stepName(id, stage);
  return own === undefined ? undefined : numberKey(own);
}
