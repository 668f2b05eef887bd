/** What is not as the last checkpoint has it: each class of runr.md 12.6 by name, with what happened this time. */
import type { CheckpointRecord } from '../checkpoints/checkpoint';
import { type Plan, stepsOf } from '../plan';
import type { Candidate } from './candidates';
import { type DriftClass, DRIFTS, type DriftWords } from './driftWords';
import { historyDrift } from './driftHistory';
import { type Attempt, type GitFacts, splitDirty } from './facts';
import type { Selection } from './select';
import type { Standing } from './standing';

export interface Drift {
  readonly class: DriftClass;
  /** The table's default, or a stronger or weaker one where this case asks for it. */
  readonly action: DriftWords['action'];
  /** What happened this time, one or two sentences. */
  readonly details: string;
  /** The paths it is about, where it is about paths. */
  readonly paths?: readonly string[];
  /** Of each of these paths, in the same order, a line that says more than the path. */
  readonly says?: readonly string[];
}

export interface DriftInput {
  readonly plan: Plan;
  readonly selection: Selection;
  readonly standings: readonly Standing[];
  /** The checkpoint that git's facts are about: the chosen one, else the last that was taken before a step. */
  readonly baseline?: CheckpointRecord;
  /** sha256 of each step's plan file now, by the step's key; absent ones are not compared. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Absent where git cannot be asked. */
  readonly git?: GitFacts;
  /** Folders of the checkpoint's or the stopped run's worktree that are not there any more. */
  readonly goneWorktrees: readonly string[];
  /** The stopped attempt that is to go on. */
  readonly attempt?: Attempt;
  /** What the checkpoint and the last run were made with, and what there is now, by name. */
  readonly env: readonly { readonly name: string; readonly before: string; readonly now: string }[];
}

/** Every drift, in the order of the table. */
export function drifts(input: DriftInput): Drift[] {
  const found = [
    ...progress(input.standings),
    ...planDrifts(input),
    ...objects(input.selection),
    ...some('worktree_missing', input.goneWorktrees, (list) => `Not there any more: ${list}.`),
    ...(input.git ? gitDrifts(input.git, input) : []),
    ...environment(input),
  ];
  const order = Object.keys(DRIFTS);
  return found.sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
}

function progress(standings: readonly Standing[]): Drift[] {
  const behind = standings.filter((one) => one.behind);
  const ahead = standings.filter((one) => one.ahead);
  return [
    ...some(
      'state_behind',
      behind.map(named),
      (names) => `Finished by the checkpoint, and not yet noted: ${names}.`,
    ),
    ...some(
      'state_ahead',
      ahead.map(named),
      (names) => `Marked complete beyond the last checkpoint: ${names}.`,
    ),
  ];
}

function planDrifts({ plan, selection, hashes, standings }: DriftInput): Drift[] {
  const steps = stepsOf(plan);
  const made = latestOfSteps(selection.candidates);
  const edited = made.filter(({ step, record }) => {
    const [then, now] = [record?.step?.content_hash, hashes.get(step ?? '')];
    return then !== undefined && now !== undefined && then !== now;
  });
  const last = selection.chosen;
  const inserted =
    last?.record?.plan?.step_count !== undefined && last.record.plan.step_count < steps.length
      ? standings.slice(0, last.index).filter(({ state, ahead }) => state === 'open' && !ahead)
      : [];
  const gone = selection.candidates.filter(
    ({ why, record }) => why === 'not_in_plan' && record !== undefined,
  );
  const renamed = selection.candidates.filter(
    (one) => one.needsConfirmation && one.source !== 'imported_legacy' && one.record !== undefined,
  );
  return [
    ...some('plan_edited', names(edited), (list) => `Edited after the step was finished: ${list}.`),
    ...some(
      'plan_reordered',
      isReordered(made) ? names(made) : [],
      () => 'The finished steps stand in another order now.',
    ),
    ...some(
      'step_removed',
      names([...gone, ...renamed]),
      (list) => `Finished, and not in the plan under that name any more: ${list}.`,
    ),
    ...some('step_inserted', inserted.map(named), (list) => `New before the last checkpoint: ${list}.`),
    ...outsideOf(selection, steps.length, plan.terms.step),
  ];
}

/** Another tool's places are often about something else; only our own ask for a decision. Neither completes a plan (D7). */
function outsideOf({ candidates }: Selection, count: number, step: string): Drift[] {
  const outside = candidates.filter(({ why }) => why === 'bad_index');
  const foreign = outside.every(({ source }) => source === 'imported_legacy');
  return some('index_out_of_range', names(outside), (list) => {
    return `Past the end of a plan of ${count} ${step}s, or no place at all: ${list}.`;
  }).map((one) => (foreign ? { ...one, action: 'note' } : one));
}

/** The best valid record of each step that is in the plan by its key. */
function latestOfSteps(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ step, record, why, needsConfirmation }) => {
    const counts = record !== undefined && step !== undefined && why === undefined && !needsConfirmation;
    if (!counts || seen.has(step)) return false;
    seen.add(step);
    return true;
  });
}

function isReordered(made: readonly Candidate[]): boolean {
  const placed = made.filter(({ record }) => record?.step?.index !== undefined);
  const then = [...placed].sort((a, b) => (a.record?.step?.index ?? 0) - (b.record?.step?.index ?? 0));
  const now = [...placed].sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return then.some((one, place) => one !== now[place]);
}

function objects({ candidates }: Selection): Drift[] {
  const missing = candidates.filter(({ why }) => why === 'object_missing');
  return some('object_missing', names(missing), (list) => `The commit is not in the repository: ${list}.`);
}

function gitDrifts(git: GitFacts, { baseline, attempt }: DriftInput): Drift[] {
  const before = baseline?.git?.branch;
  const lists = git.lockfiles.map(({ path }) => path);
  return [
    ...(git.history ? historyDrift(git.history) : []),
    ...(before !== undefined && before !== git.branch
      ? [
          drift(
            'branch_changed',
            `The checkpoint was taken on ${before}; this is ${git.branch ?? 'a detached HEAD'}.`,
          ),
        ]
      : []),
    ...(git.dirty.length === 0 ? [] : [uncommitted(git, attempt)]),
    ...(lists.length === 0
      ? []
      : [
          {
            ...drift('lockfile_changed', `Changed since the last checkpoint: ${lists.length}.`),
            paths: lists,
            says: git.lockfiles.map(({ path, says }) => says ?? path),
          },
        ]),
  ];
}

/** What the run left, and what was there before it, needs no decision: going on with it is what a resume is for. */
function uncommitted({ dirty }: GitFacts, attempt: Attempt | undefined): Drift {
  const { leftovers, edits } = splitDirty(dirty, attempt);
  const left = new Set(leftovers);
  const isKnown = dirty.every(({ path, asBefore }) => asBefore === true || left.has(path));
  const counts = [
    ...(leftovers.length === 0 ? [] : [`${leftovers.length} left by the stopped run`]),
    ...(edits.length === 0 ? [] : [`${edits.length} of your own`]),
  ];
  return {
    ...drift('dirty_tree', `Uncommitted: ${counts.join(', ')}.`),
    ...(isKnown && { action: 'note' }),
    paths: [...leftovers, ...edits],
  };
}

function environment({ env }: DriftInput): Drift[] {
  const changed = env.filter(({ before, now }) => before !== now);
  return some(
    'env_changed',
    changed.map(({ name, before, now }) => `${name} was ${before} and is ${now}`),
    (list) => `${list}.`,
  );
}

function some(of: DriftClass, items: readonly string[], words: (list: string) => string): Drift[] {
  return items.length === 0 ? [] : [drift(of, words(items.join(', ')))];
}

function drift(of: DriftClass, details: string): Drift {
  return { class: of, action: DRIFTS[of].action, details };
}

function named({ number, title }: Standing): string {
  return `${number} ${title}`;
}

function names(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ record, title, id }) => record?.name ?? title ?? id);
}
