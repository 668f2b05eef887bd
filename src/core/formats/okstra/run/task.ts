/** What the rows of the log call a run of ours (`impl_task_key`, okstra.md 3.6). */
import type { RunStarted } from '../../../events';

const PREFIX = 'stage-runner/';

/** The run of a stage and those of its steps are one task. */
export function taskOf({ run, parent }: Pick<RunStarted, 'run' | 'parent'>): string {
  return `${PREFIX}${parent?.run ?? run}`;
}

/** The run of ours that a task names; `undefined` for what another tool or another version wrote. */
export function runOfTask(task: string): string | undefined {
  const run = task.startsWith(PREFIX) ? task.slice(PREFIX.length) : '';
  return /^[A-Za-z0-9]{1,100}$/.test(run) ? run : undefined;
}
