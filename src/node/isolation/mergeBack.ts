/**
 * What a step did in its worktree comes into the working tree. Each effect is written down first: a merge that is cut
 * short anywhere goes on from what the journal of the stage says.
 */
import { MERGE_GATE } from '../../core/isolation/conflictGate';
import { worktreesOf, type StepWorktree } from '../../core/isolation/worktrees';
import type { Run } from '../../core/run';
import type { Stop } from '../../core/stops';
import type { GitCommand } from '../checkpoints/gitCommand';
import { findRepository } from '../checkpoints/repository';
import { refusalOf } from '../checkpoints/gitRefusal';
import type { Drive } from '../runner/drive';
import { askConflict, pendingAnswer, type Asked } from './askConflict';
import { bringIn, type BroughtIn } from './bringIn';
import { holdForPerson, UNHELD } from './hold';
import { LIMITS } from './limits';
import type { Choice } from './mergeTree';
import { sourceOf, undoing, type Source } from './mergeSource';
import { worktreeRef } from './place';
import { hasResult } from './result';
import { tidyUp } from './tidyUp';

/** A file may be written while its tree is captured. */
const ATTEMPTS = 3;

/** A merge: of which run, into what, and what the journal of the stage says of it. */
export interface MergeParts {
  readonly drive: Drive;
  readonly git: GitCommand;
  /** The top folder that is merged into. */
  readonly top: string;
  readonly child: Run;
  readonly known: StepWorktree;
}

/**
 * Merges the result of a step's run, once; what has none stays in its worktree.
 * @returns why the stage comes to rest; `undefined` also where the work was ended
 */
export async function mergeBack(drive: Drive, git: GitCommand, child: Run): Promise<Stop | undefined> {
  const id = child.header.isolated?.id;
  const known = worktreesOf(drive.events()).find(({ worktree }) => worktree === id);
  if (known === undefined || known.outcome === 'left') return undefined;
  const repository = await findRepository(git, drive.header.folder);
  if ('refused' in repository) return blocked(child, repository.refused.detail);
  const parts = { drive, git, top: repository.top, child, known };
  const stop = known.outcome === undefined ? await merge(parts) : undefined;
  const after = worktreesOf(drive.events()).find(({ worktree }) => worktree === id);
  if (after?.outcome === 'merged') await tidyUp(parts);
  return stop;
}

async function merge(parts: MergeParts): Promise<Stop | undefined> {
  const { drive, child, known } = parts;
  if (!(await hasResult(child))) return undefined;
  const source = await sourceOf(parts);
  if ('why' in source) return blocked(child, source.why);
  if (source.undo === true) return leave(parts, source);
  let asked: Asked | undefined = await pendingAnswer(drive, known);
  for (let attempt = 1; ;) {
    if (drive.signal.aborted || asked === 'paused') return undefined;
    if (asked?.choice === MERGE_GATE.stop) return stoppedBy(asked.by, asked.title);
    if (asked?.choice === MERGE_GATE.mine) return leave(parts, undoing(source));
    const choice = choiceOf(asked);
    const brought = await bring(parts, source, choice);
    if ('changed' in brought) return end(parts, 'merged', brought.changed);
    if ('conflicts' in brought) asked = await askConflict(parts, brought, choice);
    else if ('refused' in brought && brought.refused.code === UNHELD)
      asked = await askConflict(parts, { conflicts: [], problem: brought.refused.detail }, choice);
    else if ('moving' in brought && attempt < ATTEMPTS) attempt += 1;
    else return blocked(child, wordsOf(brought));
  }
}

function bring(
  { drive, git, top, child, known }: MergeParts,
  source: Source,
  choice: Choice | undefined,
): Promise<BroughtIn> {
  const id = known.worktree;
  return bringIn((asked) => git({ ...asked, restore: id }), {
    ...source,
    folder: top,
    limits: LIMITS,
    ...(choice && { choice }),
    hold: (captured) => holdForPerson(drive, child, captured),
    begin: async (commit) => {
      const args = ['update-ref', worktreeRef(id, 'merge'), commit];
      const kept = await git({ folder: top, args });
      if (kept.code !== 0) return { refused: refusalOf(kept, top, 'keep the merge') };
      const undo = source.undo && { undo: true as const };
      await drive.append({ type: 'merge_started', worktree: id, run: child.id, merge: commit, ...undo });
      return undefined;
    },
  });
}

function choiceOf(asked: Exclude<Asked, 'paused'> | undefined): Choice | undefined {
  if (asked === undefined) return undefined;
  const side = asked.choice === MERGE_GATE.theirs ? 'theirs' : 'ours';
  return { side, files: new Set(asked.files) };
}

/** Nothing of it stays in the working tree, but for what a person has changed since a merge was cut short. */
async function leave(parts: MergeParts, source: Source | undefined): Promise<Stop | undefined> {
  let brought: BroughtIn = { changed: 0 };
  const mine = new Set<string>();
  for (let attempt = 1; source !== undefined && attempt <= ATTEMPTS; attempt += 1) {
    brought = await bring(parts, source, { side: 'ours', files: mine });
    if ('conflicts' in brought) for (const file of brought.conflicts) mine.add(file);
    else if (!('moving' in brought)) break;
  }
  return 'changed' in brought ? end(parts, 'left', 0) : blocked(parts.child, wordsOf(brought));
}

async function end(
  { drive, child, known }: MergeParts,
  outcome: 'merged' | 'left',
  files_changed: number,
): Promise<undefined> {
  const { worktree } = known;
  await drive.append({ type: 'merge_ended', worktree, run: child.id, outcome, files_changed });
}

function wordsOf(brought: BroughtIn): string {
  if ('refused' in brought) return `${brought.refused.detail} ${brought.refused.wayOut}`.trim();
  if ('halfDone' in brought) return brought.halfDone;
  return 'moving' in brought ? brought.moving : 'Files kept changing.';
}

function blocked({ header: { step, isolated } }: Run, why: string): Stop {
  const name = `${step.number} ${step.title}`.trim();
  const where = isolated === undefined ? '' : ` The result of ${name} is in ${isolated.worktree}.`;
  return { code: 'merge_blocked', detail: `${why}${where}` };
}

function stoppedBy(by: string, title: string): Stop {
  return { code: 'stage_halted', detail: `${by} stopped the stage at “${title}”.` };
}
