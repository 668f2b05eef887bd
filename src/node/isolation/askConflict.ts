/** Asking a person about files that cannot be merged, once; an answer that was given before a crash counts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceLink, Gate } from '../../core/gateRecord';
import { oneLine } from '../../core/oneLine';
import { conflictGate, MERGE_GATE } from '../../core/isolation/conflictGate';
import type { StepWorktree } from '../../core/isolation/worktrees';
import { askGate, frameOf, recordedAnswer } from '../runner/askGate';
import type { Drive } from '../runner/drive';
import type { Choice } from './mergeTree';
import type { MergeParts } from './mergeBack';

/** `paused`: the work was ended while the gate waits. */
export type Asked =
  | {
      /** One of `MERGE_GATE`. */
      readonly choice: string;
      readonly by: string;
      readonly title: string;
      readonly files: readonly string[];
    }
  | 'paused';

type Token = Parameters<typeof askGate>[1];

/** The answer to what was asked last; `undefined` where nothing was, or where the stage has gone on since it was stopped there. */
export async function pendingAnswer(drive: Drive, { conflict }: StepWorktree): Promise<Asked | undefined> {
  if (conflict === undefined) return undefined;
  const record = drive.run().gates.find(({ gate }) => gate.id === conflict.gate);
  if (record === undefined) return undefined;
  const { gate, answer } = record;
  if (answer?.choice === MERGE_GATE.stop) return undefined;
  const token = tokenAt(gate.node);
  const known = answer && (await recordedAnswer(drive, token, gate));
  const given = known ?? (await askGate(drive, token, gate, true));
  return given ? { choice: given.choice, by: given.by, title: gate.title, files: conflict.files } : 'paused';
}

/** @param before what was chosen for other files of it: these are asked about once more, all together */
export async function askConflict(
  { drive, child, known }: MergeParts,
  conflict: {
    readonly conflicts: readonly string[];
    readonly inTheWay?: boolean;
    readonly problem?: string;
  },
  before: Choice | undefined,
): Promise<Asked> {
  const { step, isolated } = child.header;
  const worktree = isolated?.worktree ?? known.folder;
  const token = tokenAt(`(merge of ${step.key})`);
  const files = [...new Set([...(before?.files ?? []), ...conflict.conflicts])];
  const { inTheWay = false, problem } = conflict;
  const frame = await frameOf(drive, token);
  const evidence = [...frame.evidence, ...versionsIn(worktree, files)];
  const gate: Gate = conflictGate(
    { ...frame, evidence },
    {
      name: `${step.number} ${step.title}`.trim(),
      files,
      worktree,
      inTheWay,
      ...(problem !== undefined && { problem }),
    },
  );
  await drive.append({ type: 'merge_conflict', worktree: known.worktree, gate: gate.id, files });
  const answer = await askGate(drive, token, gate, false);
  return answer ? { choice: answer.choice, by: answer.by, title: gate.title, files } : 'paused';
}

/** Of so many files the step's own version can be opened at the gate. */
const OPENED = 10;

function versionsIn(worktree: string, files: readonly string[]): EvidenceLink[] {
  return files.slice(0, OPENED).flatMap((name) => {
    const file = join(worktree, name);
    return existsSync(file) ? [{ label: `Result: ${oneLine(name)}`, file }] : [];
  });
}

/** Where the gate stands: no node of a protocol. */
function tokenAt(node: string): Token {
  return { id: '', node, state: {}, joining: false, writes: {} };
}
