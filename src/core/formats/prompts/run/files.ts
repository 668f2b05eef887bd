/** Where a run of prompts leaves its log and its reports (prompts.md 2.3). */
import { dirname, join } from 'node:path';
import { promptName } from '../names';

/** Absolute paths. */
export interface RunFiles {
  readonly checkpoints: string;
  readonly summary: string;
  /** The run log of a prompt. */
  readonly log: (key: string) => string;
}

/**
 * @param root the plan's own folder; the reports of a numbered stage count from the folder that it lies in
 * @param stage the key of the stage; one without a number keeps its reports beside the logs
 */
export function runFiles(root: string, stage: string): RunFiles {
  const number = /^stage(\d{1,9})$/.exec(stage)?.[1] ?? '';
  const logs = join(root, 'run-logs', `stage${number}`);
  const [reports, before] =
    number === '' ? [logs, ''] : [join(dirname(root), 'skills-foundry', 'reports'), `stage${number}-`];
  return {
    checkpoints: join(reports, `${before}checkpoints.md`),
    summary: join(reports, number === '' ? 'summary.md' : `${before}run-summary.md`),
    log: (key) => {
      if (promptName(`${key}.txt`) === undefined) throw new Error(`No prompt is called ${key}`);
      return join(logs, `${key}.md`);
    },
  };
}
