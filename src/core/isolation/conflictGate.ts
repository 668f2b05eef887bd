/** The gate at a step whose result cannot be merged by itself. */
import type { Gate } from '../gateRecord';
import type { GateFrame } from '../gates';
import { inline, pathText } from '../reportText';

/** The exact strings of the options. */
export const MERGE_GATE = {
  mine: 'keep mine',
  theirs: 'take theirs',
  byHand: 'merged by hand',
  stop: 'stop',
} as const;

export interface ConflictAsked {
  /** What the result is of, as a person reads it: `02 Add durations`. */
  readonly name: string;
  /** The files in question, relative to the top of the worktrees. */
  readonly files: readonly string[];
  /** The top folder of the step's worktree, absolute. */
  readonly worktree: string;
  /** Something that no checkpoint holds is in the place of a file, so that the result's own cannot take it. */
  readonly inTheWay: boolean;
  /** Why the answer before could not be carried out. */
  readonly problem?: string;
}

/** More are named in the journal. */
const SHOWN = 50;

export function conflictGate(frame: GateFrame, asked: ConflictAsked): Gate {
  const { files, name, worktree, inTheWay, problem } = asked;
  const more = files.length > SHOWN ? [`- and ${files.length - SHOWN} more`] : [];
  const why = inTheWay
    ? 'Where these files of its result belong lies something that git does not hold'
    : 'These files were changed in the working tree as well, in the same places';
  return {
    ...frame,
    kind: 'approval',
    title: 'Merge conflict',
    question: [
      ...(problem === undefined ? [] : [inline(problem), '']),
      `The result of ${inline(name)} is not in the working tree yet. ${why}:`,
      '',
      ...files.slice(0, SHOWN).map((file) => `- ${pathText(file)}`),
      ...more,
      '',
      `Its worktree: ${pathText(worktree)}`,
    ].join('\n'),
    options: [
      option(MERGE_GATE.mine, 'Applies nothing of it; the result stays in its worktree'),
      ...(inTheWay
        ? []
        : [option(MERGE_GATE.theirs, 'Takes these files from the result; a checkpoint holds yours')]),
      option(MERGE_GATE.byHand, 'Leaves these files as they are now and applies the rest'),
      option(MERGE_GATE.stop, 'Stops the stage; going on asks again'),
    ],
    allowsText: false,
  };
}

function option(key: string, leadsTo: string): Gate['options'][number] {
  return { key, leadsTo, needsReason: false };
}
