/** The gate at a stage whose branch is not the one that is checked out, and what the journal says of that branch. */
import type { RunEvent, RunStarted } from '../events';
import { profileOf } from '../formats/staged/names';
import type { Gate } from '../gateRecord';
import type { GateFrame } from '../gates';
import { inline, pathText } from '../reportText';

/** The exact strings of the options. */
export const BRANCH_GATE = { back: 'switch back', here: 'go on here', stop: 'stop' } as const;

/** Where the gate stands: no node of a protocol, since it is opened before any goes on. */
export const BRANCH_PLACE = '(branch)';

/** What the question is about. */
export interface BranchFacts {
  /** The branch that the stage works on. */
  readonly noted: string;
  /** The one that is checked out; `undefined` where HEAD is on none. */
  readonly now: string | undefined;
  /** The commit of HEAD, short; empty where there is none. */
  readonly head: string;
}

/** The branch that a run of a stage works on; `undefined` where none was written down. */
export function notedBranch(events: readonly RunEvent[]): string | undefined {
  const noted = events.findLast((event) => event.type === 'branch_noted');
  return noted?.type === 'branch_noted' ? noted.branch : undefined;
}

/** Whether a run compares its branch with the one that is checked out, and asks where they differ (renn-gsd.md 1.10). */
export function asksAboutBranch({ plan, stage }: Pick<RunStarted, 'plan' | 'stage'>): boolean {
  return stage !== undefined && profileOf(plan.format) !== undefined;
}

/** @param problem why the answer before could not be carried out, as a sentence; empty where there was none */
export function branchGate(frame: GateFrame, facts: BranchFacts, problem: string): Gate {
  const { noted, now } = facts;
  const here = option(BRANCH_GATE.here, `Works on ${now ?? ''} from now on`);
  return {
    ...frame,
    kind: 'approval',
    title: 'Another branch',
    question: [...(problem === '' ? [] : [inline(problem), '']), factsText(facts)].join('\n'),
    options: [
      option(BRANCH_GATE.back, `Checks out ${noted}; no change is lost`),
      ...(now === undefined ? [] : [here]),
      option(BRANCH_GATE.stop, 'Stops here; going on looks again'),
    ],
    allowsText: false,
  };
}

/** Whether a gate tells these facts. */
export function tellsFacts({ question }: Pick<Gate, 'question'>, facts: BranchFacts): boolean {
  return question.endsWith(factsText(facts));
}

function factsText({ noted, now, head }: BranchFacts): string {
  const at = head === '' ? '' : ` (HEAD is at ${pathText(head)})`;
  const there = now === undefined ? `no branch is checked out${at}` : `${pathText(now)} is checked out`;
  return [
    `The stage works on the branch ${pathText(noted)}, but ${there}. What it did so far may not be there.`,
    '',
    'Where is the stage to go on?',
  ].join('\n');
}

function option(key: string, leadsTo: string): Gate['options'][number] {
  return { key, leadsTo, needsReason: false };
}
