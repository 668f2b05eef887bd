/** The runs before and after one, for its pull request (okstra.md 3.7). */
import { okstraBatches } from '../../formats/okstra/batches';
import type { Consumers } from '../../formats/okstra/consumers';
import { doneStages } from '../../formats/okstra/run/consumerRows';
import type { NeighbourRun } from '../../formats/okstra/run/pullRequest';
import { isObject } from '../../jsonObject';
import type { RunNow } from './runNow';

/**
 * The run before this one: of the same run of the plan, else the last that another task finished.
 * @param kept `previous_run` of the state
 */
export function previousRun(kept: unknown, { rows }: Consumers, task: string): NeighbourRun | undefined {
  if (isObject(kept) && Array.isArray(kept['stages'])) {
    const stages = kept['stages'].filter((each) => typeof each === 'number');
    const { reference } = kept;
    return { stages, ...(typeof reference === 'string' && { reference }) };
  }
  const done = [...rows].flatMap(([stage, each]) =>
    each.flatMap((row) => (row.status === 'done' && row.task !== task ? [{ ...row, stage }] : [])),
  );
  const last = done.reduce<(typeof done)[number] | undefined>(
    (latest, row) => (latest === undefined || row.line > latest.line ? row : latest),
    undefined,
  );
  if (last === undefined) return undefined;
  return { stages: [...new Set(done.flatMap(({ stage, task: by }) => (by === last.task ? [stage] : [])))] };
}

/** What okstra's own rule would take next. */
export function nextRun({ report, log }: RunNow): NeighbourRun | undefined {
  const done = doneStages(log);
  const stages = okstraBatches(report.rows, done).find((batch) => batch.some((stage) => !done.has(stage)));
  return stages && { stages };
}
