/** Which recap belongs to which run (renn-gsd.md 1.2, 2.2, 3): by its stem, and where that fails by what is certain. */
import { namesStage, type StageFile, stepName } from './stagedFiles';
import { numberKey, type StagedProfile } from './stagedNames';

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
  for (const plan of plans) claim(plan, sameStep(plan, plans, [...open.values()], stage), !profile.gsd);
  const [only, ...more] = plans;
  if (only !== undefined && more.length === 0 && open.size === 1) claim(only, [...open.values()][0], true);
  const left = [...open.values()];
  return {
    pairs,
    ofStage: left.filter(({ id }) => namesStage(id, stage)),
    unclaimed: left.filter(({ id }) => !namesStage(id, stage)),
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

/** The one recap with the plan's own number: `68-01-SUMMARY` for `68-01-slug-PLAN`; none where two share the number. */
function sameStep(
  plan: StageFile,
  plans: readonly StageFile[],
  open: readonly StageFile[],
  stage: string | undefined,
): StageFile | undefined {
  const key = stepKey(plan, stage);
  if (key === undefined || plans.some((other) => other !== plan && stepKey(other, stage) === key))
    return undefined;
  const found = open.filter((recap) => stepKey(recap, stage) === key);
  return found.length === 1 ? found[0] : undefined;
}

function stepKey({ id }: StageFile, stage: string | undefined): string | undefined {
  const { own } = stepName(id, stage);
  return own === undefined ? undefined : numberKey(own);
}
