/** What the journal of a stage's run says about the worktrees of its steps. */
import type { RunEvent } from '../events';

type Started = Extract<RunEvent, { type: 'worktree_started' }>;
type Conflict = Extract<RunEvent, { type: 'merge_conflict' }>;

/** A worktree that a stage's run made for a step. */
export interface StepWorktree extends Pick<Started, 'worktree' | 'folder' | 'step' | 'batch'> {
  /** The commit of the merge that was begun last and whose end is not written down: the working tree may be half way. */
  readonly merging?: string;
  /** It takes back what another has brought. */
  readonly undo?: true;
  /** What was asked last, and not acted upon yet. */
  readonly conflict?: Pick<Conflict, 'gate' | 'files'>;
  readonly outcome?: 'merged' | 'left';
}

/** Oldest first. */
export function worktreesOf(events: readonly RunEvent[]): StepWorktree[] {
  const found = new Map<string, StepWorktree>();
  for (const event of events) {
    if (event.type === 'worktree_started') {
      const { worktree, folder, step, batch } = event;
      found.set(worktree, { worktree, folder, step, batch });
    } else if ('worktree' in event && event.type !== 'checkpoint_taken') {
      const known = found.get(event.worktree);
      if (known) found.set(event.worktree, after(known, event));
    }
  }
  return [...found.values()];
}

function after(
  { merging, undo, worktree, folder, step, batch }: StepWorktree,
  event: Extract<RunEvent, { type: 'merge_conflict' | 'merge_started' | 'merge_ended' }>,
): StepWorktree {
  const known = { worktree, folder, step, batch };
  switch (event.type) {
    case 'merge_conflict': {
      const conflict = { gate: event.gate, files: event.files };
      return { ...known, ...(merging !== undefined && { merging }), ...(undo && { undo }), conflict };
    }
    case 'merge_started':
      return { ...known, merging: event.merge, ...(event.undo && { undo: event.undo }) };
    case 'merge_ended':
      return { ...known, outcome: event.outcome };
  }
}
