/** Keeps agents from changing the plan: the plan's files are noted before an attempt and put right after it. */
import { join } from 'node:path';
import type { FileChange } from '../../core/events';
import { withProposals } from '../../core/handoff/proposals';
import type { PlanRights } from '../../core/planRights';
import type { State } from '../../core/protocol/walk';
import { guardSnapshots, restoreFiles, takeSnapshot, type PlanSnapshot } from '../planSnapshot';
import { keepSaveOfStaged } from '../staged/guard';
import { createWhole, readIfThere, writeWhole } from './files';
import { readPlanText, writePlanText } from './planText';

const BEFORE = 'plan-before.json';
const PROPOSALS = 'proposals.md';
const STATE_KEY = 'plan_proposals';

/** The proposals of all attempts so far, as the state keeps them; empty when there is none. */
export function proposalsIn(state: State): string {
  const text = state[STATE_KEY];
  return typeof text === 'string' ? text : '';
}

export function proposalState(proposals: string): State {
  return { [STATE_KEY]: proposals };
}

/** Notes the plan's files in a folder of ours, before the agent starts. */
export async function notePlan(root: string, folder: string): Promise<void> {
  await writeWhole(join(folder, BEFORE), JSON.stringify(await takeSnapshot(root)));
}

export interface PlanProtected {
  readonly changes: readonly FileChange[];
  /** Markdown; empty when nothing was put back. */
  readonly proposals: string;
  /** What a person should read: why files were put back, and which could not be. */
  readonly notes: readonly string[];
  /** What only we write and somebody else wrote, a sentence for each file; absent where all is as we wrote it. */
  readonly foreign?: readonly string[];
}

/**
 * Puts back what the agent may not change. The proposals are on the disk before the first file is: a crash in
 * between loses nothing, and doing it again gives the same.
 */
export async function protectPlan(
  root: string,
  folder: string,
  step: string,
  rights: PlanRights,
): Promise<PlanProtected> {
  const before = await readIfThere(join(folder, BEFORE));
  if (before === undefined) return { changes: [], proposals: '', notes: [] };
  const guard = guardSnapshots(JSON.parse(before) as PlanSnapshot, await takeSnapshot(root), step, rights);
  if (guard.restore.length > 0) await createWhole(join(folder, PROPOSALS), guard.proposals);
  const { changes, problems } = await restoreFiles(root, guard.restore);
  const proposals = (await readIfThere(join(folder, PROPOSALS))) ?? '';
  return { changes, proposals, notes: [...guard.notes, ...problems] };
}

/** Puts the proposals into the handoff, where there is one; gives the change, if any. */
export async function keepProposals(
  place: { readonly folder: string; readonly root: string },
  handoff: string,
  proposals: string,
): Promise<FileChange[]> {
  const text = proposals === '' ? undefined : await readPlanText(place.folder, handoff);
  if (text === undefined) return [];
  const filled = withProposals(text, proposals);
  if (filled === text) return [];
  await writePlanText(place, handoff, filled);
  return [{ file: handoff, what: 'proposals added under "Downstream plan updates"' }];
}

/**
 * Takes the text of a plan file that a person saved in the editor for what was there before an attempt, so that it is
 * not put back as the agent's doing. The whole text counts as the person's, also what an agent wrote into it before
 * they saved: they had it before their eyes. Nothing happens when the disk has another text already, or for a file
 * that is no part of the plan. One save at a time, please: the note is read and written again.
 * @param folder where the attempt's note of the plan is, `planFolderOf`
 * @param file relative to the plan's folder, `/`-separated
 */
export async function keepPersonsSave(
  root: string,
  folder: string,
  file: string,
  text: string,
): Promise<void> {
  await keepSaveOfStaged(root, folder, file, text);
  const note = await readIfThere(join(folder, BEFORE));
  if (note === undefined) return;
  const { texts } = await takeSnapshot(root);
  const now = texts[file];
  if (now === undefined || withoutMark(now) !== withoutMark(text)) return;
  const before = JSON.parse(note) as PlanSnapshot;
  const changed: PlanSnapshot = { ...before, texts: { ...before.texts, [file]: now } };
  await writeWhole(join(folder, BEFORE), JSON.stringify(changed));
}

/** An editor shows no byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
