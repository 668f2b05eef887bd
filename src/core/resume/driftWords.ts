/** The drift classes (runr.md 12.6), in the order in which they are shown: what each means and what happens by default. */

export type DriftClass =
  | 'state_behind'
  | 'state_ahead'
  | 'plan_edited'
  | 'plan_reordered'
  | 'step_removed'
  | 'step_inserted'
  | 'index_out_of_range'
  | 'head_moved_forward'
  | 'history_rewritten'
  | 'object_missing'
  | 'branch_changed'
  | 'worktree_missing'
  | 'dirty_tree'
  | 'lockfile_changed'
  | 'env_changed';

export interface DriftWords {
  readonly title: string;
  /** `note`: nothing to do. `warn`: resuming is right, and worth a look. `ask`: a person decides before anything runs. */
  readonly action: 'note' | 'warn' | 'ask';
  /** What happens if nobody does anything, and what a person can do. */
  readonly toDo: string;
}

export const DRIFTS: Readonly<Record<DriftClass, DriftWords>> = {
  index_out_of_range: {
    title: 'A place outside the plan',
    action: 'ask',
    toDo: 'It counts for nothing, and the plan is not taken for complete. Check whether the plan has become shorter.',
  },
  history_rewritten: {
    title: 'The history was rewritten',
    action: 'warn',
    toDo: 'Compare the checkpoint with the working tree before resuming.',
  },
  object_missing: {
    title: "A checkpoint's commit is gone",
    action: 'warn',
    toDo: 'What it says is kept. It cannot be compared with or returned to.',
  },
  worktree_missing: {
    title: 'A worktree is gone',
    action: 'ask',
    toDo: 'Create the worktree again at that place, or run the step here.',
  },
  branch_changed: {
    title: 'Another branch',
    action: 'ask',
    toDo: 'Switch to the branch of the checkpoint, or resume on this one if that is meant.',
  },
  state_ahead: {
    title: 'The plan says more than the checkpoints',
    action: 'warn',
    toDo: 'The checkpoint wins, so the step is next. If it is finished, set its status to complete.',
  },
  step_removed: {
    title: 'A finished step is not in the plan',
    action: 'ask',
    toDo: 'Steps are known by their names. Confirm the step that has the same title, or leave it.',
  },
  step_inserted: {
    title: 'A new step before the checkpoint',
    action: 'ask',
    toDo: 'It was never run, so it is next. Set its status if it is not needed.',
  },
  plan_reordered: {
    title: 'The steps stand in another order',
    action: 'note',
    toDo: 'Steps are known by their names, so nothing is done twice.',
  },
  plan_edited: {
    title: 'A finished step was edited',
    action: 'ask',
    toDo: 'It stays finished. Run it again if the change asks for new work.',
  },
  dirty_tree: {
    title: 'Uncommitted changes',
    action: 'ask',
    toDo: 'They are kept. Commit or stash your own; a stopped run goes on with what it left, or roll back to before it.',
  },
  lockfile_changed: {
    title: 'Lockfiles changed',
    action: 'note',
    toDo: 'Install the dependencies again before tests are run.',
  },
  env_changed: {
    title: 'Made with something else',
    action: 'note',
    toDo: 'Nothing to do unless results differ.',
  },
  head_moved_forward: {
    title: 'New commits since the checkpoint',
    action: 'note',
    toDo: 'They are kept; the run goes on from here.',
  },
  state_behind: {
    title: 'The checkpoint knows more than the records',
    action: 'note',
    toDo: 'The step is finished and is not run again.',
  },
};
