/**
 * What comes before a run's first node, and in the run of a stage before each batch: the question whether a blocked step is
 * run all the same, or the stage's own branch; a checkpoint; and where a person wants a visible marker of it and there is
 * none, the rollback point by hand, and the question whether to go on.
 */
import { join } from 'node:path';
import { protocolsOf } from '../../core/batch/protocols';
import type { Gate } from '../../core/gateRecord';
import type { Token } from '../../core/protocol/walk';
import { manualPointName, markOfKind } from '../../core/runCheckpoints';
import { gitCommand } from '../checkpoints/gitCommand';
import { manualPoint } from '../checkpoints/manualPoint';
import { onBranch } from '../staged/stageBranch';
import { askGate, frameOf, recordedAnswer } from './askGate';
import { childrenOf } from './children';
import type { Drive } from './drive';
import { writeWhole } from './files';
import { ifBlocked } from './ifBlocked';
import { checkpointAnew, checkpointBefore, hasWorked } from './runCheckpoints';
import type { Rest } from './walking';

/** Where the gate stands: no node of a protocol, since it is opened before any is entered; and the rollback point by hand. */
interface Place {
  readonly node: string;
  readonly file: string;
}

const RUN: Place = { node: '(before the run)', file: manualPointName() };
const GO_ON = 'go on without it';
const STOP = 'stop here';

/** @returns how the run came to rest before it began; `undefined` when its nodes may begin */
export async function beforeRun(drive: Drive): Promise<Rest | undefined> {
  // A stage works in batches, each with a checkpoint of its own.
  if (drive.header.stage) return onBranch(drive, false);
  return (await ifBlocked(drive)) ?? beforeWork(drive, RUN, hasWorked(drive));
}

/** @returns how the run came to rest before the batch that its journal tells of last; `undefined` when its steps may begin */
export async function beforeBatch(drive: Drive, number: number): Promise<Rest | undefined> {
  const place = { node: `(before batch ${number})`, file: manualPointName(number) };
  return (await onBranch(drive, true)) ?? beforeWork(drive, place, hasRunSteps(drive, number));
}

/** Whether any step of the batch was ever begun. */
function hasRunSteps({ store, header }: Drive, number: number): boolean {
  return childrenOf(store, header.run).some(({ header: { parent } }) => parent?.batch === number);
}

async function beforeWork(drive: Drive, place: Place, worked: boolean): Promise<Rest | undefined> {
  const { node } = place;
  if (drive.signal.aborted) return { kind: 'paused' };
  const token = { id: '', node, state: {}, joining: false, writes: {} };
  const asked = drive.run().gates.findLast(({ gate }) => gate.node === node);
  if (asked?.answer?.choice === STOP && !worked) await checkpointAnew(drive);
  else await checkpointBefore(drive, worked);
  const why = missing(drive);
  const counts = asked?.answer !== undefined && why !== undefined && !worked;
  const told = counts ? await recordedAnswer(drive, token, asked.gate) : asked?.answer;
  const open = asked && !told ? asked.gate : undefined;
  if (!open && (why === undefined || told?.choice === GO_ON || worked)) return undefined;
  const gate = open ?? (await newGate(drive, token, place.file, why ?? ''));
  const answer = await askGate(drive, token, gate, open !== undefined);
  if (answer === undefined) return { kind: 'paused' };
  if (answer.choice === GO_ON) return undefined;
  const detail = `${answer.by} chose not to go on${why === undefined ? '' : `: ${why}`}`;
  return { kind: 'stop', stop: { code: 'no_rollback_point', detail } };
}

/** Why there is no marker to go back to; `undefined` where there is one, or nobody wants one. */
function missing(drive: Drive): string | undefined {
  // A step of a stage has the marker of its batch.
  if (drive.header.parent) return undefined;
  const mark = markOfKind(drive.run().checkpoints, 'before_batch');
  if (mark === undefined) return undefined;
  const needed = protocolsOf(drive.header.plan.format).holdsCommits === true;
  const wanted = drive.host.checkpoints?.wantsMarkers?.() === true;
  if (mark.state === 'skipped') return needed || (wanted && mark.code !== 'off') ? mark.detail : undefined;
  return wanted && mark.state === 'taken' ? mark.tagProblem : undefined;
}

async function newGate(drive: Drive, token: Token, name: string, why: string): Promise<Gate> {
  const file = join(drive.folder, name);
  await writeWhole(file, await manualPoint(gitCommand, drive.header.folder, why));
  const frame = await frameOf(drive, token);
  return {
    ...frame,
    evidence: [{ label: 'Rollback point by hand', file }, ...frame.evidence],
    kind: 'approval',
    title: 'No rollback marker',
    question: `Before the work a marker to go back to was wanted, and it could not be made. ${why}\n\nHow to go back by hand is written down. Go on without the marker?`,
    options: [
      { key: GO_ON, leadsTo: 'Goes on; the way back is the one written down', needsReason: false },
      { key: STOP, leadsTo: 'Stops the run; resuming tries the marker again', needsReason: false },
    ],
    allowsText: false,
  };
}
