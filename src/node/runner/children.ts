/** The runs of steps that the run of a stage started: one for each, begun, taken up again, and waited for. */
import type { BatchRecord } from '../../core/batch/record';
import { isOpen } from '../../core/batch/standing';
import type { StageNow } from '../../core/actions/stageWork';
import type { Run } from '../../core/run';
import { stopReason } from '../../core/stops';
import type { Drive } from './drive';
import type { Refused } from './refusals';
import type { StartRequest } from './starting';

/** What a stage's run asks of the runner that drives it. */
export interface StepRunner {
  start(request: StartRequest): Promise<{ readonly run: string } | Refused>;
  resume(id: string, by: string): Promise<{ readonly run: string } | Refused>;
  stop(id: string, by: string): Promise<unknown>;
  /** Takes up a run that nobody drives, or writes down that it was interrupted. */
  takeUp(id: string): Promise<void>;
  settled(id: string): Promise<void>;
}

export interface ChildrenParts {
  readonly drive: Drive;
  readonly runner: StepRunner;
  /** The stage as it is on the disk now. */
  now(): Promise<StageNow | { readonly gone: string }>;
}

/** Those of a stage's run, oldest first. */
export function childrenOf({ store, header }: Pick<Drive, 'store' | 'header'>): Run[] {
  return store.runs().filter((run) => run.header.parent?.run === header.run);
}

/** Runs the steps of a batch, round by round; a step that the batch has begun is taken up where it stands. */
export async function runSteps(
  parts: ChildrenParts,
  { number, rounds }: Pick<BatchRecord, 'number' | 'rounds'>,
): Promise<void> {
  for (const round of rounds) {
    if (parts.drive.signal.aborted) break;
    await Promise.all(round.map((key) => runStep(parts, key, number, round.length > 1)));
  }
  if (parts.drive.signal.reason === 'user') await stopAll(parts);
}

async function runStep(parts: ChildrenParts, key: string, batch: number, together: boolean): Promise<void> {
  const { drive, runner } = parts;
  if (isSkipped(drive, key)) return;
  const own = ({ header }: Run): boolean => header.step.key === key && header.parent?.batch === batch;
  const child = childrenOf(drive).findLast(own);
  const id = child ? await takeUp(parts, child) : await start(parts, key, batch, together);
  if (id === undefined) return;
  await untilRest(drive, id);
  if (!drive.signal.aborted) await runner.settled(id);
}

/** Its id, where it is at work now. */
async function takeUp({ drive, runner }: ChildrenParts, child: Run): Promise<string | undefined> {
  if (child.phase === 'ended') return undefined;
  const resumed = drive.events().findLast((event) => event.type === 'run_resumed');
  if (resumed !== undefined && child.lastAt <= resumed.at && mayGoOn(child)) {
    const answer = await runner.resume(child.id, await drive.host.who());
    if ('refused' in answer && answer.refused.code !== 'another_run_live')
      await note(drive, child.header.step.key, answer);
    return child.id;
  }
  if (child.phase === 'stopped') return undefined;
  await runner.takeUp(child.id);
  return child.id;
}

function mayGoOn({ stop }: Run): boolean {
  return stop === undefined || stopReason(stop.code).resume !== 'never';
}

async function start(
  parts: ChildrenParts,
  key: string,
  batch: number,
  together: boolean,
): Promise<string | undefined> {
  const { drive, runner } = parts;
  const seen = await parts.now();
  const view = 'gone' in seen ? undefined : seen.stage.steps.find(({ step }) => step.key === key);
  if ('gone' in seen || view === undefined || !isOpen(view)) return undefined;
  const { run, stage } = drive.header;
  const answer = await runner.start({
    plan: seen.plan,
    step: view.step,
    by: await drive.host.who(),
    parent: { run, batch, together },
    ...(stage?.stepProtocol !== undefined && { protocolFile: stage.stepProtocol }),
  });
  if ('run' in answer) return answer.run;
  await note(drive, key, answer);
  return undefined;
}

function note(drive: Drive, key: string, { refused }: Refused): Promise<void> {
  const text = `${key} was not run: ${stopReason(refused.code).title}. ${refused.detail}`;
  return drive.append({ type: 'note', text });
}

function isSkipped(drive: Drive, key: string): boolean {
  return drive.events().some((event) => event.type === 'step_skipped' && event.step === key);
}

/** A person's Stop of the stage is one of all that it started. */
async function stopAll({ drive, runner }: ChildrenParts): Promise<void> {
  const by = await drive.host.who();
  const active = childrenOf(drive).filter(({ phase }) => phase === 'active');
  await Promise.all(active.map(({ id }) => runner.stop(id, by)));
}

/**
 * Resolves when a run is not active any more, or as soon as the drive's own work has to end. By its journal: this process
 * may be about to drive it, and another window may be driving it.
 */
function untilRest({ signal, store }: Drive, id: string): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      stopListening();
      resolve();
    };
    const look = (): void => {
      if (signal.aborted || store.run(id)?.phase !== 'active') end();
    };
    const stopListening = store.onDidChange((changed) => {
      if (changed === id) look();
    });
    signal.addEventListener('abort', end, { once: true });
    look();
  });
}
