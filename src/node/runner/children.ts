/** The runs of steps that the run of a stage started: one for each, begun, taken up again, and waited for. */
import type { StageNow, StageWork } from '../../core/actions/stageWork';
import { runIn } from '../../core/batch/goingOn';
import { isOpen } from '../../core/batch/standing';
import { isAfter } from '../../core/history';
import type { Plan, Step } from '../../core/plan';
import type { Run } from '../../core/run';
import { goesOnUnasked, neverGoesOn, stopReason } from '../../core/stops';
import type { Drive } from './drive';
import { LEFT_UNDER_WAY, type Refused } from './refusals';
import type { RunStore } from './runStore';
import type { StartRequest } from './starting';

/** What a stage's run asks of the runner that drives it. */
export interface StepRunner {
  start(request: StartRequest): Promise<{ readonly run: string } | Refused>;
  /** Has a run go on beside the run of its stage. */
  resume(id: string, by: string): Promise<{ readonly run: string } | Refused>;
  stop(id: string, by: string): Promise<unknown>;
  /** Goes on with an active run that nobody drives. */
  takeUp(id: string): Promise<{ readonly run: string } | Refused>;
  /** Whether this process drives the run. */
  drives(id: string): boolean;
  settled(id: string): Promise<void>;
}

export interface ChildrenParts {
  readonly drive: Drive;
  readonly runner: StepRunner;
  /** The stage as it is on the disk now. */
  now(): Promise<StageNow | { readonly gone: string }>;
}

/** How a step is at work. */
export interface Manner {
  /** Beside others of its batch. */
  readonly together: boolean;
  /** Gives it a worktree of its own; `undefined` where it is not to begin now. */
  readonly place?: (plan: Plan, step: Step) => Promise<StartRequest['isolated'] | undefined>;
}

/** The run of a step that works now, or why none does. */
type Begun = { readonly run: string } | Refused | { readonly over: true };

const OVER = { over: true } as const;

/** The runs of steps that a run of a stage has started, oldest first; none for that of a step. */
export function childrenOf(store: RunStore, id: string): Run[] {
  return store.runs().filter(({ header }) => header.parent?.run === id);
}

/** A run, and those that work for it. */
export function familyOf(store: RunStore, run: Run): Run[] {
  const children = run.header.stage ? childrenOf(store, run.id) : [];
  return [run, ...children.filter(({ phase }) => phase === 'active')];
}

/**
 * Runs the steps of a batch, round by round; a step that the batch has begun is taken up where it stands.
 * @returns why steps were not run, or why the stage comes to rest; `undefined` where the work was ended before
 */
export async function runSteps(
  parts: ChildrenParts,
  { number, rounds, isolated }: Parameters<StageWork['runSteps']>[0],
): ReturnType<StageWork['runSteps']> {
  const { drive } = parts;
  const { signal } = drive;
  const notRun = new Map<string, string>();
  const inTurn = turns();
  // A run that goes on from an earlier batch has its worktree already.
  const isApart = (key: string): boolean => childOf(drive, key, number)?.header.isolated !== undefined;
  const run = async (key: string, manner: Manner): Promise<void> => {
    const refused = await runStep({ ...parts, inTurn }, key, number, manner);
    if (refused) notRun.set(key, words(refused));
  };
  for (const round of rounds) {
    if (signal.aborted) break;
    const steps = [...new Set(round)];
    const apart = isolated && steps.length > 1 ? steps : steps.filter(isApart);
    if (apart.length > 0) {
      const { isolatedRound } = await import('../isolation/round');
      const stop = await isolatedRound({ drive, batch: number, steps: apart, run });
      if (stop) return { stop };
    }
    const shared = steps.filter((key) => !apart.includes(key));
    await allOver(shared.map((key) => run(key, { together: shared.length > 1 })));
  }
  if (signal.reason === 'user') await stopAll(parts);
  return signal.aborted ? undefined : { notRun };
}

/** Where one throws, its siblings come to rest before the stage does. */
export async function allOver(works: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(works);
  await Promise.all(works);
}

async function runStep(
  parts: ChildrenParts & { readonly inTurn: InTurn },
  key: string,
  batch: number,
  manner: Manner,
): Promise<Refused | undefined> {
  const { drive, runner } = parts;
  if (drive.signal.aborted || isSkipped(drive, key)) return undefined;
  const begun = await parts.inTurn(() => {
    const child = childOf(drive, key, batch);
    return child ? takeUp(parts, child) : start(parts, key, batch, manner);
  });
  if ('refused' in begun) {
    await note(drive, key, begun);
    return begun;
  }
  if ('run' in begun) await untilRest(drive, runner.settled(begun.run));
  return undefined;
}

type InTurn = (work: () => Promise<Begun>) => Promise<Begun>;

/** One after the other, so that steps which are at work side by side were begun in their order. */
function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

/** The run of a step that a batch has begun, or that goes on in it. */
export function childOf(drive: Drive, key: string, batch: number): Run | undefined {
  const record = drive.run().batches.find(({ number }) => number === batch) ?? { number: batch };
  return runIn(childrenOf(drive.store, drive.header.run), record, key);
}

/**
 * A run that stood still before a person had the stage go on goes on with it; one that stands still since is over, unless
 * the stop registry has it go on unasked.
 */
async function takeUp({ drive, runner }: ChildrenParts, child: Run): Promise<Begun> {
  if (child.phase === 'ended') return OVER;
  if (runner.drives(child.id)) return { run: child.id };
  const last = drive.store.events(child.id).at(-1);
  const resumed = drive.events().findLast((event) => event.type === 'run_resumed');
  const isFinal = child.stop !== undefined && neverGoesOn(child.stop.code);
  if (last && resumed && isAfter(resumed, last) && !isFinal)
    return runner.resume(child.id, await drive.host.who());
  const { code } = child.stop ?? LEFT_UNDER_WAY;
  return goesOnUnasked(code) ? runner.takeUp(child.id) : OVER;
}

async function start(parts: ChildrenParts, key: string, batch: number, manner: Manner): Promise<Begun> {
  const { drive, runner } = parts;
  const seen = await parts.now();
  if (drive.signal.aborted) return OVER;
  if ('gone' in seen) return { refused: { code: 'plan_missing', detail: seen.gone } };
  const view = seen.stage.steps.find(({ step }) => step.key === key);
  if (view === undefined || !isOpen(view)) return OVER;
  const isolated = await manner.place?.(seen.plan, view.step);
  if (manner.place && !isolated) return OVER;
  const { run, stage } = drive.header;
  return runner.start({
    plan: seen.plan,
    step: view.step,
    by: await drive.host.who(),
    parent: { run, batch, together: manner.together },
    ...(isolated && { isolated }),
    ...(stage?.stepProtocol !== undefined && { protocolFile: stage.stepProtocol }),
  });
}

function note(drive: Drive, key: string, refused: Refused): Promise<void> {
  return drive.append({ type: 'note', text: `${key}: ${words(refused)}` });
}

function words({ refused }: Refused): string {
  return `It was not run: ${stopReason(refused.code).title}. ${refused.detail}`.trim();
}

function isSkipped(drive: Drive, key: string): boolean {
  return drive.events().some((event) => event.type === 'step_skipped' && event.step === key);
}

/** A person's Stop of the stage is one of all that it started. */
async function stopAll({ drive, runner }: ChildrenParts): Promise<void> {
  const { host, store, header } = drive;
  const by = await host.who();
  const active = childrenOf(store, header.run).filter(({ phase }) => phase === 'active');
  await Promise.all(active.map(({ id }) => runner.stop(id, by)));
}

/** Resolves with the work, or as soon as the drive's own work has to end. */
function untilRest({ signal }: Drive, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    work.then(end, reject);
  });
}
